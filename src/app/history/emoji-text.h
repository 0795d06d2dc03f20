/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** parlour_emoji_text_is_short: whether @text is nothing but a few emoji, as an answer often is:
 * such a one is drawn large. Any thread. */
gboolean parlour_emoji_text_is_short (const char *text);

G_END_DECLS

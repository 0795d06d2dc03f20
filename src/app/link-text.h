/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * parlour_link_text_to_markup:
 * @text: what a person wrote
 *
 * Escapes @text for Pango and makes its http and https addresses clickable. What ends a sentence is
 * not taken for part of an address. Any thread.
 *
 * Returns: (transfer full): Pango markup
 */
char *parlour_link_text_to_markup (const char *text);

/** parlour_link_is_allowed: whether @uri may be opened: http or https with a host, nothing else. */
gboolean parlour_link_is_allowed (const char *uri);

G_END_DECLS

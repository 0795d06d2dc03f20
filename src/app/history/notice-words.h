/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"

G_BEGIN_DECLS

/** parlour_notice_words: (transfer full): what happened in the group, of a line that is no message.
 * Any thread. */
char *parlour_notice_words (ParlourMessageItem *item);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"
#include "core/message.h"

G_BEGIN_DECLS

/* A message in words and signs, for rows, menus and screen readers. Main thread. */

/** parlour_message_state_icon: (nullable): an icon's name; NULL for somebody else's message. */
const char *parlour_message_state_icon (ParlourMessageState state);
/** parlour_message_state_words: (nullable): "Sent", "Waiting to be sent" and so on. */
const char *parlour_message_state_words (ParlourMessageState state);
/** parlour_message_failure_words: (transfer full): why it was not sent. */
char *parlour_message_failure_words (ParlourMessageItem *item);
/** parlour_message_words: (transfer full): who, when, what, and how far it came. */
char *parlour_message_words (ParlourMessageItem *item);
/** parlour_message_is_folded: whether its words are kept back, since its sender is blocked. */
gboolean parlour_message_is_folded (ParlourMessageItem *item);
/** parlour_message_unfold: somebody wants to see them; for as long as the item lives. Rows are told
 * by a "notify". */
void parlour_message_unfold (ParlourMessageItem *item);
/** parlour_message_quote: (transfer full): what it answers, in a line. Of somebody blocked it shows
 * nothing: the message itself, which a quote leads to, can be unfolded. */
char *parlour_message_quote (ParlourMessageItem *item);
/** parlour_message_line: (transfer full): its title, or its first line. */
char *parlour_message_line (ParlourMessageItem *item);

/** parlour_message_kept_line: (transfer full): of one of a list of the server's (pins, stars).
 * @item: (nullable): the same of the copy, which knows who is blocked */
char *parlour_message_kept_line (const ParlourMessage *message, ParlourMessageItem *item);

/** parlour_message_clock: (transfer full): the time of day, and whether it was edited since. */
char *parlour_message_clock (ParlourMessageItem *item);

G_END_DECLS

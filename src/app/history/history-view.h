/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/models/conversation-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourHistoryView:
 *
 * The messages of one conversation at a time. Opens where one left off in this run, else at the
 * first unread, else at the end; marks read what was really on the screen. Main thread.
 */
#define PARLOUR_TYPE_HISTORY_VIEW (parlour_history_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlourHistoryView, parlour_history_view, PARLOUR, HISTORY_VIEW, GtkWidget)

/**
 * parlour_history_view_show:
 * @conversation: (nullable): NULL shows none
 * @seq: the message to land on and point out, 0 for where one left off
 */
void parlour_history_view_show (ParlourHistoryView *self,
                                ParlourAccount *account,
                                const char *conversation,
                                gint64 seq);

/** parlour_history_view_find: (transfer none) (nullable): the message of that number, if loaded. */
ParlourMessageItem *parlour_history_view_find (ParlourHistoryView *self, gint64 seq);
/** parlour_history_view_come_back_to: the conversation, which is not open, opens at @seq next time,
 * with the line of new messages there. */
void
parlour_history_view_come_back_to (ParlourHistoryView *self, const char *conversation, gint64 seq);
/** parlour_history_view_find_last_own: (transfer none) (nullable): the newest one of mine that can
 * be edited. */
ParlourMessageItem *parlour_history_view_find_last_own (ParlourHistoryView *self);

void parlour_history_view_scroll_to_end (ParlourHistoryView *self);

/** parlour_history_view_sent: who answers has read: no line of new messages, and to the end. */
void parlour_history_view_sent (ParlourHistoryView *self);

G_END_DECLS

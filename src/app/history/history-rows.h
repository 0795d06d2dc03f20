/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/log/message-log.h"
#include "client/models/conversation-item.h"
#include "client/pictures.h"

G_BEGIN_DECLS

/**
 * ParlourHistoryRows:
 *
 * The rows that a message log shows for #ParlourMessageItem, the menu at them, and the line of new
 * messages. Main thread.
 */
typedef struct _ParlourHistoryRows ParlourHistoryRows;

/** parlour_history_rows_new: @view: borrowed: @log lies in it, and it owns us. */
ParlourHistoryRows *parlour_history_rows_new (GtkWidget *view, ParlourMessageLog *log);
void parlour_history_rows_free (ParlourHistoryRows *self);

/** parlour_history_rows_set_fresh: @seq: of the message that the line *New messages* stands above,
 * 0 for none. */
void parlour_history_rows_set_fresh (ParlourHistoryRows *self, gint64 seq);
gint64 parlour_history_rows_get_fresh (ParlourHistoryRows *self);

/** parlour_history_rows_point_out: the message of that number, for a moment. */
void parlour_history_rows_point_out (ParlourHistoryRows *self, gint64 seq);

/** parlour_history_rows_present: belongs into the view's size_allocate. */
void parlour_history_rows_present (ParlourHistoryRows *self);

/** parlour_history_rows_set_conversation: (nullable) @conversation: that the messages belong to. */
void parlour_history_rows_set_conversation (ParlourHistoryRows *self,
                                            ParlourConversationItem *conversation);

/** parlour_history_rows_set_pictures: (nullable) @pictures: of the account. */
void parlour_history_rows_set_pictures (ParlourHistoryRows *self, ParlourPictures *pictures);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/rows.h"
#include "client/models/conversation-item.h"

G_BEGIN_DECLS

struct _ParlourConversationItem {
  GObject parent_instance;
  ParlourConversationRow *row;
};

/** parlour_conversation_item_new: (transfer full): a view of @row. */
ParlourConversationItem *parlour_conversation_item_new (ParlourConversationRow *row);

/** parlour_conversation_item_set_row: what differs is notified. */
void parlour_conversation_item_set_row (ParlourConversationItem *self, ParlourConversationRow *row);

/** parlour_conversation_item_get_activity: what the list is sorted by, ms. */
gint64 parlour_conversation_item_get_activity (ParlourConversationItem *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/conversation-item.h"
#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** ParlourConversationEntry: a conversation in the list; follows its item. Main thread. */
#define PARLOUR_TYPE_CONVERSATION_ENTRY (parlour_conversation_entry_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConversationEntry, parlour_conversation_entry, PARLOUR, CONVERSATION_ENTRY, GtkWidget)

/** parlour_conversation_entry_new: @account: (nullable): without it there is no picture. */
GtkWidget *parlour_conversation_entry_new (ParlourAccount *account);
/** parlour_conversation_entry_set_item: @item: (nullable) */
void parlour_conversation_entry_set_item (ParlourConversationEntry *self,
                                          ParlourConversationItem *item);
/** parlour_conversation_entry_get_item: (transfer none) (nullable) */
ParlourConversationItem *parlour_conversation_entry_get_item (ParlourConversationEntry *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"
#include "client/models/conversation-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourConversationList:
 *
 * All conversations, pinned first, then newest activity first: a GListModel of
 * #ParlourConversationItem over the local copy. Main thread.
 *
 * Properties (notify): "ready" (gboolean: the copy was read once), "unread" (guint: conversations
 * with something unread, or marked so).
 */
#define PARLOUR_TYPE_CONVERSATION_LIST (parlour_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConversationList, parlour_conversation_list, PARLOUR, CONVERSATION_LIST, GObject)

/** parlour_conversation_list_new: reads at once. */
ParlourConversationList *parlour_conversation_list_new (ParlourCopy *copy);

gboolean parlour_conversation_list_get_ready (ParlourConversationList *self);
guint parlour_conversation_list_get_unread (ParlourConversationList *self);

/** parlour_conversation_list_find: (transfer none) (nullable) */
ParlourConversationItem *parlour_conversation_list_find (ParlourConversationList *self,
                                                         const char *id);

G_END_DECLS

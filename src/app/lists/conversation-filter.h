/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/conversation-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourConversationFilter:
 *
 * Which conversations a list shows: those that were put away into the archive or the others, all or
 * the unread ones. Follows the items' changes. Main thread.
 */
#define PARLOUR_TYPE_CONVERSATION_FILTER (parlour_conversation_filter_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConversationFilter, parlour_conversation_filter, PARLOUR, CONVERSATION_FILTER, GtkFilter)

/** parlour_conversation_filter_new: @conversations: whose items change. */
ParlourConversationFilter *parlour_conversation_filter_new (GListModel *conversations);

void parlour_conversation_filter_set_archived (ParlourConversationFilter *self, gboolean archived);
void parlour_conversation_filter_set_unread_only (ParlourConversationFilter *self,
                                                  gboolean unread_only);
/** parlour_conversation_filter_set_kept: @id (nullable) stays among the unread ones once read. */
void parlour_conversation_filter_set_kept (ParlourConversationFilter *self, const char *id);

/** parlour_conversation_is_unread: by a message or by hand. */
gboolean parlour_conversation_is_unread (ParlourConversationItem *item);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/models/conversation-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourConversationListView:
 *
 * The conversations of an account, all or the unread ones, without or only those that were put away
 * into the archive. A row asks for its conversation by
 * win.show-conversation. Main thread.
 */
#define PARLOUR_TYPE_CONVERSATION_LIST_VIEW (parlour_conversation_list_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlourConversationListView,
                      parlour_conversation_list_view,
                      PARLOUR,
                      CONVERSATION_LIST_VIEW,
                      GtkWidget)

void parlour_conversation_list_view_set_account (ParlourConversationListView *self,
                                                 ParlourAccount *account);
void parlour_conversation_list_view_set_unread_only (ParlourConversationListView *self,
                                                     gboolean unread_only);
void parlour_conversation_list_view_set_archived (ParlourConversationListView *self,
                                                  gboolean archived);

/** parlour_conversation_list_view_select: shows which one is open; @conversation nullable. */
void parlour_conversation_list_view_select (ParlourConversationListView *self,
                                            const char *conversation);

/**
 * parlour_conversation_list_view_step:
 * @step: how many rows down from the selected one
 * @unread: counts unread ones only
 *
 * Returns: (transfer none) (nullable): the conversation there
 */
const char *
parlour_conversation_list_view_step (ParlourConversationListView *self, int step, gboolean unread);
/** parlour_conversation_list_view_nth: (nullable): the conversation at @nth, from 1. */
const char *parlour_conversation_list_view_nth (ParlourConversationListView *self, guint nth);

G_END_DECLS

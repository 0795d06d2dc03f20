/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/lists/conversation-list-view.h"
#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourSidebar:
 *
 * The left pane: account menu, compose, the switch between the lists, the lists. Main thread.
 *
 * Signal "message-chosen" (ParlourMessageItem *item): in Received or Sent; it shall be shown.
 */
#define PARLOUR_TYPE_SIDEBAR (parlour_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ParlourSidebar, parlour_sidebar, PARLOUR, SIDEBAR, GtkWidget)

void
parlour_sidebar_set_up (ParlourSidebar *self, ParlourAccounts *accounts, ParlourAccount *account);
void parlour_sidebar_set_folded (ParlourSidebar *self, gboolean folded);
/** parlour_sidebar_show_list: "conversations", "received" or "sent". */
void parlour_sidebar_show_list (ParlourSidebar *self, const char *name);
/** parlour_sidebar_get_conversations: (transfer none) */
ParlourConversationListView *parlour_sidebar_get_conversations (ParlourSidebar *self);
/** parlour_sidebar_shows_box: whether Received or Sent is in front. */
gboolean parlour_sidebar_shows_box (ParlourSidebar *self);
/** parlour_sidebar_get_chosen: (transfer none) (nullable): what was chosen in the box in front. */
ParlourMessageItem *parlour_sidebar_get_chosen (ParlourSidebar *self);
/** parlour_sidebar_step: chooses the message @step rows further down in it. */
void parlour_sidebar_step (ParlourSidebar *self, int step);
/** parlour_sidebar_focus_list: the keyboard into the list that is shown. */
gboolean parlour_sidebar_focus_list (ParlourSidebar *self);

G_END_DECLS

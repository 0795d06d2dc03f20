/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/conversation-page.h"
#include "app/history/held-deletions.h"
#include "app/lists/sidebar.h"
#include "app/main-view.h"
#include "app/notice-bar.h"
#include "app/reading/reading-page.h"

G_BEGIN_DECLS

/* What the files of the main view share: main-view.c (the two panes), and what can be done with the
 * account (main-view-account.c), with a conversation (main-view-conversations.c) and with a message
 * (main-view-messages.c); and the messages of Received and Sent, one at a time
 * (main-view-reading.c). */

struct _ParlourMainView {
  GtkWidget parent_instance;
  ParlourAccounts *accounts;
  ParlourAccount *account;
  GCancellable *cancellable;
  char *awaited;      /* a conversation that shall open as soon as the copy knows it */
  char *awaited_peer; /* or one with this person, by username */
  gboolean awaits_common;
  ParlourHeldDeletions *deletions;
  ParlourHeldDeletions *reading_deletions; /* those whose way back is told on the reading page */
  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  ParlourNoticeBar *list_notice;
  ParlourSidebar *sidebar;
  GtkStack *content; /* one of the next two */
  ParlourConversationPage *page;
  ParlourReadingPage *reading;
};

/** parlour_main_view_get_window: (transfer none): it is in one whenever something can be done. */
GtkWindow *parlour_main_view_get_window (ParlourMainView *self);

/** parlour_main_view_get_notice: (transfer none): where something is said that is to be seen. */
ParlourNoticeBar *parlour_main_view_get_notice (ParlourMainView *self);

/** parlour_main_view_is_reading: whether the right pane is for a message of Received or Sent. */
gboolean parlour_main_view_is_reading (ParlourMainView *self);

/** parlour_main_view_read: shows @item there; (nullable): that none is chosen. */
void parlour_main_view_read (ParlourMainView *self, ParlourMessageItem *item);

/** parlour_main_view_read_on: what is shown there is being deleted. */
void parlour_main_view_read_on (ParlourMainView *self);

/** parlour_main_view_show_person_over: @parent: a dialog of this window, which closes when
 * something else is gone to from there, or the window itself. */
void
parlour_main_view_show_person_over (ParlourMainView *self, GtkWindow *parent, const char *user);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/application.h"
#include "app/main-view.h"

G_BEGIN_DECLS

/**
 * ParlourWindow:
 *
 * The window: one account's main view, or Welcome where there is none yet or one more is wanted.
 * Main thread.
 */
#define PARLOUR_TYPE_WINDOW (parlour_window_get_type ())
G_DECLARE_FINAL_TYPE (ParlourWindow, parlour_window, PARLOUR, WINDOW, AdwApplicationWindow)

ParlourWindow *parlour_window_new (ParlourApplication *application);

/** parlour_window_get_main_view: (transfer none) (nullable): NULL while Welcome is shown. */
ParlourMainView *parlour_window_get_main_view (ParlourWindow *self);

/** parlour_window_show_account: @account: the id of one of the profile's. */
void parlour_window_show_account (ParlourWindow *self, const char *account);

/** parlour_window_add_account: Welcome in front of the main view, or the main view again. */
void parlour_window_add_account (ParlourWindow *self, gboolean adding);

/** parlour_window_show_conversation: also where @account or @conversation is not there yet. */
void parlour_window_show_conversation (ParlourWindow *self,
                                       const char *account,
                                       const char *conversation);

/** parlour_window_has_in_view: whether it stands in the window in front. */
gboolean
parlour_window_has_in_view (ParlourWindow *self, ParlourAccount *account, const char *conversation);

/** parlour_window_show_preferences: opens the window of preferences over this one. */
void parlour_window_show_preferences (ParlourWindow *self);

/** parlour_window_open_link: a `parlour://` link that the desktop was given: shows what it leads to
 * and asks. Connects to nothing. */
void parlour_window_open_link (ParlourWindow *self, const char *link);

/** parlour_window_invite: makes an invite to the place hosted here; @at_once: the usual one. */
void parlour_window_invite (ParlourWindow *self, gboolean at_once);

/** parlour_window_show_server: *Server*, for the owner of the place hosted here. */
void parlour_window_show_server (ParlourWindow *self);

/** parlour_window_show_reports: *Reports*, for whoever administers the place that is shown. */
void parlour_window_show_reports (ParlourWindow *self);

/** parlour_window_check_connection: says what stands between here and the account's server. */
void parlour_window_check_connection (ParlourWindow *self);

G_END_DECLS

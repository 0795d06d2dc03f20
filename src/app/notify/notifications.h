/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/settings.h"
#include "client/accounts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourNotifications:
 *
 * Tells the desktop of new messages: one notification a conversation, with its newest text. There
 * is none for one's own, for a muted conversation or the one in view, nor in quiet hours; one goes
 * again when its conversation has been read, on whatever device. Its action is
 * `app.show-conversation`. Main thread.
 */
#define PARLOUR_TYPE_NOTIFICATIONS (parlour_notifications_get_type ())
G_DECLARE_FINAL_TYPE (ParlourNotifications, parlour_notifications, PARLOUR, NOTIFICATIONS, GObject)

/**
 * ParlourInViewFunc:
 *
 * Whether a person who sits in front of the screen has @conversation before their eyes.
 */
typedef gboolean (*ParlourInViewFunc) (ParlourAccount *account,
                                       const char *conversation,
                                       gpointer user_data);

/** parlour_notifications_new: @application (borrowed) and @user_data live longer. */
ParlourNotifications *parlour_notifications_new (GApplication *application,
                                                 ParlourAccounts *accounts,
                                                 ParlourSettings *settings,
                                                 ParlourInViewFunc in_view,
                                                 gpointer user_data);

G_END_DECLS

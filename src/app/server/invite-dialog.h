/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourInviteDialog:
 *
 * Makes an invite and shows it. Signal "made": the server has one more. Main thread.
 */
#define PARLOUR_TYPE_INVITE_DIALOG (parlour_invite_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourInviteDialog, parlour_invite_dialog, PARLOUR, INVITE_DIALOG, AdwWindow)

/**
 * parlour_invite_dialog_new:
 * @at_once: makes one for ten people and a week without asking; else asks for whom and how long
 */
ParlourInviteDialog *
parlour_invite_dialog_new (GtkWindow *parent, ParlourHostAdmin *admin, gboolean at_once);

/**
 * parlour_invite_dialog_offer_groups:
 * @conversations: (element-type ParlourConversationItem): of an account in that place
 *
 * Lets whoever asks choose, among the groups that the account runs, those that who joins gets into.
 */
void parlour_invite_dialog_offer_groups (ParlourInviteDialog *self, GListModel *conversations);

G_END_DECLS

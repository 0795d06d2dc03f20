/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourMemberDialog:
 *
 * Adds an account to the hosted place, or gives one a new password. Signal "done". Main thread.
 */
#define PARLOUR_TYPE_MEMBER_DIALOG (parlour_member_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMemberDialog, parlour_member_dialog, PARLOUR, MEMBER_DIALOG, AdwWindow)

/** parlour_member_dialog_new: @user: (nullable): whose password it is; NULL adds an account. */
ParlourMemberDialog *
parlour_member_dialog_new (GtkWindow *parent, ParlourHostAdmin *admin, ParlourUser *user);

G_END_DECLS

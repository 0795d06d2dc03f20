/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourSignOutDialog:
 *
 * Asks whether to sign out, and does it. Main thread.
 */
#define PARLOUR_TYPE_SIGN_OUT_DIALOG (parlour_sign_out_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourSignOutDialog, parlour_sign_out_dialog, PARLOUR, SIGN_OUT_DIALOG, AdwMessageDialog)

GtkWidget *
parlour_sign_out_dialog_new (GtkWindow *parent, ParlourAccounts *accounts, ParlourAccount *account);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPasswordDialog:
 *
 * Sets a new password for the own account. Main thread.
 */
#define PARLOUR_TYPE_PASSWORD_DIALOG (parlour_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourPasswordDialog, parlour_password_dialog, PARLOUR, PASSWORD_DIALOG, AdwWindow)

/** parlour_password_dialog_new: @parent: the account window, which says that it is done. */
ParlourPasswordDialog *parlour_password_dialog_new (GtkWindow *parent, ParlourAccount *account);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDeleteAccountDialog:
 *
 * Deletes the own account from the server, then what this device keeps of it; its @parent goes,
 * too. Main thread.
 */
#define PARLOUR_TYPE_DELETE_ACCOUNT_DIALOG (parlour_delete_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourDeleteAccountDialog,
                      parlour_delete_account_dialog,
                      PARLOUR,
                      DELETE_ACCOUNT_DIALOG,
                      AdwWindow)

GtkWindow *parlour_delete_account_dialog_new (GtkWindow *parent,
                                              ParlourAccounts *accounts,
                                              ParlourAccount *account);

G_END_DECLS

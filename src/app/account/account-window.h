/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourAccountWindow:
 *
 * A person's own account in its place: profile, privacy, password, devices. It goes with the
 * account. Main thread.
 */
#define PARLOUR_TYPE_ACCOUNT_WINDOW (parlour_account_window_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourAccountWindow, parlour_account_window, PARLOUR, ACCOUNT_WINDOW, AdwPreferencesWindow)

/** parlour_account_window_new: @accounts: where the account is removed from once it is deleted. */
GtkWindow *
parlour_account_window_new (GtkWindow *parent, ParlourAccounts *accounts, ParlourAccount *account);

G_END_DECLS

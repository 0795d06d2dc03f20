/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourKeyringBanner:
 *
 * Says once a run that the keyring is locked or missing, and what that means. Main thread.
 */
#define PARLOUR_TYPE_KEYRING_BANNER (parlour_keyring_banner_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourKeyringBanner, parlour_keyring_banner, PARLOUR, KEYRING_BANNER, GtkWidget)

void parlour_keyring_banner_set_accounts (ParlourKeyringBanner *self, ParlourAccounts *accounts);

G_END_DECLS

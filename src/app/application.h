/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/settings.h"
#include "client/accounts.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourApplication:
 *
 * One run of the desktop program on one profile: owns the accounts, the hosted server and the
 * window. Main thread.
 */
#define PARLOUR_TYPE_APPLICATION (parlour_application_get_type ())
G_DECLARE_FINAL_TYPE (ParlourApplication, parlour_application, PARLOUR, APPLICATION, AdwApplication)

ParlourApplication *parlour_application_new (ParlourProfile *profile);

/** parlour_application_get_accounts: (transfer none) (nullable): NULL before startup. */
ParlourAccounts *parlour_application_get_accounts (ParlourApplication *self);
ParlourHost *parlour_application_get_host (ParlourApplication *self);
ParlourSettings *parlour_application_get_settings (ParlourApplication *self);

/** parlour_application_is_loaded: whether the kept accounts stand in the list. */
gboolean parlour_application_is_loaded (ParlourApplication *self);

G_END_DECLS

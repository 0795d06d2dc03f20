/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/settings.h"
#include "app/background.h"
#include "client/accounts.h"
#include "client/discovery.h"
#include "client/host/host-admin.h"
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
/** parlour_application_get_admin: (transfer none): of the server that the host runs. */
ParlourHostAdmin *parlour_application_get_admin (ParlourApplication *self);
/** parlour_application_get_background: (transfer none): staying without a window. */
ParlourBackground *parlour_application_get_background (ParlourApplication *self);
/** parlour_application_get_discovery: (transfer none): the servers nearby. */
ParlourDiscovery *parlour_application_get_discovery (ParlourApplication *self);
ParlourSettings *parlour_application_get_settings (ParlourApplication *self);

/** parlour_application_is_loaded: whether the kept accounts stand in the list. */
gboolean parlour_application_is_loaded (ParlourApplication *self);

G_END_DECLS

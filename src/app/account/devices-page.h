/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDevicesPage:
 *
 * Where a person is signed in; others can be signed out, and one more added. Main thread.
 */
#define PARLOUR_TYPE_DEVICES_PAGE (parlour_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourDevicesPage, parlour_devices_page, PARLOUR, DEVICES_PAGE, AdwPreferencesPage)

void parlour_devices_page_set_account (ParlourDevicesPage *self, ParlourAccount *account);

G_END_DECLS

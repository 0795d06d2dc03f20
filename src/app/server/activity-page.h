/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourActivityPage:
 *
 * What is in the hosted place, and who did what to it. Main thread.
 */
#define PARLOUR_TYPE_ACTIVITY_PAGE (parlour_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourActivityPage, parlour_activity_page, PARLOUR, ACTIVITY_PAGE, AdwPreferencesPage)

void parlour_activity_page_set_admin (ParlourActivityPage *self, ParlourHostAdmin *admin);

G_END_DECLS

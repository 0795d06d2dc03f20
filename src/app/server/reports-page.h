/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** ParlourReportsPage: what members reported and nobody has looked after. Main thread. */
#define PARLOUR_TYPE_REPORTS_PAGE (parlour_reports_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourReportsPage, parlour_reports_page, PARLOUR, REPORTS_PAGE, AdwPreferencesPage)

void parlour_reports_page_set_admin (ParlourReportsPage *self, ParlourHostAdmin *admin);

G_END_DECLS

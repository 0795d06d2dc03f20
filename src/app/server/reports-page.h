/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/report-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourReportsPage:
 *
 * What members reported and nobody has looked after. Signal "show-message" (const char
 * *conversation, gint64 seq): somebody wants to see it where it stands. Main thread.
 */
#define PARLOUR_TYPE_REPORTS_PAGE (parlour_reports_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourReportsPage, parlour_reports_page, PARLOUR, REPORTS_PAGE, AdwPreferencesPage)

/** parlour_reports_page_set_up: @account: (nullable): in whose conversations messages are shown. */
void parlour_reports_page_set_up (ParlourReportsPage *self,
                                  ParlourReportDesk *desk,
                                  ParlourAccount *account);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-reports.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourReportRow:
 *
 * One report that is open. Signal "act" (const char *): "close" or "disable". Main thread.
 */
#define PARLOUR_TYPE_REPORT_ROW (parlour_report_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourReportRow, parlour_report_row, PARLOUR, REPORT_ROW, AdwPreferencesRow)

GtkWidget *parlour_report_row_new (const ParlourHostReport *report);

/** parlour_report_row_get_report: its id. parlour_report_row_get_user: of whom it tells. */
const char *parlour_report_row_get_report (ParlourReportRow *self);
const char *parlour_report_row_get_user (ParlourReportRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/report.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourReportRow:
 *
 * One report that is open. Signal "act" (const char *): "close", "disable" or "show", that is the
 * message. Main thread.
 */
#define PARLOUR_TYPE_REPORT_ROW (parlour_report_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourReportRow, parlour_report_row, PARLOUR, REPORT_ROW, AdwPreferencesRow)

/** parlour_report_row_new: @showable: whether the message can be shown in its conversation. */
GtkWidget *parlour_report_row_new (const ParlourReport *report, gboolean showable);

/** parlour_report_row_get_report: its id. parlour_report_row_get_user: of whom it tells. */
const char *parlour_report_row_get_report (ParlourReportRow *self);
const char *parlour_report_row_get_user (ParlourReportRow *self);

/** parlour_report_row_get_message: the seq; @conversation: (out) (transfer none). */
gint64 parlour_report_row_get_message (ParlourReportRow *self, const char **conversation);

G_END_DECLS

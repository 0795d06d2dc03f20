/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourReportsWindow:
 *
 * *Reports*, for whoever administers a place that is hosted elsewhere. A message is shown by the
 * action win.show-message of its parent. Main thread.
 */
#define PARLOUR_TYPE_REPORTS_WINDOW (parlour_reports_window_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourReportsWindow, parlour_reports_window, PARLOUR, REPORTS_WINDOW, AdwPreferencesWindow)

GtkWindow *
parlour_reports_window_new (GtkWindow *parent, ParlourAccountDesk *desk, ParlourAccount *account);

G_END_DECLS

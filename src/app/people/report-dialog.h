/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/history/message-ref.h"
#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourReportDialog:
 *
 * Tells the administrators of the place of a message or of a person, with a reason. Main thread.
 */
#define PARLOUR_TYPE_REPORT_DIALOG (parlour_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourReportDialog, parlour_report_dialog, PARLOUR, REPORT_DIALOG, AdwWindow)

/** parlour_report_dialog_new_for_message: @name: of who wrote it. */
GtkWindow *parlour_report_dialog_new_for_message (GtkWindow *parent,
                                                  ParlourAccount *account,
                                                  const ParlourMessageRef *ref,
                                                  const char *name);

GtkWindow *parlour_report_dialog_new_for_person (GtkWindow *parent,
                                                 ParlourAccount *account,
                                                 const char *user,
                                                 const char *name);

G_END_DECLS

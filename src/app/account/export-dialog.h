/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourExportDialog:
 *
 * Asks for a file, writes into it, and says how far it is and how it ended. Main thread.
 */
#define PARLOUR_TYPE_EXPORT_DIALOG (parlour_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourExportDialog, parlour_export_dialog, PARLOUR, EXPORT_DIALOG, AdwMessageDialog)

/** parlour_export_dialog_run: @conversation: (nullable): its id; NULL for all of the account. */
void
parlour_export_dialog_run (GtkWindow *parent, ParlourAccount *account, const char *conversation);

G_END_DECLS

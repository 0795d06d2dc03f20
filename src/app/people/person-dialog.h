/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPersonDialog:
 *
 * Somebody else: name, status, whether they are here, the groups that one is in with them, and what
 * can be done: write, block, report. Main thread.
 *
 * Signals, after which the dialog closes:
 * - "write" (ParlourUser *)
 * - "open" (const char *conversation): one of the groups
 */
#define PARLOUR_TYPE_PERSON_DIALOG (parlour_person_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPersonDialog, parlour_person_dialog, PARLOUR, PERSON_DIALOG, AdwWindow)

/** parlour_person_dialog_new: @user: an id. Asks the server. */
ParlourPersonDialog *
parlour_person_dialog_new (GtkWindow *parent, ParlourAccount *account, const char *user);

G_END_DECLS

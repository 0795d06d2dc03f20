/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourRestoreDialog:
 *
 * Asks whether a backup shall take the place of what there is, does it, and stays until that is
 * done. Signal "done": it is restored, and the server runs again. Main thread.
 */
#define PARLOUR_TYPE_RESTORE_DIALOG (parlour_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourRestoreDialog, parlour_restore_dialog, PARLOUR, RESTORE_DIALOG, AdwWindow)

/** parlour_restore_dialog_new: @file: path of the backup; @name: what a person knows it by: when it
 * was made, or its file. */
ParlourRestoreDialog *parlour_restore_dialog_new (GtkWindow *parent,
                                                  ParlourHost *host,
                                                  const char *file,
                                                  const char *name);

G_END_DECLS

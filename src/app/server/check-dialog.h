/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/connection-check.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourCheckDialog:
 *
 * Runs a connection check and shows its steps, what was found, and what to do. Main thread.
 */
#define PARLOUR_TYPE_CHECK_DIALOG (parlour_check_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourCheckDialog, parlour_check_dialog, PARLOUR, CHECK_DIALOG, AdwWindow)

GtkWindow *parlour_check_dialog_new (GtkWindow *parent, ParlourConnectionCheck *check);

G_END_DECLS

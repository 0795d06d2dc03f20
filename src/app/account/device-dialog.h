/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDeviceDialog:
 *
 * Shows a link by which another device of the same person signs in. Main thread.
 */
#define PARLOUR_TYPE_DEVICE_DIALOG (parlour_device_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourDeviceDialog, parlour_device_dialog, PARLOUR, DEVICE_DIALOG, AdwWindow)

GtkWindow *parlour_device_dialog_new (GtkWindow *parent, ParlourAccount *account);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourEndDeviceDialog:
 *
 * Asks before another device is signed out. Response "sign-out" or "cancel". Main thread.
 */
#define PARLOUR_TYPE_END_DEVICE_DIALOG (parlour_end_device_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourEndDeviceDialog, parlour_end_device_dialog, PARLOUR, END_DEVICE_DIALOG, AdwMessageDialog)

/** parlour_end_device_dialog_new: @name: of the device. */
GtkWidget *parlour_end_device_dialog_new (GtkWindow *parent, const char *name);

G_END_DECLS

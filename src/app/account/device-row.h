/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account-values.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDeviceRow:
 *
 * One device where a person is signed in. Signal "sign-out": asked for. Main thread.
 */
#define PARLOUR_TYPE_DEVICE_ROW (parlour_device_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourDeviceRow, parlour_device_row, PARLOUR, DEVICE_ROW, AdwActionRow)

GtkWidget *parlour_device_row_new (const ParlourDevice *device);

/** parlour_device_row_get_device: its id. */
const char *parlour_device_row_get_device (ParlourDeviceRow *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** ParlourStorageGroup: what the place takes of its disk, how much is left, and from when on that
 * is too little. Main thread. */
#define PARLOUR_TYPE_STORAGE_GROUP (parlour_storage_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourStorageGroup, parlour_storage_group, PARLOUR, STORAGE_GROUP, AdwPreferencesGroup)

void parlour_storage_group_set_admin (ParlourStorageGroup *self, ParlourHostAdmin *admin);

/** parlour_storage_group_refresh: measures again. */
void parlour_storage_group_refresh (ParlourStorageGroup *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/server/settings-group.h"

G_BEGIN_DECLS

/** ParlourStorageGroup: what the place takes of its disk, how much is left, and from when on that
 * is too little. Main thread. */
#define PARLOUR_TYPE_STORAGE_GROUP (parlour_storage_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourStorageGroup, parlour_storage_group, PARLOUR, STORAGE_GROUP, ParlourSettingsGroup)

G_END_DECLS

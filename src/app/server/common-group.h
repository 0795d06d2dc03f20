/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** ParlourCommonGroup: the conversation that all of the place have in common: whether who joins is
 * in it, what it is called, and what it begins with. Main thread. */
#define PARLOUR_TYPE_COMMON_GROUP (parlour_common_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourCommonGroup, parlour_common_group, PARLOUR, COMMON_GROUP, AdwPreferencesGroup)

void parlour_common_group_set_admin (ParlourCommonGroup *self, ParlourHostAdmin *admin);

/** parlour_common_group_refresh: reads it again: the server may have begun to run. */
void parlour_common_group_refresh (ParlourCommonGroup *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** ParlourPlaceGroup: what the place is called, who may join, and how many. Main thread. */
#define PARLOUR_TYPE_PLACE_GROUP (parlour_place_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourPlaceGroup, parlour_place_group, PARLOUR, PLACE_GROUP, AdwPreferencesGroup)

void parlour_place_group_set_admin (ParlourPlaceGroup *self, ParlourHostAdmin *admin);

/** parlour_place_group_refresh: reads it again: the server may have begun to run. */
void parlour_place_group_refresh (ParlourPlaceGroup *self);

G_END_DECLS

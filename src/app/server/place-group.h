/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/server/settings-group.h"

G_BEGIN_DECLS

/** ParlourPlaceGroup: what the place is called, who may join, and how many. Main thread. */
#define PARLOUR_TYPE_PLACE_GROUP (parlour_place_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourPlaceGroup, parlour_place_group, PARLOUR, PLACE_GROUP, ParlourSettingsGroup)

G_END_DECLS

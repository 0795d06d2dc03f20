/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/server/settings-group.h"

G_BEGIN_DECLS

/** ParlourCommonGroup: the conversation that all of the place have in common: whether who joins is
 * in it, what it is called, and what it begins with. Main thread. */
#define PARLOUR_TYPE_COMMON_GROUP (parlour_common_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourCommonGroup, parlour_common_group, PARLOUR, COMMON_GROUP, ParlourSettingsGroup)

G_END_DECLS

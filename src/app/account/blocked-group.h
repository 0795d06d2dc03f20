/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourBlockedGroup:
 *
 * Whom a person has blocked, each to be let in again; not to be seen where that is nobody. Main
 * thread.
 */
#define PARLOUR_TYPE_BLOCKED_GROUP (parlour_blocked_group_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourBlockedGroup, parlour_blocked_group, PARLOUR, BLOCKED_GROUP, AdwPreferencesGroup)

/** parlour_blocked_group_set_account: reads the list, once. */
void parlour_blocked_group_set_account (ParlourBlockedGroup *self, ParlourAccount *account);

G_END_DECLS

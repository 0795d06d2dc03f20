/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourFindGroups:
 *
 * The groups of the place that are open to everybody and that one is not in, to be looked through
 * and joined. Main thread.
 */
#define PARLOUR_TYPE_FIND_GROUPS (parlour_find_groups_get_type ())
G_DECLARE_FINAL_TYPE (ParlourFindGroups, parlour_find_groups, PARLOUR, FIND_GROUPS, AdwWindow)

GtkWindow *parlour_find_groups_new (GtkWindow *parent, ParlourAccount *account);

G_END_DECLS

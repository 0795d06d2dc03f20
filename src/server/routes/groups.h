/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"
#include "server/store/groups.h"

G_BEGIN_DECLS

/** ParlourGroupDraft: what a group shall be; members are still ids. */
typedef struct {
  ParlourNewGroup group;
  char **members;
} ParlourGroupDraft;

/** parlour_groups_read_draft: of the body of `conversations.make`; lives as long as the call. */
ParlourGroupDraft *parlour_groups_read_draft (ParlourCall *call, ParlourFields *fields);

/** parlour_groups_make: (transfer full) (nullable): the maker's membership. */
ParlourMembership *parlour_groups_make (
    ParlourStore *store, gint64 me, const ParlourGroupDraft *draft, gboolean *made, GError **error);

/* Each of these is a stage of a route, see routes.h. */

gboolean parlour_groups_decode_change (ParlourCall *call, GError **error);
gboolean parlour_groups_change (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_groups_remove (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_groups_list (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

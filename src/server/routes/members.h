/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Who is in a group. Each is a stage of a route, see routes.h. */

gboolean parlour_members_list (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_members_decode_add (ParlourCall *call, GError **error);
gboolean parlour_members_add (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_members_decode_change (ParlourCall *call, GError **error);
gboolean parlour_members_change (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_members_remove (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

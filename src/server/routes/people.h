/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* The directory, and whom one has blocked. Each is a stage of a route, see routes.h. */

gboolean parlour_people_list (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_people_show (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_people_list_groups (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_people_block (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_people_unblock (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_people_list_blocks (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Pictures of people and groups. Each is a stage of a route, see routes.h. */

gboolean parlour_avatar_look (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_avatar_set (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_avatar_remove (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_avatar_show (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_avatar_look_group (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_avatar_set_group (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_avatar_remove_group (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_avatar_show_group (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

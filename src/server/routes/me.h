/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* The own profile and password, and leaving. Each is a stage of a route, see routes.h. */

gboolean parlour_me_show (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_me_decode_change (ParlourCall *call, GError **error);
gboolean parlour_me_change (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_me_decode_password (ParlourCall *call, GError **error);
gboolean parlour_me_look_password (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_me_hash_password (ParlourCall *call, const ParlourHashing *cost, GError **error);
gboolean parlour_me_set_password (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_me_decode_delete (ParlourCall *call, GError **error);
gboolean parlour_me_delete (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

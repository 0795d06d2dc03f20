/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* The server about itself. Each is a stage of a route, see routes.h. */

gboolean parlour_place_show (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_place_reach (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_place_openapi (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_place_healthy (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_place_ready (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Reactions, pins and stars. Each is a stage of a route, see routes.h. */

gboolean parlour_actions_decode_reaction (ParlourCall *call, GError **error);
gboolean parlour_actions_add_reaction (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_actions_remove_reaction (ParlourCall *call, ParlourStore *store, GError **error);

/** parlour_actions_decode_message: for what a path says alone. */
gboolean parlour_actions_decode_message (ParlourCall *call, GError **error);
gboolean parlour_actions_add_pin (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_actions_remove_pin (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_actions_add_star (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_actions_remove_star (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_actions_list_pins (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_actions_decode_stars (ParlourCall *call, GError **error);
gboolean parlour_actions_list_stars (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

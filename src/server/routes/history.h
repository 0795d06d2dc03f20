/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Reading: a conversation's history and the two boxes. Each is a stage of a route,
 * see routes.h. */

gboolean parlour_history_decode (ParlourCall *call, GError **error);
gboolean parlour_history_list (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_history_decode_box (ParlourCall *call, GError **error);
gboolean parlour_history_box (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_history_open_socket (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

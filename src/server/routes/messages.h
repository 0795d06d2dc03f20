/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Writing, changing and removing messages. Each is a stage of a route, see routes.h. */

gboolean parlour_messages_decode_send (ParlourCall *call, GError **error);
gboolean parlour_messages_send (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_messages_decode_compose (ParlourCall *call, GError **error);
gboolean parlour_messages_compose (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_messages_decode_edit (ParlourCall *call, GError **error);
gboolean parlour_messages_edit (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_messages_decode_delete (ParlourCall *call, GError **error);
gboolean parlour_messages_delete (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* What administrators, and whoever owns the data folder, do to accounts. */
gboolean parlour_users_decode_list (ParlourCall *call, GError **error);
gboolean parlour_users_list (ParlourCall *call, ParlourStore *store, GError **error);

/* Who has no right is refused before anything costly. */
gboolean parlour_users_look (ParlourCall *call, ParlourStore *store, GError **error);
gboolean
parlour_users_hash_password (ParlourCall *call, const ParlourHashing *cost, GError **error);

gboolean parlour_users_decode_add (ParlourCall *call, GError **error);
gboolean parlour_users_add (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_users_decode_change (ParlourCall *call, GError **error);
gboolean parlour_users_change (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_users_decode_delete (ParlourCall *call, GError **error);
gboolean parlour_users_delete (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_users_disable (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_users_enable (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_users_decode_reset (ParlourCall *call, GError **error);
gboolean parlour_users_reset (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Joining, signing in and out, devices, the own profile. Each is a stage of a route, see
 * routes.h. */

gboolean parlour_account_decode_register (ParlourCall *call, GError **error);
gboolean parlour_account_look_register (ParlourCall *call, ParlourStore *store, GError **error);
gboolean
parlour_account_hash_register (ParlourCall *call, const ParlourHashing *cost, GError **error);
gboolean parlour_account_register (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_account_decode_login (ParlourCall *call, GError **error);
gboolean parlour_account_look_login (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_account_hash_login (ParlourCall *call, const ParlourHashing *cost, GError **error);
gboolean parlour_account_login (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_account_logout (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_account_list_sessions (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_account_end_session (ParlourCall *call, ParlourStore *store, GError **error);

/* A device link of one's own signs another device in. */
gboolean parlour_account_decode_login_device (ParlourCall *call, GError **error);
gboolean parlour_account_login_device (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

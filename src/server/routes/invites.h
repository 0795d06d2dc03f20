/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

gboolean parlour_invites_list (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_invites_decode_create (ParlourCall *call, GError **error);
gboolean parlour_invites_create (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_invites_revoke (ParlourCall *call, ParlourStore *store, GError **error);

/* For a further device of the caller's own. */
gboolean parlour_invites_device_link (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

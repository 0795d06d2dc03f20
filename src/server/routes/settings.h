/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* What administrators may change about the place. */
gboolean parlour_settings_get (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_settings_decode_set (ParlourCall *call, GError **error);
gboolean parlour_settings_set (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

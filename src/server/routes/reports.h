/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Reports: made by members, seen and closed by administrators. Each is a stage of a route, see
 * routes.h. */

gboolean parlour_reports_decode_message (ParlourCall *call, GError **error);
gboolean parlour_reports_message (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_reports_decode_user (ParlourCall *call, GError **error);
gboolean parlour_reports_user (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_reports_decode_list (ParlourCall *call, GError **error);
gboolean parlour_reports_list (ParlourCall *call, ParlourStore *store, GError **error);

gboolean parlour_reports_close (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* What administrators see of the server: how it stands, how much there is, who changed what. */
gboolean parlour_overview_status (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_overview_statistics (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_overview_audit (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* GET …/messages/{seq}/receipts */
gboolean parlour_receipts_decode (ParlourCall *call, GError **error);
gboolean parlour_receipts_list (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

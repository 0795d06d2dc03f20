/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/** parlour_export_list: a handler, see routes.h: a page of everything of mine. */
gboolean parlour_export_list (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

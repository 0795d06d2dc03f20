/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/data-folder.h"
#include "server/routes.h"

G_BEGIN_DECLS

/**
 * parlour_offline_run:
 * @folder: held, so no server runs on it
 * @request: the route's body
 *
 * Runs one call of the control socket's in this very thread. Blocks.
 *
 * Returns: (transfer full) (nullable): the reply
 */
JsonObject *parlour_offline_run (ParlourDataFolder *folder,
                                 const ParlourRoute *route,
                                 JsonObject *request,
                                 GError **error);

G_END_DECLS

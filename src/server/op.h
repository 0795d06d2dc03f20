/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* Routes as operations of whoever owns the data folder: the control socket's, and those that are
 * done while no server runs. An op is named like its route, and its members are what the route
 * takes from its path, its query and its body. */

/**
 * parlour_op_find:
 *
 * Returns: (transfer none) (nullable): UNSUPPORTED where @name is no op
 */
const ParlourRoute *parlour_op_find (const char *name, GError **error);

/**
 * parlour_op_fill:
 * @members: (transfer full): what the call's path, query and body are made of
 * @origin: "control" or "folder"
 *
 * Makes @call one of whoever owns the folder, and decodes it.
 */
gboolean
parlour_op_fill (ParlourCall *call, JsonObject *members, const char *origin, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/data-folder.h"
#include "server/routes.h"

G_BEGIN_DECLS

/**
 * parlour_offline_run:
 * @folder: held, so no server runs on it
 * @op: see server/op.h
 * @members: the op's; some are taken out of it
 *
 * Does one op in this very thread. Blocks.
 *
 * Returns: (transfer full) (nullable): the reply; empty where there is none
 */
JsonObject *parlour_offline_run (ParlourDataFolder *folder,
                                 const char *op,
                                 JsonObject *members,
                                 GError **error);

G_END_DECLS

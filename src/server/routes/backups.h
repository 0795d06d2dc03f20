/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

gboolean parlour_backups_list (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_backups_decode_create (ParlourCall *call, GError **error);
gboolean parlour_backups_look (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_backups_write (ParlourCall *call, ParlourStore *store, GError **error);
gboolean parlour_backups_note (ParlourCall *call, ParlourStore *store, GError **error);

/**
 * parlour_backups_scheduled: (transfer none): the route by which the server itself asks: like
 * "backup.create", where one is due; else it does nothing. Not in the table: nobody else calls it.
 */
const ParlourRoute *parlour_backups_scheduled (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A backup is the place's database in one file: accounts, messages, settings, and what proves
 * passwords and sessions. It holds no key of the server: whoever finds a backup can't pose as the
 * place. Identity goes along with server/move.h alone. */

#define PARLOUR_BACKUP_FOLDER "backups" /* in the data folder: where those go that nobody names */

/**
 * parlour_backup_write:
 * @store: a connection that nobody else uses meanwhile; not inside a transaction
 * @path: its folder exists; the file stands there only once it is whole and flushed
 * @replace: an older file there may go; else that is #G_IO_ERROR_EXISTS
 * @cancellable: (nullable)
 * @size: (out) (optional): bytes
 * @error: a #PARLOUR_DB_ERROR or #G_IO_ERROR
 *
 * Writes what is committed at this moment, while others go on reading and writing. Blocks for
 * seconds a gigabyte.
 */
gboolean parlour_backup_write (ParlourStore *store,
                               const char *path,
                               gboolean replace,
                               GCancellable *cancellable,
                               gint64 *size,
                               GError **error);

/**
 * parlour_backup_check_target:
 * @replace: as of parlour_backup_write()
 * @error: #G_IO_ERROR_EXISTS
 *
 * Whether a backup may go to @path. A device, a folder or a link of that name is never replaced.
 */
gboolean parlour_backup_check_target (const char *path, gboolean replace, GError **error);

/** ParlourBackupFile: one in the folder of backups. Plain data of its owner. */
typedef struct {
  char *name;
  guint number; /* counts up in its folder, so that no wrong clock mixes up which is newer */
  gint64 at;    /* milliseconds since 1970, to the second, from the name */
  gint64 size;
} ParlourBackupFile;

/**
 * parlour_backup_list: what @folder holds by our names, the newest first.
 *
 * Returns: (transfer full) (element-type ParlourBackupFile): empty where there is no folder
 */
GPtrArray *parlour_backup_list (const char *folder);

/** parlour_backup_next_path: (transfer full): where in @folder the next is to go, begun at @at. */
char *parlour_backup_next_path (const char *folder, gint64 at);

/**
 * parlour_backup_prune:
 * @keep: how many stay, at least 1
 *
 * Removes from @folder the oldest backups, and what a killed server left half-written.
 */
void parlour_backup_prune (const char *folder, guint keep);

/** parlour_backup_prepare_folder: makes @folder (0700) where it is missing. */
gboolean parlour_backup_prepare_folder (const char *folder, GError **error);

G_END_DECLS

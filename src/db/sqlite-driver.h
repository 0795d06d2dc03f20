/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "db/driver.h"

G_BEGIN_DECLS

/* What the files of the SQLite driver share; internal to src/db. */

typedef struct {
  sqlite3 *handle;
  int autocheckpoint; /* pages, 0 for never */
  int wal_frames;     /* pages in the log after the newest commit */
  guint64 commits;
} ParlourSqlite;

/** parlour_sqlite_get_driver: (transfer none): the functions */
const ParlourDriver *parlour_sqlite_get_driver (void);

/** parlour_sqlite_open: (transfer full) (nullable): the driver's connection */
ParlourSqlite *parlour_sqlite_open (const char *path, ParlourDbMode mode, GError **error);

/** parlour_sqlite_close: closes and frees; all statements are finalized before */
void parlour_sqlite_close (gpointer connection);

/** parlour_sqlite_error_set: makes the error of the newest call on @handle (%NULL: @rc alone) */
void parlour_sqlite_error_set (GError **error, sqlite3 *handle, int rc);

/** parlour_sqlite_error_set_errno: makes the error of a system call on the way to open a file */
void parlour_sqlite_error_set_errno (GError **error, int system_errno);

/** parlour_sqlite_exec: runs a script */
gboolean parlour_sqlite_exec (gpointer connection, const char *sql, GError **error);

/**
 * parlour_sqlite_ask:
 * @answer: (out) (nullable) (transfer full): the first column of the first row, %NULL without one
 */
gboolean parlour_sqlite_ask (ParlourSqlite *self, const char *sql, char **answer, GError **error);

/* Upkeep of the file: sqlite-upkeep.c */
gboolean parlour_sqlite_read_marks (
    gpointer connection, guint32 *application_id, int *version, gboolean *empty, GError **error);
gboolean parlour_sqlite_write_marks (gpointer connection, guint32 id, int version, GError **error);
gboolean parlour_sqlite_enforce_foreign_keys (gpointer connection, gboolean on, GError **error);
gboolean parlour_sqlite_check_foreign_keys (gpointer connection, GError **error);
gboolean parlour_sqlite_check (gpointer connection, GError **error);
gboolean parlour_sqlite_backup (gpointer connection,
                                const char *path,
                                GCancellable *cancellable,
                                GError **error);
gboolean
parlour_sqlite_checkpoint (gpointer connection, gboolean restart, gint64 *frames, GError **error);
void parlour_sqlite_set_autocheckpoint (gpointer connection, int pages);
gint64 parlour_sqlite_wal_frames (gpointer connection);

G_END_DECLS

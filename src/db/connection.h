/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/error.h"

G_BEGIN_DECLS

/**
 * ParlourDb:
 *
 * A connection to a database. It belongs to one thread at a time: it may be handed over, but two
 * threads never call it at once.
 */
typedef struct _ParlourDb ParlourDb;

/**
 * ParlourDbMode:
 * @PARLOUR_DB_READ_WRITE_CREATE: read and write; the file is made (0600) where it is missing
 * @PARLOUR_DB_READ_ONLY: read an existing file; every write is PARLOUR_DB_ERROR_READ_ONLY
 * @PARLOUR_DB_MEMORY: a private database in memory; the path is ignored and may be %NULL
 */
typedef enum {
  PARLOUR_DB_READ_WRITE_CREATE,
  PARLOUR_DB_READ_ONLY,
  PARLOUR_DB_MEMORY,
} ParlourDbMode;

/**
 * parlour_db_open:
 * @path: the file's name; its folder exists
 * @mode: how to open it
 * @error: return location
 *
 * Opens a SQLite file: WAL, synchronous=FULL, foreign keys on, schema not trusted, waits up to five
 * seconds for a lock. A file that others may read is made 0600.
 *
 * Returns: (transfer full) (nullable): the connection; free with parlour_db_close()
 */
ParlourDb *parlour_db_open (const char *path, ParlourDbMode mode, GError **error);

/**
 * parlour_db_close:
 * @self: (nullable) (transfer full): a connection
 *
 * Frees all its statements, rolls an open transaction back and closes it.
 */
void parlour_db_close (ParlourDb *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourDb, parlour_db_close)

/**
 * parlour_db_exec:
 * @sql: one or more statements, separated by semicolons; their rows are ignored
 *
 * Runs a script: schema, pragmas. Not cached, no parameters; never put a value into the text.
 * Stops at the first error; what ran before it stays unless a transaction is rolled back.
 */
gboolean parlour_db_exec (ParlourDb *self, const char *sql, GError **error);

/**
 * parlour_db_run:
 * @error: return location; it comes before the SQL because of the varargs
 * @sql: one statement with parameters ?1, ?2, …
 * @types: one letter for each parameter, in order:
 *   `i` #gint64 (cast what is an `int`!), `d` int, gboolean or an enum,
 *   `s` const char * in UTF-8, %NULL is SQL NULL,
 *   `b` #GBytes *, %NULL is SQL NULL,
 *   `z` #gint64 that is stored as SQL NULL when it is 0,
 *   `n` SQL NULL, takes no argument
 *
 * Prepares (cached), binds, steps to the end and resets in one call. Rows are ignored.
 */
gboolean parlour_db_run (ParlourDb *self, GError **error, const char *sql, const char *types, ...);

/**
 * parlour_db_query_int:
 * @out: (out): the first column of the first row, 0 for SQL NULL; untouched when there is no row
 *
 * Like parlour_db_run(), for a query that answers with one number.
 *
 * Returns: %TRUE with *out set; %FALSE *without* an error when there is no row; %FALSE with
 *   @error set when the query failed
 */
gboolean parlour_db_query_int (
    ParlourDb *self, gint64 *out, GError **error, const char *sql, const char *types, ...);

/**
 * parlour_db_query_text:
 *
 * Like parlour_db_query_int(), for a query that answers with one text.
 *
 * Returns: (transfer full) (nullable): the text; %NULL *without* an error when there is no row or
 *   it holds SQL NULL
 */
char *
parlour_db_query_text (ParlourDb *self, GError **error, const char *sql, const char *types, ...);

/** parlour_db_last_rowid: the rowid of the newest row that this connection inserted */
gint64 parlour_db_last_rowid (ParlourDb *self);

/** parlour_db_changes: the number of rows that the newest INSERT, UPDATE or DELETE changed */
gint64 parlour_db_changes (ParlourDb *self);

/** parlour_db_get_commits: how many transactions of this connection have reached the disk */
guint64 parlour_db_get_commits (ParlourDb *self);

/** parlour_db_get_wal_frames: pages in the write-ahead log after this connection's newest commit */
gint64 parlour_db_get_wal_frames (ParlourDb *self);

/**
 * parlour_db_set_autocheckpoint:
 * @pages: after a commit that leaves this many pages or more in the log, this connection copies
 *   the log into the file; 0 leaves it to parlour_db_checkpoint(). 1000 unless told.
 */
void parlour_db_set_autocheckpoint (ParlourDb *self, int pages);

/**
 * parlour_db_checkpoint:
 * @restart: %FALSE copies what can be copied without waiting for anyone; %TRUE waits (busy
 *   timeout) for readers and writers, so that the log starts from its beginning again
 * @wal_frames: (out) (optional): pages in the log, copied ones included
 *
 * Copies the write-ahead log into the file. May run on a connection and thread of its own.
 */
gboolean
parlour_db_checkpoint (ParlourDb *self, gboolean restart, gint64 *wal_frames, GError **error);

/**
 * parlour_db_check:
 *
 * Reads the whole file and looks for damage (PRAGMA quick_check). Takes seconds a gigabyte.
 *
 * Returns: %TRUE when it is sound; PARLOUR_DB_ERROR_CORRUPT with the first finding otherwise
 */
gboolean parlour_db_check (ParlourDb *self, GError **error);

/**
 * parlour_db_backup:
 * @path: a file that is not there yet; its folder exists
 * @cancellable: (nullable): may be cancelled from any thread
 *
 * Writes what the database holds at this moment to a file of its own (0600), compacted, flushed to
 * the disk, without a log beside it. Others read and write meanwhile; only the log cannot start
 * from its beginning again. Not inside a transaction. Takes seconds a gigabyte.
 *
 * Returns: %FALSE with a #PARLOUR_DB_ERROR or #G_IO_ERROR_CANCELLED, and nothing left at @path
 */
gboolean
parlour_db_backup (ParlourDb *self, const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sqlite-open"

#include "db/sqlite-driver.h"

#include <errno.h>
#include <sys/stat.h>

/* This file owns how a SQLite connection begins and ends. On the connection's thread. */

#define BUSY_TIMEOUT_MS      5000
#define WAL_RETRY_US         2000
#define AUTOCHECKPOINT_PAGES 1000

/* Temporary tables stay in memory, so that no text of anybody lands in /tmp. */
static const char settings[] = "PRAGMA foreign_keys=ON;"
                               "PRAGMA trusted_schema=OFF;"
                               "PRAGMA cell_size_check=ON;"
                               "PRAGMA temp_store=MEMORY;"
                               "PRAGMA synchronous=FULL;";

/* SQLite would make the file for everyone to read; the log and the index copy the file's mode. The
 * file is never opened here: closing a second descriptor would drop the locks of this process. */
static gboolean
make_private (const char *path, GError **error)
{
  struct stat info;

  if (mknod (path, S_IFREG | 0600, 0) == 0)
    return TRUE;
  if (errno != EEXIST) {
    parlour_sqlite_error_set_errno (error, errno);
    return FALSE;
  }
  if (stat (path, &info) == 0 && (info.st_mode & 077) != 0 && chmod (path, 0600) != 0)
    g_warning ("Others may read %s: %s", path, g_strerror (errno));
  return TRUE;
}

/* Our own hook instead of sqlite3_wal_autocheckpoint, which would take its place; it also knows the
 * log's length. It must say OK: an error here would be reported for a commit that has happened. */
static int
committed_cb (gpointer data, sqlite3 *handle, const char *schema, int frames)
{
  ParlourSqlite *self = data;

  self->commits++;
  self->wal_frames = frames;
  if (self->autocheckpoint > 0 && frames >= self->autocheckpoint)
    sqlite3_wal_checkpoint_v2 (handle, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return SQLITE_OK;
}

/* SQLite does not wait for a lock while it switches to WAL, it gives up at once; another connection
 * that opens the same new file is enough for that. */
static gboolean
switch_to_wal (ParlourSqlite *self, char **journal, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;

  for (;;) {
    g_autoptr (GError) local_error = NULL;

    if (parlour_sqlite_ask (self, "PRAGMA journal_mode=WAL", journal, &local_error))
      return TRUE;
    if (!g_error_matches (local_error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_BUSY) ||
        g_get_monotonic_time () > deadline) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    g_usleep (WAL_RETRY_US);
  }
}

static gboolean
set_journal (ParlourSqlite *self, ParlourDbMode mode, GError **error)
{
  g_autofree char *journal = NULL;

  if (mode == PARLOUR_DB_MEMORY)
    return TRUE;
  /* Reading the version touches the file, so that what is wrong with it shows now. */
  if (mode == PARLOUR_DB_READ_ONLY)
    return parlour_sqlite_exec (self, "PRAGMA user_version", error);
  if (!switch_to_wal (self, &journal, error))
    return FALSE;
  if (g_strcmp0 (journal, "wal") == 0)
    return TRUE;
  parlour_db_error_set (error, PARLOUR_DB_ERROR_CANT_OPEN,
                        "no write-ahead log on this file system");
  return FALSE;
}

static gboolean
set_up (ParlourSqlite *self, ParlourDbMode mode, GError **error)
{
  sqlite3 *handle = self->handle;

  sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_wal_hook (handle, committed_cb, self);

  /* SQLite silently opens a write-protected file for reading. */
  if (mode == PARLOUR_DB_READ_WRITE_CREATE && sqlite3_db_readonly (handle, "main") == 1) {
    parlour_sqlite_error_set_errno (error, EACCES);
    return FALSE;
  }
  return parlour_sqlite_exec (self, settings, error) && set_journal (self, mode, error);
}

static int
open_flags (ParlourDbMode mode)
{
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

  switch (mode) {
  case PARLOUR_DB_READ_ONLY:
    return flags | SQLITE_OPEN_READONLY;
  case PARLOUR_DB_MEMORY:
    return flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
  case PARLOUR_DB_READ_WRITE_CREATE:
  default:
    return flags | SQLITE_OPEN_READWRITE;
  }
}

ParlourSqlite *
parlour_sqlite_open (const char *path, ParlourDbMode mode, GError **error)
{
  /* An absolute name, because SQLite reads a meaning into `:memory:` and `file:`. */
  g_autofree char *name =
      mode == PARLOUR_DB_MEMORY ? g_strdup (":memory:") : g_canonicalize_filename (path, NULL);
  ParlourSqlite *self;
  int rc;

  if (mode == PARLOUR_DB_READ_WRITE_CREATE && !make_private (name, error))
    return NULL;

  self = g_new0 (ParlourSqlite, 1);
  self->autocheckpoint = AUTOCHECKPOINT_PAGES;
  rc = sqlite3_open_v2 (name, &self->handle, open_flags (mode), NULL);
  if (rc != SQLITE_OK)
    parlour_sqlite_error_set (error, self->handle, rc);
  else if (set_up (self, mode, error))
    return self;
  parlour_sqlite_close (self);
  return NULL;
}

void
parlour_sqlite_close (gpointer connection)
{
  ParlourSqlite *self = connection;

  /* A statement that somebody forgot makes this BUSY and would leak the connection. */
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_critical ("A database was closed with open statements: %s", sqlite3_errmsg (self->handle));
  g_free (self);
}

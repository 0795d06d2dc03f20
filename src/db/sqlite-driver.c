/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sqlite-driver"

#include "db/sqlite-driver.h"

#include <string.h>

/* This file owns how SQL reaches SQLite and how its values come back. On the connection's thread.
 */

gboolean
parlour_sqlite_exec (gpointer connection, const char *sql, GError **error)
{
  ParlourSqlite *self = connection;
  int rc = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;
  parlour_sqlite_error_set (error, self->handle, rc);
  return FALSE;
}

static gboolean
in_transaction (gpointer connection)
{
  ParlourSqlite *self = connection;

  return !sqlite3_get_autocommit (self->handle);
}

static gint64
last_rowid (gpointer connection)
{
  ParlourSqlite *self = connection;

  return sqlite3_last_insert_rowid (self->handle);
}

static gint64
changes (gpointer connection)
{
  ParlourSqlite *self = connection;

  return sqlite3_changes64 (self->handle);
}

static guint64
commits (gpointer connection)
{
  ParlourSqlite *self = connection;

  return self->commits;
}

static gboolean
fail (sqlite3_stmt *statement, int rc, GError **error)
{
  parlour_sqlite_error_set (error, sqlite3_db_handle (statement), rc);
  return FALSE;
}

/* Only the first statement of a text is prepared; a second one would be dropped without a word. */
static gboolean
is_single (sqlite3_stmt *statement, const char *rest)
{
  return statement != NULL && rest[strspn (rest, " \t\n;")] == '\0';
}

static gpointer
prepare (gpointer connection, const char *sql, guint *n_parameters, GError **error)
{
  ParlourSqlite *self = connection;
  sqlite3_stmt *statement = NULL;
  const char *rest = NULL;
  int rc = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, &rest);

  if (rc != SQLITE_OK) {
    parlour_sqlite_error_set (error, self->handle, rc);
    return NULL;
  }
  if (!is_single (statement, rest)) {
    parlour_db_error_set (error, PARLOUR_DB_ERROR_FAILED, "not exactly one statement");
    sqlite3_finalize (statement);
    return NULL;
  }
  *n_parameters = sqlite3_bind_parameter_count (statement);
  return statement;
}

gboolean
parlour_sqlite_ask (ParlourSqlite *self, const char *sql, char **answer, GError **error)
{
  guint n_parameters;
  sqlite3_stmt *statement = prepare (self, sql, &n_parameters, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    *answer = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  else if (rc != SQLITE_DONE)
    fail (statement, rc, error);
  sqlite3_finalize (statement);
  return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

static void
finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

static gboolean
bind_int (gpointer statement, int index, gint64 value, GError **error)
{
  int rc = sqlite3_bind_int64 (statement, index, value);

  return rc == SQLITE_OK || fail (statement, rc, error);
}

static gboolean
bind_text (gpointer statement, int index, const char *value, GError **error)
{
  int rc =
      sqlite3_bind_text64 (statement, index, value, strlen (value), SQLITE_TRANSIENT, SQLITE_UTF8);

  return rc == SQLITE_OK || fail (statement, rc, error);
}

/* Copied, because SQLite's destructor is given the data and not its owner. Zero bytes need a
 * pointer, or they would be SQL NULL. */
static gboolean
bind_bytes (gpointer statement, int index, GBytes *value, GError **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (value, &size);
  int rc = sqlite3_bind_blob64 (statement, index, size > 0 ? data : "", size,
                                size > 0 ? SQLITE_TRANSIENT : SQLITE_STATIC);

  return rc == SQLITE_OK || fail (statement, rc, error);
}

static gboolean
bind_null (gpointer statement, int index, GError **error)
{
  int rc = sqlite3_bind_null (statement, index);

  return rc == SQLITE_OK || fail (statement, rc, error);
}

static gboolean
step (gpointer statement, gboolean *row, GError **error)
{
  int rc = sqlite3_step (statement);

  *row = rc == SQLITE_ROW;
  return rc == SQLITE_ROW || rc == SQLITE_DONE || fail (statement, rc, error);
}

static void
reset (gpointer statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

static gint64
get_int (gpointer statement, int column)
{
  return sqlite3_column_int64 (statement, column);
}

static const char *
get_text (gpointer statement, int column)
{
  return (const char *)sqlite3_column_text (statement, column);
}

static gboolean
is_null (gpointer statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL;
}

static GBytes *
get_bytes (gpointer statement, int column)
{
  gconstpointer data;

  if (is_null (statement, column))
    return NULL;
  data = sqlite3_column_blob (statement, column);
  return g_bytes_new (data, sqlite3_column_bytes (statement, column));
}

static const ParlourDriver sqlite_driver = {
    .begin_read = "BEGIN",
    .begin_write = "BEGIN IMMEDIATE",
    .close = parlour_sqlite_close,
    .exec = parlour_sqlite_exec,
    .in_transaction = in_transaction,
    .last_rowid = last_rowid,
    .changes = changes,
    .commits = commits,
    .prepare = prepare,
    .finalize = finalize,
    .bind_int = bind_int,
    .bind_text = bind_text,
    .bind_bytes = bind_bytes,
    .bind_null = bind_null,
    .step = step,
    .reset = reset,
    .get_int = get_int,
    .get_text = get_text,
    .get_bytes = get_bytes,
    .is_null = is_null,
    .read_marks = parlour_sqlite_read_marks,
    .write_marks = parlour_sqlite_write_marks,
    .enforce_foreign_keys = parlour_sqlite_enforce_foreign_keys,
    .check_foreign_keys = parlour_sqlite_check_foreign_keys,
    .check = parlour_sqlite_check,
    .backup = parlour_sqlite_backup,
    .checkpoint = parlour_sqlite_checkpoint,
    .set_autocheckpoint = parlour_sqlite_set_autocheckpoint,
    .wal_frames = parlour_sqlite_wal_frames,
};

const ParlourDriver *
parlour_sqlite_get_driver (void)
{
  return &sqlite_driver;
}

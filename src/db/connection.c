/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-db-connection"

#include "db/connection.h"

#include "db/connection-private.h"
#include "db/sqlite-driver.h"

#include <string.h>

/* This file owns the connection and the calls that do their work in one go. On the one thread that
 * has the connection at the time. */

static void
free_chain_cb (gpointer data)
{
  parlour_statement_free_chain (data);
}

static guint64
mix (guint64 hash, const char *bytes, gsize size)
{
  guint64 word = 0;

  memcpy (&word, bytes, size);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15); /* 2^64 over the golden ratio */
  return hash ^ hash >> 32;
}

/* By eight bytes at once: texts of SQL are long, and each use of a statement looks its text up. */
static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize left = strlen (sql);
  guint64 hash = left;

  for (; left >= sizeof (guint64); sql += sizeof (guint64), left -= sizeof (guint64))
    hash = mix (hash, sql, sizeof (guint64));
  return (guint)mix (hash, sql, left);
}

static ParlourDb *
new_for_driver (const ParlourDriver *driver, gpointer connection)
{
  ParlourDb *self = g_new0 (ParlourDb, 1);

  self->driver = driver;
  self->connection = connection;
  /* The key is the statement's own text and goes with it. */
  self->statements = g_hash_table_new_full (hash_sql, g_str_equal, NULL, free_chain_cb);
  return self;
}

/* Binds exactly what the SQL asks for: a parameter that is left out would silently be NULL. */
static ParlourStatement *
prepare_va (ParlourDb *self, const char *sql, const char *types, va_list args, GError **error)
{
  ParlourStatement *statement = parlour_db_prepare (self, sql, error);

  if (statement == NULL)
    return NULL;
  if (parlour_statement_get_n_parameters (statement) != strlen (types))
    g_critical ("Not as many parameters as in \"%s\": \"%s\"", sql, types);
  parlour_statement_bind_va (statement, types, args);
  return statement;
}

ParlourDb *
parlour_db_open (const char *path, ParlourDbMode mode, GError **error)
{
  ParlourSqlite *connection;

  g_return_val_if_fail (path != NULL || mode == PARLOUR_DB_MEMORY, NULL);

  connection = parlour_sqlite_open (path, mode, error);
  if (connection == NULL)
    return NULL;
  return new_for_driver (parlour_sqlite_get_driver (), connection);
}

void
parlour_db_close (ParlourDb *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->statements, g_hash_table_unref);
  self->driver->close (self->connection);
  g_free (self);
}

gboolean
parlour_db_exec (ParlourDb *self, const char *sql, GError **error)
{
  g_return_val_if_fail (self != NULL && sql != NULL, FALSE);

  return self->driver->exec (self->connection, sql, error);
}

gboolean
parlour_db_run (ParlourDb *self, GError **error, const char *sql, const char *types, ...)
{
  ParlourStatement *statement;
  gboolean row = TRUE;
  va_list args;

  g_return_val_if_fail (self != NULL && sql != NULL && types != NULL, FALSE);

  va_start (args, types);
  statement = prepare_va (self, sql, types, args, error);
  va_end (args);
  if (statement == NULL)
    return FALSE;
  while (row) {
    if (!parlour_statement_step (statement, &row, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
parlour_db_query_int (
    ParlourDb *self, gint64 *out, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (ParlourStatement) statement = NULL;
  gboolean row = FALSE;
  va_list args;

  g_return_val_if_fail (self != NULL && sql != NULL && types != NULL, FALSE);

  va_start (args, types);
  statement = prepare_va (self, sql, types, args, error);
  va_end (args);
  if (statement == NULL || !parlour_statement_step (statement, &row, error) || !row)
    return FALSE;
  *out = parlour_statement_get_int (statement, 0);
  return TRUE;
}

char *
parlour_db_query_text (ParlourDb *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (ParlourStatement) statement = NULL;
  gboolean row = FALSE;
  va_list args;

  g_return_val_if_fail (self != NULL && sql != NULL && types != NULL, NULL);

  va_start (args, types);
  statement = prepare_va (self, sql, types, args, error);
  va_end (args);
  if (statement == NULL || !parlour_statement_step (statement, &row, error) || !row)
    return NULL;
  return parlour_statement_dup_text (statement, 0);
}

gint64
parlour_db_last_rowid (ParlourDb *self)
{
  return self->driver->last_rowid (self->connection);
}

gint64
parlour_db_changes (ParlourDb *self)
{
  return self->driver->changes (self->connection);
}

guint64
parlour_db_get_commits (ParlourDb *self)
{
  return self->driver->commits (self->connection);
}

gint64
parlour_db_get_wal_frames (ParlourDb *self)
{
  return self->driver->wal_frames (self->connection);
}

void
parlour_db_set_autocheckpoint (ParlourDb *self, int pages)
{
  self->driver->set_autocheckpoint (self->connection, pages);
}

gboolean
parlour_db_checkpoint (ParlourDb *self, gboolean restart, gint64 *wal_frames, GError **error)
{
  return self->driver->checkpoint (self->connection, restart, wal_frames, error);
}

gboolean
parlour_db_check (ParlourDb *self, GError **error)
{
  return self->driver->check (self->connection, error);
}

gboolean
parlour_db_backup (ParlourDb *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  return self->driver->backup (self->connection, path, cancellable, error);
}

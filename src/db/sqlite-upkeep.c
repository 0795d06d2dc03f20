/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sqlite-upkeep"

#include "db/sqlite-driver.h"

/* This file owns what is asked of a SQLite file as a whole: its marks, its soundness and its log.
 * On the connection's thread. */

static gboolean
ask_int (ParlourSqlite *self, const char *sql, gint64 *number, GError **error)
{
  g_autofree char *answer = NULL;

  if (!parlour_sqlite_ask (self, sql, &answer, error))
    return FALSE;
  *number = answer != NULL ? g_ascii_strtoll (answer, NULL, 10) : 0;
  return TRUE;
}

gboolean
parlour_sqlite_read_marks (
    gpointer connection, guint32 *application_id, int *version, gboolean *empty, GError **error)
{
  gint64 id, user_version, objects;

  if (!ask_int (connection, "PRAGMA application_id", &id, error) ||
      !ask_int (connection, "PRAGMA user_version", &user_version, error) ||
      !ask_int (connection, "SELECT count (*) FROM sqlite_schema", &objects, error))
    return FALSE;
  *application_id = (guint32)id;
  *version = (int)user_version;
  *empty = objects == 0;
  return TRUE;
}

gboolean
parlour_sqlite_write_marks (gpointer connection, guint32 id, int version, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d", (gint32)id, version);

  return parlour_sqlite_exec (connection, sql, error);
}

gboolean
parlour_sqlite_enforce_foreign_keys (gpointer connection, gboolean on, GError **error)
{
  return parlour_sqlite_exec (connection, on ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF",
                              error);
}

gboolean
parlour_sqlite_check_foreign_keys (gpointer connection, GError **error)
{
  g_autofree char *table = NULL;
  g_autofree char *detail = NULL;

  if (!parlour_sqlite_ask (connection, "PRAGMA foreign_key_check", &table, error))
    return FALSE;
  if (table == NULL)
    return TRUE;
  detail = g_strdup_printf ("a foreign key of table %s leads nowhere", table);
  parlour_db_error_set (error, PARLOUR_DB_ERROR_CONSTRAINT, detail);
  return FALSE;
}

gboolean
parlour_sqlite_check (gpointer connection, GError **error)
{
  g_autofree char *finding = NULL;

  if (!parlour_sqlite_ask (connection, "PRAGMA quick_check(1)", &finding, error))
    return FALSE;
  if (g_strcmp0 (finding, "ok") == 0)
    return TRUE;
  parlour_db_error_set (error, PARLOUR_DB_ERROR_CORRUPT, finding);
  return FALSE;
}

gboolean
parlour_sqlite_checkpoint (gpointer connection, gboolean restart, gint64 *frames, GError **error)
{
  ParlourSqlite *self = connection;
  int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  int in_log = 0;
  int rc = sqlite3_wal_checkpoint_v2 (self->handle, NULL, mode, &in_log, NULL);

  if (rc != SQLITE_OK) {
    parlour_sqlite_error_set (error, self->handle, rc);
    return FALSE;
  }
  if (frames != NULL)
    *frames = MAX (in_log, 0);
  return TRUE;
}

void
parlour_sqlite_set_autocheckpoint (gpointer connection, int pages)
{
  ParlourSqlite *self = connection;

  self->autocheckpoint = pages;
}

gint64
parlour_sqlite_wal_frames (gpointer connection)
{
  ParlourSqlite *self = connection;

  return self->wal_frames;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-store-verify"

#include "server/store/verify.h"

#include "server/store/schema.h"
#include "server/store/sql.h"

#include "db/statement.h"
#include "db/transaction.h"

/* This file owns how a database is looked through before anybody relies on it. It asks the
 * connection itself, since a store opens only what has the newest schema. On the connection's
 * thread. */

void
parlour_census_clear (ParlourCensus *self)
{
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->epoch, g_free);
}

static gboolean
damaged (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *detail = g_strdup_vprintf (format, args);
  va_end (args);
  parlour_db_error_set (error, PARLOUR_DB_ERROR_CORRUPT, detail);
  return FALSE;
}

/* A query that answers with one number; it always has a row. */
static gboolean
count (ParlourDb *db, gint64 *number, const char *sql, GError **error)
{
  *number = 0;
  return parlour_db_query_int (db, number, error, sql, "");
}

gboolean
parlour_store_check_marks (ParlourDb *db, gint64 *version, GError **error)
{
  gint64 id = 0;
  gsize newest = 0;

  parlour_store_schema (&newest);
  if (!count (db, &id, "PRAGMA application_id", error) ||
      !count (db, version, "PRAGMA user_version", error))
    return FALSE;
  if ((guint32)id != PARLOUR_STORE_APPLICATION_ID || *version < 1) {
    parlour_db_error_set (error, PARLOUR_DB_ERROR_OTHER_APPLICATION, NULL);
    return FALSE;
  }
  if (*version <= (gint64)newest)
    return TRUE;
  parlour_db_error_set (error, PARLOUR_DB_ERROR_NEWER_SCHEMA, NULL);
  return FALSE;
}

static gboolean
check_file (ParlourDb *db, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *finding = parlour_db_query_text (db, &local, "PRAGMA integrity_check (1)", "");

  if (local == NULL && g_strcmp0 (finding, "ok") != 0)
    return damaged (error, "%s", finding != NULL ? finding : "no answer");
  g_autofree char *table =
      local == NULL ? parlour_db_query_text (db, &local, "PRAGMA foreign_key_check", "") : NULL;
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return table == NULL || damaged (error, "a reference of table %s leads nowhere", table);
}

/* The numbers of a stream are dense where as many are there as lie between the first and the last,
 * and these are the ones that its row tells. */
static const char find_holes[] =
    "SELECT s.id, s.floor, s.top, count (e.key) FROM streams s"
    " LEFT JOIN events e ON e.key BETWEEN (s.number << 32) AND (s.number << 32 | 4294967295)"
    " GROUP BY s.number"
    " HAVING count (e.key) <> s.top - s.floor OR (count (e.key) > 0"
    " AND (min (e.key) <> (s.number << 32 | s.floor + 1)"
    " OR max (e.key) <> (s.number << 32 | s.top))) LIMIT 1";

static gboolean
check_streams (ParlourDb *db, GError **error)
{
  gboolean row = FALSE;
  gint64 strays = 0;
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, find_holes, error);

  if (statement == NULL || !parlour_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    return damaged (
        error,
        "stream %s: %" G_GINT64_FORMAT " events are there for the numbers %" G_GINT64_FORMAT
        " to %" G_GINT64_FORMAT,
        parlour_statement_get_text (statement, 0), parlour_statement_get_int (statement, 3),
        parlour_statement_get_int (statement, 1) + 1, parlour_statement_get_int (statement, 2));
  if (!count (db, &strays,
              "SELECT (SELECT count (*) FROM events)"
              " - (SELECT ifnull (sum (top - floor), 0) FROM streams)",
              error))
    return FALSE;
  return strays == 0 || damaged (error, "%" G_GINT64_FORMAT " events belong to no stream", strays);
}

/* Else a message that is sent again would get another number, or the same be given twice. */
static gboolean
check_client_ids (ParlourDb *db, GError **error)
{
  gint64 wrong = 0;

  if (!count (db, &wrong,
              "SELECT count (*) FROM client_ids c LEFT JOIN streams s ON s.number = c.stream"
              " WHERE s.number IS NULL OR c.seq < 1 OR c.seq > s.top",
              error))
    return FALSE;
  return wrong == 0 ||
         damaged (error, "%" G_GINT64_FORMAT " sent messages have no number of theirs", wrong);
}

/* Who is in a group has one open part of it, within what there is, and is counted. */
static gboolean
check_members (ParlourDb *db, GError **error)
{
  gint64 wrong = 0;

  if (!count (db, &wrong,
              "SELECT (SELECT count (*) FROM members m WHERE (m.left_at IS NULL) <>"
              "   (SELECT count (*) FROM spans s WHERE s.stream = m.stream AND s.user = m.user"
              "     AND s.last IS NULL))"
              " + (SELECT count (*) FROM spans s JOIN streams st ON st.number = s.stream"
              "   WHERE s.last > st.top OR s.last < s.first)"
              " + (SELECT count (*) FROM conversations c WHERE c.member_count <>"
              "   (SELECT count (*) FROM spans s WHERE s.stream = c.stream AND s.last IS NULL))",
              error))
    return FALSE;
  return wrong == 0 ||
         damaged (error, "who is in a conversation is not clear in %" G_GINT64_FORMAT " places",
                  wrong);
}

static gboolean
read_text (ParlourDb *db, char **text, const char *sql, GError **error)
{
  g_autoptr (GError) local = NULL;

  *text = parlour_db_query_text (db, &local, sql, "");
  if (*text != NULL)
    return TRUE;
  if (local == NULL)
    return damaged (error, "what tells about the place is missing");
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
take_census (ParlourDb *db, ParlourCensus *census, GError **error)
{
  return read_text (db, &census->place, "SELECT value FROM place WHERE name = 'name'", error) &&
         read_text (db, &census->epoch, "SELECT value FROM place WHERE name = 'epoch'", error) &&
         count (db, &census->accounts, "SELECT count (*) FROM users WHERE deleted_at IS NULL",
                error) &&
         count (db, &census->sessions, "SELECT count (*) FROM sessions", error) &&
         count (db, &census->conversations, "SELECT count (*) FROM conversations", error) &&
         count (db, &census->streams, "SELECT count (*) FROM streams", error) &&
         count (db, &census->events, "SELECT count (*) FROM events", error) &&
         count (db, &census->last_at, "SELECT ifnull (max (at), 0) FROM events", error);
}

/* All questions see one state of a file that may be in use. */
gboolean
parlour_store_verify (ParlourDb *db, ParlourCensus *census, GError **error)
{
  g_return_val_if_fail (db != NULL && census != NULL, FALSE);

  *census = (ParlourCensus){0};
  if (!parlour_store_check_marks (db, &census->version, error) || !check_file (db, error) ||
      !parlour_db_begin (db, FALSE, error))
    return FALSE;
  gboolean sound = check_streams (db, error) && check_client_ids (db, error) &&
                   check_members (db, error) && take_census (db, census, error);
  parlour_db_rollback (db);
  return sound;
}

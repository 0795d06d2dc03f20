/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-ranges"

#include "client/cache/ranges.h"

#include "db/statement.h"

/* This file owns the table `ranges`. On the copy's thread. */

static gboolean
read_one (ParlourDb *db,
          ParlourRange *range,
          GError **error,
          const char *sql,
          gint64 conversation,
          gint64 seq)
{
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, sql, error);
  gboolean row;

  *range = (ParlourRange){0, 0};
  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "ii", conversation, seq);
  if (!parlour_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *range = (ParlourRange){parlour_statement_get_int (statement, 0),
                            parlour_statement_get_int (statement, 1)};
  return TRUE;
}

gboolean
parlour_ranges_find (
    ParlourDb *db, gint64 conversation, gint64 seq, ParlourRange *range, GError **error)
{
  if (!read_one (db, range, error,
                 "SELECT from_seq, to_seq FROM ranges WHERE conversation = ?1 AND from_seq <= ?2 "
                 "ORDER BY from_seq DESC LIMIT 1",
                 conversation, seq))
    return FALSE;
  if (range->to < seq)
    *range = (ParlourRange){0, 0};
  return TRUE;
}

gboolean
parlour_ranges_get_last (ParlourDb *db, gint64 conversation, ParlourRange *range, GError **error)
{
  return read_one (db, range, error,
                   "SELECT from_seq, to_seq FROM ranges WHERE conversation = ?1 AND from_seq > ?2 "
                   "ORDER BY from_seq DESC LIMIT 1",
                   conversation, 0);
}

gboolean
parlour_ranges_get_next (
    ParlourDb *db, gint64 conversation, gint64 seq, ParlourRange *range, GError **error)
{
  return read_one (db, range, error,
                   "SELECT from_seq, to_seq FROM ranges WHERE conversation = ?1 AND from_seq > ?2 "
                   "ORDER BY from_seq LIMIT 1",
                   conversation, seq);
}

/* The one that begins at or below @from and touches it grows; those inside or behind go. */
gboolean
parlour_ranges_add (ParlourDb *db, gint64 conversation, gint64 from, gint64 to, GError **error)
{
  ParlourRange before, after;

  g_assert (from > 0);
  if (to < from)
    return TRUE;
  if (!parlour_ranges_find (db, conversation, from - 1, &before, error) ||
      !parlour_ranges_find (db, conversation, to + 1, &after, error))
    return FALSE;
  if (before.from > 0) {
    from = before.from;
    to = MAX (to, before.to);
  }
  if (after.from > 0) {
    from = MIN (from, after.from);
    to = MAX (to, after.to);
  }
  return parlour_db_run (
             db, error, "DELETE FROM ranges WHERE conversation = ?1 AND from_seq BETWEEN ?2 AND ?3",
             "iii", conversation, from, to) &&
         parlour_db_run (db, error, "INSERT INTO ranges VALUES (?1, ?2, ?3)", "iii", conversation,
                         from, to);
}

gboolean
parlour_ranges_count_missing (
    ParlourDb *db, gint64 conversation, gint64 from, gint64 to, gint64 *missing, GError **error)
{
  gint64 held = 0;
  g_autoptr (GError) local = NULL;

  *missing = 0;
  if (to < from)
    return TRUE;
  parlour_db_query_int (
      db, &held, &local,
      "SELECT coalesce (sum (min (to_seq, ?3) - max (from_seq, ?2) + 1), 0) FROM ranges "
      "WHERE conversation = ?1 AND from_seq <= ?3 AND to_seq >= ?2",
      "iii", conversation, from, to);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  *missing = to - from + 1 - held;
  return TRUE;
}

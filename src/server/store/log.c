/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-log"

#include "server/store/log.h"

#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns how a stream grows: its next number and time, and events without a text. On the
 * writer's thread, in its transaction. */

gboolean
parlour_log_make_stream (ParlourStore *self, const char *id, gint64 *number, GError **error)
{
  if (!parlour_sql_run (self, error, "INSERT INTO streams (id, last_at) VALUES (?1, ?2)", "si", id,
                        parlour_store_now (self)))
    return FALSE;
  *number = parlour_db_last_rowid (parlour_store_get_db (self));
  return TRUE;
}

static void
note (ParlourStore *self, gint64 stream, gint64 owner, gint64 top)
{
  ParlourChange change = {
      .kind = PARLOUR_CHANGE_STREAM,
      .stream = stream,
      .user = owner,
      .top = top,
  };
  parlour_changes_add (parlour_store_get_changes (self), &change);
}

gboolean
parlour_log_take (
    ParlourStore *self, gint64 stream, gint64 owner, gint64 *seq, gint64 *at, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "UPDATE streams SET top = top + 1, last_at = max (last_at, ?2)"
                           " WHERE number = ?1 AND top < ?3 RETURNING top, last_at",
                           "iii", stream, parlour_store_now (self), PARLOUR_STREAM_SEQ_MAX);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row) {
    parlour_problem_set (error, PARLOUR_PROBLEM_INTERNAL, "This conversation can't grow.");
    return FALSE;
  }
  *seq = parlour_statement_get_int (statement, 0);
  *at = parlour_statement_get_int (statement, 1);
  /* The row is there; the statement ends with its last step. */
  if (!parlour_sql_step (statement, &row, error))
    return FALSE;
  note (self, stream, owner, *seq);
  return TRUE;
}

gboolean
parlour_log_append (
    ParlourStore *self, const ParlourEntry *entry, gint64 *seq, gint64 *at, GError **error)
{
  gint64 number = 0, time = 0;

  if (!parlour_log_take (self, entry->stream, entry->owner, &number, &time, error) ||
      !parlour_sql_run (self, error,
                        "INSERT INTO events (key, kind, at, actor, target, conversation, session,"
                        " member, role, emoji, subject)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, iif (?8, ?9, NULL), ?10, ?11)",
                        "idizzzszdss", parlour_event_key (entry->stream, number), entry->kind, time,
                        entry->actor, entry->target, entry->conversation, entry->session,
                        entry->member, entry->role, entry->emoji, entry->title))
    return FALSE;
  if (seq != NULL)
    *seq = number;
  if (at != NULL)
    *at = time;
  return TRUE;
}

gboolean
parlour_log_tell_user (ParlourStore *self, gint64 user, const ParlourEntry *entry, GError **error)
{
  ParlourEntry mine = *entry;

  if (!parlour_sql_int (self, &mine.stream, 0, error, "SELECT inbox FROM users WHERE number = ?1",
                        "i", user))
    return FALSE;
  mine.owner = user;
  return parlour_log_append (self, &mine, NULL, NULL, error);
}

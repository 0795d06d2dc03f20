/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-removals"

#include "server/store/removals.h"

#include "server/store/common.h"
#include "server/store/log.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns the end of a group: at once for its people, and row by row for what it held, which
 * goes on after a kill. The stream's own row stays, so that its number and id mean nothing else;
 * its floor follows what is gone. On the writer's thread, in its transaction. */

#define ROWS_MAX 200 /* removed in one go */

static gboolean
check_rights (const ParlourMembership *caller, GError **error)
{
  ParlourMemberRole enough = caller->common ? PARLOUR_MEMBER_ADMIN : PARLOUR_MEMBER_OWNER;

  if (parlour_membership_may_moderate (caller) && caller->role <= enough)
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "Only a group's owner may remove it.");
  return FALSE;
}

static GArray *
list_people (ParlourStore *self, gint64 stream, GError **error)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT user FROM members WHERE stream = ?1 ORDER BY user", "i", stream);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    gint64 user = parlour_statement_get_int (statement, 0);
    g_array_append_val (people, user);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&people);
}

static gboolean
tell (ParlourStore *self, const ParlourMembership *caller, gint64 user, GError **error)
{
  const ParlourEntry removed = {
      .kind = PARLOUR_EVENT_CONVERSATION_REMOVED,
      .actor = caller->user,
      .conversation = caller->stream,
  };
  const ParlourChange change = {
      .kind = PARLOUR_CHANGE_MEMBER, .stream = caller->stream, .user = user};

  parlour_changes_add (parlour_store_get_changes (self), &change);
  return parlour_log_tell_user (self, user, &removed, error);
}

static gboolean
take_apart (ParlourStore *self, gint64 stream, GError **error)
{
  return parlour_sql_run (self, error, "DELETE FROM spans WHERE stream = ?1", "i", stream) &&
         parlour_sql_run (self, error, "DELETE FROM avatars WHERE stream = ?1", "i", stream) &&
         parlour_sql_run (self, error, "DELETE FROM members WHERE stream = ?1", "i", stream) &&
         parlour_sql_run (self, error,
                          "UPDATE conversations SET title = NULL, description = NULL,"
                          " avatar = NULL, common = 0, joining = 0, member_count = 0"
                          " WHERE stream = ?1",
                          "i", stream) &&
         parlour_sql_run (self, error, "INSERT INTO removals (stream) VALUES (?1)", "i", stream);
}

gboolean
parlour_store_remove_group (ParlourStore *self, const ParlourMembership *caller, GError **error)
{
  g_return_val_if_fail (caller != NULL, FALSE);

  if (!check_rights (caller, error))
    return FALSE;
  g_autoptr (GArray) people = list_people (self, caller->stream, error);
  if (people == NULL || !take_apart (self, caller->stream, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    if (!tell (self, caller, g_array_index (people, gint64, i), error))
      return FALSE;
  return !caller->common || parlour_store_set_common (self, FALSE, error);
}

static gboolean
remove_rows (ParlourStore *self, gint64 stream, GError **error)
{
  gint64 first = parlour_event_key (stream, 0);
  gint64 last = parlour_event_key (stream, PARLOUR_STREAM_SEQ_MAX);

  if (!parlour_sql_run (self, error,
                        "DELETE FROM events WHERE key IN (SELECT key FROM events"
                        " WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT ?3)",
                        "iid", first, last, ROWS_MAX))
    return FALSE;
  gint64 removed = parlour_db_changes (parlour_store_get_db (self));
  if (!parlour_sql_run (self, error, "UPDATE streams SET floor = floor + ?2 WHERE number = ?1",
                        "ii", stream, removed))
    return FALSE;
  if (removed == ROWS_MAX)
    return TRUE;
  return parlour_sql_run (self, error, "DELETE FROM reactions WHERE key BETWEEN ?1 AND ?2", "ii",
                          first, last) &&
         parlour_sql_run (self, error,
                          "DELETE FROM message_attachments WHERE key BETWEEN ?1 AND ?2", "ii",
                          first, last) &&
         parlour_sql_run (self, error, "DELETE FROM removals WHERE stream = ?1", "i", stream);
}

gboolean
parlour_store_remove_some (ParlourStore *self, gboolean *more, GError **error)
{
  gint64 stream = 0;

  if (!parlour_sql_int (self, &stream, 0, error, "SELECT stream FROM removals LIMIT 1", ""))
    return FALSE;
  *more = stream != 0;
  return !*more || remove_rows (self, stream, error);
}

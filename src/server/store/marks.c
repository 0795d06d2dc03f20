/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-marks"

#include "server/store/marks.h"

#include "server/store/log.h"
#include "server/store/presence.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns how far members have got and read their conversations: state that only grows, in
 * the member's row. On the store's thread; what writes, in the writer's transaction. */

static void
note (ParlourStore *self, gint64 stream, gint64 user, ParlourStatement *statement)
{
  ParlourChange change = {
      .kind = PARLOUR_CHANGE_MARK,
      .stream = stream,
      .user = user,
      .read = parlour_statement_get_int (statement, 0),
      .delivered = parlour_statement_get_int (statement, 1),
  };
  parlour_changes_add (parlour_store_get_changes (self), &change);
}

/* Runs an UPDATE … RETURNING read, delivered, and tells of its row where it met one. */
static gboolean
raise_mark (
    ParlourStore *self, const char *sql, gint64 stream, gint64 user, gint64 seq, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, sql, "iii", stream, user, seq);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  note (self, stream, user, statement);
  return parlour_sql_step (statement, &row, error);
}

/* Who reads on, or again to where they were, is done with what they marked for later. */
static gboolean
take_mark_away (ParlourStore *self, const ParlourMembership *membership, gint64 seq, GError **error)
{
  const ParlourEntry changed = {
      .kind = PARLOUR_EVENT_SETTINGS_CHANGED,
      .actor = membership->user,
      .conversation = membership->stream,
  };

  if (!parlour_sql_run (self, error,
                        "UPDATE members SET marked_unread = 0 WHERE stream = ?1 AND user = ?2"
                        " AND marked_unread AND read <= ?3",
                        "iii", membership->stream, membership->user, seq))
    return FALSE;
  return parlour_db_changes (parlour_store_get_db (self)) == 0 ||
         parlour_log_tell_user (self, membership->user, &changed, error);
}

gboolean
parlour_store_set_read (ParlourStore *self,
                        const ParlourMembership *membership,
                        gint64 seq,
                        GError **error)
{
  g_return_val_if_fail (membership != NULL && !membership->is_inbox, FALSE);

  if (seq > parlour_membership_get_top (membership)) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_PAST_TOP, "seq",
                               "The conversation is not that long.");
    return FALSE;
  }
  return take_mark_away (self, membership, seq, error) &&
         raise_mark (self,
                     "UPDATE members SET read = ?3, delivered = max (delivered, ?3)"
                     " WHERE stream = ?1 AND user = ?2 AND read < ?3 RETURNING read, delivered",
                     membership->stream, membership->user, seq, error);
}

/* What this user may have got at most. */
#define MEMBER_TOP                                                                                 \
  "min ((SELECT top FROM streams WHERE number = ?1), (SELECT coalesce (last, 1 << 32) FROM spans"  \
  " WHERE stream = ?1 AND user = ?2 ORDER BY first DESC LIMIT 1))"

gboolean
parlour_store_set_delivered (ParlourStore *self, const ParlourMark *marks, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!raise_mark (self,
                     "UPDATE members SET delivered = min (?3, " MEMBER_TOP ")"
                     " WHERE stream = ?1 AND user = ?2 AND delivered < min (?3, " MEMBER_TOP ")"
                     " RETURNING read, delivered",
                     marks[i].stream, marks[i].user, marks[i].delivered, error))
      return FALSE;
  return TRUE;
}

static GArray *
read_marks (ParlourStatement *statement, GError **error)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (ParlourMark));
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourMark mark = {
        .stream = parlour_statement_get_int (statement, 0),
        .user = parlour_statement_get_int (statement, 1),
        .read = parlour_statement_get_int (statement, 2),
        .delivered = parlour_statement_get_int (statement, 3),
    };
    g_array_append_val (marks, mark);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&marks);
}

GArray *
parlour_store_list_own_marks (ParlourStore *self, gint64 user, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT stream, user, read, delivered FROM members WHERE user = ?1"
                           " ORDER BY stream",
                           "i", user);

  return read_marks (statement, error);
}

GArray *
parlour_store_list_marks (ParlourStore *self, gint64 user, gint64 stream, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT m.stream, m.user,"
                           " iif (m.user = ?1 OR (me.share_read AND u.share_read), m.read, 0),"
                           " m.delivered FROM members m JOIN users u ON u.number = m.user"
                           " JOIN users me ON me.number = ?1 WHERE m.stream = ?2"
                           " AND EXISTS (SELECT 1 FROM spans s WHERE s.stream = ?2"
                           "   AND s.user = ?1 AND s.last IS NULL)"
                           " AND EXISTS (SELECT 1 FROM spans s WHERE s.stream = ?2"
                           "   AND s.user = m.user AND s.last IS NULL)"
                           " ORDER BY m.user LIMIT ?3",
                           "iid", user, stream, PARLOUR_PRESENCE_MEMBERS_MAX + 1);

  return read_marks (statement, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-statistics"

#include "server/store/statistics.h"

#include "server/store/invites.h"
#include "server/store/sessions.h"
#include "server/store/sql.h"

#include "core/event.h"
#include "core/user.h"

/* This file owns how much there is. Days hold what was counted; the rest of each stream is counted
 * when somebody asks. On the store's thread; what writes, in the writer's transaction. */

#define DAY_MS   G_GINT64_CONSTANT (86400000)
#define ROWS_MAX 2000 /* events that one go counts */

static gboolean
count_people (ParlourStore *self, ParlourStatistics *into, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT count (*), count (*) FILTER (WHERE NOT active), count (*) FILTER (WHERE role = ?1)"
      " FROM users WHERE deleted_at IS NULL",
      "d", PARLOUR_USER_ADMIN);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  into->accounts = parlour_statement_get_int (statement, 0);
  into->disabled = parlour_statement_get_int (statement, 1);
  into->admins = parlour_statement_get_int (statement, 2);
  return TRUE;
}

/* Rows of day and number. */
static gboolean
add_days (ParlourStatement *statement, ParlourStatistics *into, GError **error)
{
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  while (row) {
    gint64 age = into->today - parlour_statement_get_int (statement, 0);
    gint64 number = parlour_statement_get_int (statement, 1);
    into->messages += number;
    if (age < PARLOUR_STATISTICS_DAYS) /* a clock that ran ahead: today */
      into->by_day[PARLOUR_STATISTICS_DAYS - 1 - MAX (age, 0)] += number;
    if (!parlour_sql_step (statement, &row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
count_messages (ParlourStore *self, ParlourStatistics *into, GError **error)
{
  g_autoptr (ParlourStatement) counted =
      parlour_sql_prepare (self, error, "SELECT day, messages FROM message_days", "");

  if (!add_days (counted, into, error))
    return FALSE;
  g_autoptr (ParlourStatement) rest = parlour_sql_prepare (
      self, error,
      "SELECT e.at / ?1, count (*) FROM streams s CROSS JOIN events e"
      " ON e.key > (s.number << 32 | s.counted) AND e.key <= (s.number << 32 | s.top)"
      " WHERE s.top > s.counted AND e.kind = ?2 GROUP BY 1",
      "id", DAY_MS, PARLOUR_EVENT_MESSAGE_CREATED);
  return add_days (rest, into, error);
}

gboolean
parlour_store_get_statistics (ParlourStore *self, ParlourStatistics *statistics, GError **error)
{
  *statistics = (ParlourStatistics){.today = parlour_store_now (self) / DAY_MS};
  return count_people (self, statistics, error) &&
         parlour_store_count_sessions (self, &statistics->sessions, error) &&
         parlour_store_count_invites (self, &statistics->invites, error) &&
         parlour_sql_int (self, &statistics->conversations, 0, error,
                          "SELECT count (*) FROM conversations", "") &&
         count_messages (self, statistics, error);
}

static gboolean
count_stream (ParlourStore *self, gint64 stream, gint64 counted, gint64 upto, GError **error)
{
  return parlour_sql_run (
             self, error,
             "INSERT INTO message_days (day, messages)"
             " SELECT at / ?1, count (*) FROM events"
             " WHERE key > ?2 AND key <= ?3 AND kind = ?4 GROUP BY 1"
             " ON CONFLICT (day) DO UPDATE SET messages = messages + excluded.messages",
             "iiid", DAY_MS, parlour_event_key (stream, counted), parlour_event_key (stream, upto),
             PARLOUR_EVENT_MESSAGE_CREATED) &&
         parlour_sql_run (self, error, "UPDATE streams SET counted = ?2 WHERE number = ?1", "ii",
                          stream, upto);
}

gboolean
parlour_store_count_some (ParlourStore *self, gboolean *more, GError **error)
{
  for (gint64 left = ROWS_MAX; left > 0;) {
    gboolean row = FALSE;
    g_autoptr (ParlourStatement) statement =
        parlour_sql_prepare (self, error,
                             "SELECT number, counted, top FROM streams WHERE top > counted"
                             " ORDER BY number LIMIT 1",
                             "");
    if (statement == NULL || !parlour_sql_step (statement, &row, error))
      return FALSE;
    *more = row;
    if (!row)
      return TRUE;
    gint64 stream = parlour_statement_get_int (statement, 0);
    gint64 counted = parlour_statement_get_int (statement, 1);
    gint64 upto = MIN (parlour_statement_get_int (statement, 2), counted + left);
    g_clear_pointer (&statement, parlour_statement_reset);
    if (!count_stream (self, stream, counted, upto, error))
      return FALSE;
    left -= upto - counted;
  }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-erasures"

#include "server/store/accounts.h"

#include "server/store/actions.h"
#include "server/store/message-erase.h"
#include "server/store/removals.h"
#include "server/store/sql.h"

#include "core/event.h"

/* This file owns the erasing of what deleted accounts wrote: a walk through the events, a few at a
 * time, that goes on where it had got to also after a kill. On the writer's thread. */

#define ROWS_MAX   1000 /* looked at in one go */
#define ERASED_MAX 50   /* and erased: each writes two pages or so */

typedef struct {
  gint64 user;
  gint64 reached; /* key of the last event that was looked at */
  GArray *keys;   /* of what is to be erased */
  gboolean end;
} Walk;

static gboolean
look (ParlourStore *self, Walk *walk, GError **error)
{
  gboolean row = FALSE;
  guint n = 0;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT key, kind IN (?2, ?5) AND actor IS ?3 AND deleted_at IS NULL FROM events"
      " WHERE key > ?1 ORDER BY key LIMIT ?4",
      "ididd", walk->reached, PARLOUR_EVENT_MESSAGE_CREATED, walk->user, ROWS_MAX,
      PARLOUR_EVENT_REACTION_ADDED);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  for (; row && walk->keys->len < ERASED_MAX; n++) {
    walk->reached = parlour_statement_get_int (statement, 0);
    if (parlour_statement_get_int (statement, 1) != 0)
      g_array_append_val (walk->keys, walk->reached);
    if (!parlour_sql_step (statement, &row, error))
      return FALSE;
  }
  walk->end = !row && n < ROWS_MAX;
  return TRUE;
}

/* A message, or the reaction that the event gave. */
static gboolean
erase_one (ParlourStore *self, gint64 key, gint64 user, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT target, emoji FROM events WHERE key = ?1 AND emoji IS NOT NULL", "i",
      key);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row)
    return parlour_message_erase (self, key >> 32, parlour_event_key_seq (key), user, error);
  return parlour_store_forget_reaction (
      self, parlour_event_key (key >> 32, parlour_statement_get_int (statement, 0)), user,
      parlour_statement_get_text (statement, 1), error);
}

static gboolean
erase (ParlourStore *self, const Walk *walk, GError **error)
{
  for (guint i = 0; i < walk->keys->len; i++) {
    gint64 key = g_array_index (walk->keys, gint64, i);
    if (!erase_one (self, key, walk->user, error))
      return FALSE;
  }
  if (walk->end)
    return parlour_sql_run (self, error, "DELETE FROM erasures WHERE user = ?1", "i", walk->user);
  return parlour_sql_run (self, error, "UPDATE erasures SET reached = ?2 WHERE user = ?1", "ii",
                          walk->user, walk->reached);
}

static gboolean
find (ParlourStore *self, Walk *walk, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, "SELECT user, reached FROM erasures LIMIT 1", "");

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  walk->user = row ? parlour_statement_get_int (statement, 0) : 0;
  walk->reached = row ? parlour_statement_get_int (statement, 1) : 0;
  return TRUE;
}

gboolean
parlour_store_erase_some (ParlourStore *self, gboolean *more, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  Walk walk = {.keys = keys};

  if (!find (self, &walk, error))
    return FALSE;
  *more = walk.user != 0;
  if (!*more)
    return parlour_store_remove_some (self, more, error);
  return look (self, &walk, error) && erase (self, &walk, error);
}

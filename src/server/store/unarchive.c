/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-unarchive"

#include "server/store/conversations.h"

#include "server/store/log.h"
#include "server/store/sql.h"

#include "core/event.h"

/* This file owns how a conversation comes back from the archive. On the writer's thread, in its
 * transaction. */

/* An index of archived rows alone answers this: most messages find none. */
static GArray *
list_archivers (ParlourStore *self, gint64 stream, gint64 at, GError **error)
{
  g_autoptr (GArray) users = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT user FROM members WHERE stream = ?1 AND archived = 1"
                           " AND muted_until <= ?2 AND left_at IS NULL ORDER BY user",
                           "ii", stream, at);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    gint64 user = parlour_statement_get_int (statement, 0);
    g_array_append_val (users, user);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&users);
}

static gboolean
bring_back (ParlourStore *self, gint64 stream, gint64 user, GError **error)
{
  const ParlourEntry changed = {
      .kind = PARLOUR_EVENT_SETTINGS_CHANGED,
      .actor = user,
      .conversation = stream,
  };

  return parlour_sql_run (self, error,
                          "UPDATE members SET archived = 0 WHERE stream = ?1 AND user = ?2", "ii",
                          stream, user) &&
         parlour_log_tell_user (self, user, &changed, error);
}

gboolean
parlour_store_unarchive (ParlourStore *self, gint64 stream, gint64 at, GError **error)
{
  g_autoptr (GArray) users = list_archivers (self, stream, at, error);

  for (guint i = 0; users != NULL && i < users->len; i++)
    if (!bring_back (self, stream, g_array_index (users, gint64, i), error))
      return FALSE;
  return users != NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-presence"

#include "server/store/presence.h"

#include "server/store/sql.h"
#include "server/store/user-row.h"

/* This file owns who may see when somebody is here, and when that was last. On the store's thread;
 * what writes, in the writer's transaction. */

#define PRESENCE_COLUMNS "u.number, " PARLOUR_SHARES_PRESENCE ", u.last_seen"
#define IS_IN(user_)                                                                               \
  "EXISTS (SELECT 1 FROM spans s WHERE s.stream = ?2 AND s.user = " user_ " AND s.last IS NULL)"

static ParlourPresence
presence_from_row (ParlourStatement *statement)
{
  ParlourPresence presence = {
      .user = parlour_statement_get_int (statement, 0),
      .shared = parlour_statement_get_int (statement, 1) != 0,
  };

  if (presence.shared)
    presence.last_seen = parlour_statement_get_int (statement, 2);
  return presence;
}

gboolean
parlour_store_is_small (ParlourStore *self, gint64 stream, gboolean *small, GError **error)
{
  gint64 count = 0;

  if (!parlour_sql_int (self, &count, 0, error,
                        "SELECT count (*) FROM (SELECT 1 FROM spans"
                        " WHERE stream = ?1 AND last IS NULL LIMIT ?2)",
                        "ii", stream, (gint64)PARLOUR_PRESENCE_MEMBERS_MAX + 1))
    return FALSE;
  *small = count <= PARLOUR_PRESENCE_MEMBERS_MAX;
  return TRUE;
}

GArray *
parlour_store_list_presence (ParlourStore *self, gint64 viewer, gint64 stream, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (ParlourPresence));
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT " PRESENCE_COLUMNS " FROM members m JOIN users u ON u.number = m.user"
      " JOIN users me ON me.number = ?1 WHERE m.stream = ?2 AND m.user <> ?1"
      " AND " IS_IN ("m.user") " AND " IS_IN ("?1") " LIMIT ?3",
      "iii", viewer, stream, (gint64)PARLOUR_PRESENCE_MEMBERS_MAX);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourPresence presence = presence_from_row (statement);
    g_array_append_val (list, presence);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  /* with the viewer they are more than may be */
  if (list->len == PARLOUR_PRESENCE_MEMBERS_MAX)
    g_array_set_size (list, 0);
  return g_steal_pointer (&list);
}

gboolean
parlour_store_get_presence (
    ParlourStore *self, gint64 viewer, gint64 user, ParlourPresence *presence, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT " PRESENCE_COLUMNS " FROM users u"
                           " JOIN users me ON me.number = ?1 WHERE u.number = ?2",
                           "ii", viewer, user);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  *presence = row ? presence_from_row (statement) : (ParlourPresence){.user = user};
  return TRUE;
}

GHashTable *
parlour_store_list_not_shared_with (ParlourStore *self, gint64 user, GError **error)
{
  g_autoptr (GHashTable) set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT me.number FROM users u JOIN users me"
                           " WHERE u.number = ?1 AND NOT " PARLOUR_SHARES_PRESENCE,
                           "i", user);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    gint64 number = parlour_statement_get_int (statement, 0);
    g_hash_table_add (set, g_memdup2 (&number, sizeof number));
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&set);
}

gboolean
parlour_store_set_seen (ParlourStore *self, const ParlourSeen *seen, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!parlour_sql_run (self, error,
                          "UPDATE users SET last_seen = ?2 WHERE number = ?1 AND active"
                          " AND coalesce (last_seen, 0) < ?2",
                          "ii", seen[i].user, seen[i].at))
      return FALSE;
  return TRUE;
}

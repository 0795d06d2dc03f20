/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-blocks"

#include "server/store/blocks.h"

#include "server/store/log.h"
#include "server/store/sql.h"
#include "server/store/user-row.h"
#include "server/store/users.h"

#include "core/problem.h"

/* This file owns who wants nothing from whom. On the store's thread; what writes, in the writer's
 * transaction. */

static gboolean
write_block (ParlourStore *self,
             gint64 user,
             gint64 other,
             gboolean block,
             gboolean *changed,
             GError **error)
{
  const char *sql = block ? "INSERT INTO blocks (user, other) VALUES (?1, ?2)"
                            " ON CONFLICT DO NOTHING"
                          : "DELETE FROM blocks WHERE user = ?1 AND other = ?2";

  if (!parlour_sql_run (self, error, sql, "ii", user, other))
    return FALSE;
  *changed = parlour_db_changes (parlour_store_get_db (self)) > 0;
  return TRUE;
}

gboolean
parlour_store_set_block (
    ParlourStore *self, gint64 user, const char *id, gboolean block, GError **error)
{
  g_return_val_if_fail (id != NULL, FALSE);

  gint64 other = 0;
  gboolean changed = FALSE;
  g_autoptr (ParlourUser) person = parlour_store_find_user (self, user, id, &other, error);
  ParlourEntry entry = {.kind = PARLOUR_EVENT_BLOCK_CHANGED, .actor = user, .member = other};
  const ParlourChange presence = {.kind = PARLOUR_CHANGE_PRESENCE, .user = user};

  if (person == NULL)
    return FALSE;
  if (other == user) {
    parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "You can't block yourself.");
    return FALSE;
  }
  if (!write_block (self, user, other, block, &changed, error))
    return FALSE;
  if (!changed)
    return TRUE;
  parlour_changes_add (parlour_store_get_changes (self), &presence);
  return parlour_log_tell_user (self, user, &entry, error);
}

GPtrArray *
parlour_store_list_blocks (
    ParlourStore *self, gint64 user, const char *cursor, guint limit, char **next, GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT " PARLOUR_USER_COLUMNS " FROM blocks b JOIN users u ON u.number = b.other"
      " JOIN users me ON me.number = b.user WHERE b.user = ?1 AND u.username > ?2"
      " ORDER BY u.username LIMIT ?3",
      "isi", user, cursor != NULL ? cursor : "", (gint64)limit + 1);

  return parlour_users_read_page (statement, limit, next, error);
}

static gboolean
refuse (GError **error)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_BLOCKED, "This person takes no messages from you.");
  return FALSE;
}

gboolean
parlour_store_get_blocked (
    ParlourStore *self, gint64 user, gint64 other, gboolean *blocked, GError **error)
{
  gint64 found = 0;

  if (!parlour_sql_int (self, &found, 0, error,
                        "SELECT 1 FROM blocks WHERE user = ?1 AND other = ?2", "ii", user, other))
    return FALSE;
  *blocked = found != 0;
  return TRUE;
}

gboolean
parlour_store_check_may_reach (ParlourStore *self, gint64 user, gint64 other, GError **error)
{
  gboolean blocked = FALSE;

  return parlour_store_get_blocked (self, other, user, &blocked, error) &&
         (!blocked || refuse (error));
}

/* The other one of a direct conversation; NULL in a group, which no block goes with. */
#define PEER "iif (c.low_user = ?2, c.high_user, c.low_user)"

gboolean
parlour_store_check_block (ParlourStore *self, const ParlourMembership *membership, GError **error)
{
  g_return_val_if_fail (membership != NULL, FALSE);

  gint64 blocked = 0;
  return parlour_sql_int (self, &blocked, 0, error,
                          "SELECT 1 FROM conversations c"
                          " JOIN blocks b ON b.user = " PEER " AND b.other = ?2"
                          " WHERE c.stream = ?1",
                          "ii", membership->stream, membership->user) &&
         (blocked == 0 || refuse (error));
}

gboolean
parlour_store_get_peer_blocked (ParlourStore *self,
                                const ParlourMembership *membership,
                                gboolean *blocked,
                                GError **error)
{
  g_return_val_if_fail (membership != NULL, FALSE);

  gint64 found = 0;
  if (!parlour_sql_int (self, &found, 0, error,
                        "SELECT 1 FROM conversations c"
                        " JOIN blocks b ON b.user = ?2 AND b.other = " PEER " WHERE c.stream = ?1",
                        "ii", membership->stream, membership->user))
    return FALSE;
  *blocked = found != 0;
  return TRUE;
}

gboolean
parlour_store_forget_blocks (ParlourStore *self, gint64 user, GError **error)
{
  return parlour_sql_run (self, error, "DELETE FROM blocks WHERE user = ?1 OR other = ?1", "i",
                          user);
}

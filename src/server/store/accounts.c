/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts"

#include "server/store/accounts.h"

#include "server/store/avatars.h"
#include "server/store/blocks.h"
#include "server/store/common.h"
#include "server/store/invites.h"
#include "server/store/members.h"
#include "server/store/sessions.h"
#include "server/store/sql.h"
#include "server/store/users.h"

#include "core/problem.h"

#include <string.h>

/* This file owns what administrators do to accounts. On the writer's thread, in its transaction. */

#define DELETED_NAME      "Deleted account"
#define DELETED_TAIL_FROM 24 /* the last twelve digits of a UUID: random ones */

static gboolean
refuse_unknown (GError **error)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such person.");
  return FALSE;
}

ParlourUser *
parlour_store_find_account_of (ParlourStore *self, const char *name, gint64 *number, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  gint64 found = 0;
  g_autofree char *folded = g_ascii_strdown (name, -1);
  if (!parlour_sql_int (self, &found, 0, error,
                        "SELECT number FROM users WHERE (id = ?1 OR username = ?1)"
                        " AND deleted_at IS NULL",
                        "s", folded))
    return NULL;
  if (found == 0) {
    refuse_unknown (error);
    return NULL;
  }
  if (number != NULL)
    *number = found;
  return parlour_store_get_user (self, 0, found, error);
}

/* Whether the place has an administrator besides @number, where that is one. */
static gboolean
check_admin_left (ParlourStore *self, gint64 number, GError **error)
{
  gint64 left = 0;

  if (!parlour_sql_int (self, &left, 0, error,
                        "SELECT NOT EXISTS (SELECT 1 FROM users WHERE number = ?1 AND role = ?2"
                        " AND active)"
                        " OR EXISTS (SELECT 1 FROM users WHERE number <> ?1 AND role = ?2"
                        " AND active)",
                        "id", number, PARLOUR_USER_ADMIN))
    return FALSE;
  if (left == 0)
    parlour_problem_set (error, PARLOUR_PROBLEM_LAST_ADMIN,
                         "This is the last administrator. Make somebody else one first.");
  return left != 0;
}

static gboolean
check_met (ParlourStore *self, GError **error)
{
  return parlour_db_changes (parlour_store_get_db (self)) > 0 || refuse_unknown (error);
}

static void
note_profile (ParlourStore *self, gint64 number, gint64 version)
{
  ParlourChange change = {.kind = PARLOUR_CHANGE_PROFILE, .user = number, .version = version};

  parlour_changes_add (parlour_store_get_changes (self), &change);
}

/* Their own devices learn it at once, and what they may then do. */
static gboolean
tell_role (ParlourStore *self, gint64 number, GError **error)
{
  gint64 version = 0;

  if (!parlour_sql_int (self, &version, 0, error,
                        "UPDATE users SET version = version + 1 WHERE number = ?1"
                        " RETURNING version",
                        "i", number))
    return FALSE;
  note_profile (self, number, version);
  return parlour_store_tell_common_role (self, number, error);
}

gboolean
parlour_store_set_role (ParlourStore *self, gint64 number, ParlourUserRole role, GError **error)
{
  gint64 changes = 0;

  if ((role != PARLOUR_USER_ADMIN && (!check_admin_left (self, number, error) ||
                                      !parlour_store_revoke_invites_of (self, number, error))) ||
      !parlour_sql_int (self, &changes, 0, error, "SELECT role <> ?2 FROM users WHERE number = ?1",
                        "id", number, role) ||
      !parlour_sql_run (self, error, "UPDATE users SET role = ?2 WHERE number = ?1", "id", number,
                        role) ||
      !check_met (self, error))
    return FALSE;
  return changes == 0 || tell_role (self, number, error);
}

static gboolean
set_active (ParlourStore *self, gint64 number, gboolean active, GError **error)
{
  return parlour_sql_run (self, error, "UPDATE users SET active = ?2 WHERE number = ?1", "id",
                          number, active) &&
         check_met (self, error);
}

gboolean
parlour_store_set_active (ParlourStore *self, gint64 number, gboolean active, GError **error)
{
  if (active)
    return parlour_store_end_other_sessions (self, number, 0, error) &&
           set_active (self, number, TRUE, error);
  return check_admin_left (self, number, error) && set_active (self, number, FALSE, error) &&
         parlour_store_suspend_sessions (self, number, error) &&
         parlour_store_revoke_invites_of (self, number, error);
}

gboolean
parlour_store_reset_password (ParlourStore *self,
                              gint64 number,
                              const char *password_hash,
                              GError **error)
{
  return parlour_store_set_password_hash (self, number, password_hash, error) &&
         parlour_store_end_other_sessions (self, number, 0, error) &&
         parlour_store_revoke_device_links (self, number, error);
}

/* A username that passes the rules for names, since clients check it, and that nobody chose. */
static gboolean
forget_person (ParlourStore *self, gint64 number, const char *id, GError **error)
{
  g_autofree char *username =
      g_strconcat (PARLOUR_DELETED_USERNAME_PREFIX, id + DELETED_TAIL_FROM, NULL);

  return parlour_sql_run (self, error,
                          "UPDATE users SET username = ?2, display_name = ?3, given_name = NULL,"
                          " family_name = NULL, email = NULL, status_text = NULL, avatar = NULL,"
                          " last_login_at = NULL, last_seen = NULL, password_hash = '', role = ?4,"
                          " active = 0, deleted_at = ?5, version = version + 1 WHERE number = ?1",
                          "issdi", number, username, DELETED_NAME, PARLOUR_USER_MEMBER,
                          parlour_store_now (self)) &&
         parlour_sql_run (self, error, "DELETE FROM user_words WHERE user = ?1", "i", number) &&
         parlour_sql_run (self, error, "DELETE FROM hidden WHERE user = ?1", "i", number) &&
         parlour_sql_run (self, error, "DELETE FROM stars WHERE user = ?1", "i", number) &&
         parlour_sql_run (self, error, "UPDATE members SET draft = NULL WHERE user = ?1", "i",
                          number);
}

gboolean
parlour_store_delete_user (ParlourStore *self, gint64 number, gboolean erase, GError **error)
{
  g_autoptr (ParlourUser) user = parlour_store_get_user (self, 0, number, error);

  if (user == NULL || !check_admin_left (self, number, error) ||
      !parlour_store_end_other_sessions (self, number, 0, error) ||
      !parlour_store_revoke_invites_of (self, number, error) ||
      !parlour_store_forget_blocks (self, number, error) ||
      !parlour_store_forget_avatar (self, number, error) ||
      !parlour_store_leave_groups (self, number, error) ||
      !forget_person (self, number, user->id, error))
    return FALSE;
  note_profile (self, number, user->version + 1);
  return !erase ||
         parlour_sql_run (self, error, "INSERT INTO erasures (user) VALUES (?1)", "i", number);
}

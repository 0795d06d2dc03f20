/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-users"

#include "server/store/users.h"

#include "server/store/log.h"
#include "server/store/place.h"
#include "server/store/sql.h"
#include "server/store/user-row.h"
#include "server/store/user-words.h"

#include "core/message.h"
#include "core/problem.h"

/* This file owns people: making, finding and changing them. On the store's thread; what writes, in
 * the writer's transaction. */

#define FROM_USERS " FROM users u LEFT JOIN users me ON me.number = ?1"

void
parlour_account_row_free (ParlourAccountRow *self)
{
  g_free (self->id);
  g_free (self->username);
  g_free (self->password_hash);
  g_free (self);
}

static void
refuse_unknown (GError **error)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such person.");
}

/* Runs what was prepared and makes its first row a user. */
static ParlourUser *
read_user (ParlourStatement *statement, gint64 *number, GError **error)
{
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  if (!row) {
    refuse_unknown (error);
    return NULL;
  }
  if (number != NULL)
    *number = parlour_statement_get_int (statement, 0);
  return parlour_user_from_row (statement, 0);
}

/* Who has such a name would be meant by a word that means everybody, or keep an account from being
 * deleted: its name is then made of its id, which anybody may know. */
static gboolean
is_reserved (const char *username)
{
  return g_str_equal (username, PARLOUR_MENTION_EVERYONE) ||
         g_str_has_prefix (username, PARLOUR_DELETED_USERNAME_PREFIX);
}

static gboolean
check_username (ParlourStore *self, const char *username, GError **error)
{
  gint64 taken = is_reserved (username);

  if (taken != 0) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_USERNAME_TAKEN, "username",
                               "This username means something else here.");
    return FALSE;
  }
  if (!parlour_sql_int (self, &taken, 0, error, "SELECT 1 FROM users WHERE username = ?1", "s",
                        username))
    return FALSE;
  if (taken != 0)
    parlour_problem_set_field (error, PARLOUR_PROBLEM_USERNAME_TAKEN, "username",
                               "Somebody has this username already.");
  return taken == 0;
}

static gboolean
count_users (ParlourStore *self, gint64 *count, GError **error)
{
  return parlour_sql_int (self, count, 0, error,
                          "SELECT count (*) FROM users WHERE deleted_at IS NULL", "");
}

static gboolean
check_room (ParlourStore *self, GError **error)
{
  g_autoptr (ParlourPlace) place = parlour_store_get_place (self, error);
  gint64 count = 0;

  if (place == NULL)
    return FALSE;
  if (place->max_accounts == 0)
    return TRUE;
  if (!count_users (self, &count, error))
    return FALSE;
  if (count < place->max_accounts)
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_PLACE_FULL,
                       "This place has as many accounts as its administrators allow.");
  return FALSE;
}

gboolean
parlour_store_add_user (ParlourStore *self,
                        const ParlourNewUser *user,
                        gint64 *number,
                        GError **error)
{
  g_return_val_if_fail (user != NULL && user->username != NULL, FALSE);
  g_return_val_if_fail (user->password_hash != NULL, FALSE);

  g_autofree char *id = parlour_id_new ();
  const char *display_name = user->display_name ? user->display_name : user->username;
  gint64 inbox = 0;

  if (!check_username (self, user->username, error) || !check_room (self, error) ||
      !parlour_log_make_stream (self, id, &inbox, error) ||
      !parlour_sql_run (self, error,
                        "INSERT INTO users (id, username, display_name, email, role, joined_at,"
                        " password_hash, inbox) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        "ssssdisi", id, user->username, display_name, user->email, user->role,
                        parlour_store_now (self), user->password_hash, inbox))
    return FALSE;

  gint64 added = parlour_db_last_rowid (parlour_store_get_db (self));
  if (number != NULL)
    *number = added;
  return parlour_store_index_user (self, added, user->username, display_name, error);
}

ParlourUser *
parlour_store_get_user (ParlourStore *self, gint64 viewer, gint64 number, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT " PARLOUR_USER_COLUMNS FROM_USERS " WHERE u.number = ?2", "ii", viewer,
      number);

  return read_user (statement, NULL, error);
}

ParlourUser *
parlour_store_find_user (
    ParlourStore *self, gint64 viewer, const char *id, gint64 *number, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT " PARLOUR_USER_COLUMNS FROM_USERS " WHERE u.id = ?2", "is", viewer, id);

  return read_user (statement, number, error);
}

#define ACCOUNT_COLUMNS "number, id, username, password_hash, inbox, role, active"

static gboolean
read_account (ParlourStatement *statement, ParlourAccountRow **account, GError **error)
{
  gboolean row = FALSE;

  *account = NULL;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *account = g_new0 (ParlourAccountRow, 1);
  (*account)->number = parlour_statement_get_int (statement, 0);
  (*account)->id = parlour_statement_dup_text (statement, 1);
  (*account)->username = parlour_statement_dup_text (statement, 2);
  (*account)->password_hash = parlour_statement_dup_text (statement, 3);
  (*account)->inbox = parlour_statement_get_int (statement, 4);
  (*account)->role = (ParlourUserRole)parlour_statement_get_int (statement, 5);
  (*account)->active = parlour_statement_get_int (statement, 6) != 0;
  return TRUE;
}

gboolean
parlour_store_find_account (ParlourStore *self,
                            const char *username,
                            ParlourAccountRow **account,
                            GError **error)
{
  g_return_val_if_fail (username != NULL && account != NULL, FALSE);

  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT " ACCOUNT_COLUMNS " FROM users WHERE username = ?1", "s", username);

  return read_account (statement, account, error);
}

ParlourAccountRow *
parlour_store_get_account (ParlourStore *self, gint64 number, GError **error)
{
  ParlourAccountRow *account = NULL;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT " ACCOUNT_COLUMNS " FROM users WHERE number = ?1", "i", number);

  if (read_account (statement, &account, error) && account == NULL)
    refuse_unknown (error);
  return account;
}

/* Whatever must have met exactly one person. */
static gboolean
check_met (ParlourStore *self, GError **error)
{
  if (parlour_db_changes (parlour_store_get_db (self)) > 0)
    return TRUE;
  refuse_unknown (error);
  return FALSE;
}

gboolean
parlour_store_set_password_hash (ParlourStore *self,
                                 gint64 number,
                                 const char *password_hash,
                                 GError **error)
{
  g_return_val_if_fail (password_hash != NULL, FALSE);
  return parlour_sql_run (self, error, "UPDATE users SET password_hash = ?2 WHERE number = ?1",
                          "is", number, password_hash) &&
         check_met (self, error);
}

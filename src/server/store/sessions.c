/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sessions"

#include "server/store/sessions.h"

#include "server/store/log.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns devices that are signed in, one row each; a token is held as its hash only. On the
 * store's thread; what writes, in the writer's transaction. */

#define DAY_MS ((gint64)24 * 60 * 60 * 1000)

ParlourSession *
parlour_session_copy (const ParlourSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  ParlourSession *copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->user_id = g_strdup (self->user_id);
  copy->username = g_strdup (self->username);
  return copy;
}

void
parlour_session_free (ParlourSession *self)
{
  g_free (self->id);
  g_free (self->user_id);
  g_free (self->username);
  g_free (self);
}

static void
entry_free (ParlourSessionEntry *self)
{
  g_free (self->id);
  g_free (self->device_name);
  g_free (self);
}

/* What was last used before this has ended. */
static gint64
oldest_use (ParlourStore *self)
{
  return parlour_store_now (self) - PARLOUR_SESSION_UNUSED_DAYS * DAY_MS;
}

#define SESSION_SQL                                                                                \
  "SELECT s.number, s.id, u.number, u.id, u.username, u.inbox, u.role, s.last_used_at, u.active"   \
  " FROM sessions s JOIN users u ON u.number = s.user WHERE "

static ParlourSession *
session_from_row (ParlourStatement *statement)
{
  ParlourSession *session = g_new0 (ParlourSession, 1);

  session->number = parlour_statement_get_int (statement, 0);
  session->id = parlour_statement_dup_text (statement, 1);
  session->user = parlour_statement_get_int (statement, 2);
  session->user_id = parlour_statement_dup_text (statement, 3);
  session->username = parlour_statement_dup_text (statement, 4);
  session->inbox = parlour_statement_get_int (statement, 5);
  session->role = (ParlourUserRole)parlour_statement_get_int (statement, 6);
  session->last_used_at = parlour_statement_get_int (statement, 7);
  return session;
}

static ParlourSession *
read_session (ParlourStore *self, ParlourStatement *statement, GError **error)
{
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  if (!row || parlour_statement_get_int (statement, 7) < oldest_use (self)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_TOKEN_REFUSED,
                         "This device is signed out. Sign in again.");
    return NULL;
  }
  if (parlour_statement_get_int (statement, 8) == 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_ACCOUNT_DISABLED, "This account is switched off.");
    return NULL;
  }
  return session_from_row (statement);
}

ParlourSession *
parlour_store_find_session (ParlourStore *self, const guint8 *token_hash, GError **error)
{
  g_return_val_if_fail (token_hash != NULL, NULL);

  g_autoptr (GBytes) hash = g_bytes_new_static (token_hash, PARLOUR_TOKEN_HASH_BYTES);
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, SESSION_SQL "s.token_hash = ?1", "b", hash);

  return read_session (self, statement, error);
}

ParlourSession *
parlour_store_get_session (ParlourStore *self, gint64 number, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, SESSION_SQL "s.number = ?1", "i", number);

  return read_session (self, statement, error);
}

ParlourSession *
parlour_store_add_session (ParlourStore *self,
                           gint64 user,
                           const guint8 *token_hash,
                           const char *device_name,
                           GError **error)
{
  g_return_val_if_fail (token_hash != NULL, NULL);

  g_autoptr (GBytes) hash = g_bytes_new_static (token_hash, PARLOUR_TOKEN_HASH_BYTES);
  g_autofree char *id = parlour_id_new ();
  gint64 now = parlour_store_now (self);

  if (!parlour_sql_run (self, error,
                        "INSERT INTO sessions (id, user, token_hash, device_name, created_at,"
                        " last_used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
                        "sibsi", id, user, hash, device_name, now))
    return NULL;

  gint64 number = parlour_db_last_rowid (parlour_store_get_db (self));
  if (!parlour_sql_run (self, error, "UPDATE users SET last_login_at = ?2 WHERE number = ?1", "ii",
                        user, now))
    return NULL;
  return parlour_store_get_session (self, number, error);
}

gboolean
parlour_store_session_is_stale (ParlourStore *self, const ParlourSession *session)
{
  return session->last_used_at <= parlour_store_now (self) - DAY_MS;
}

gboolean
parlour_store_touch_session (ParlourStore *self, gint64 number, GError **error)
{
  gint64 now = parlour_store_now (self);

  return parlour_sql_run (self, error,
                          "UPDATE sessions SET last_used_at = ?2"
                          " WHERE number = ?1 AND last_used_at <= ?3",
                          "iii", number, now, now - DAY_MS);
}

GPtrArray *
parlour_store_list_sessions (ParlourStore *self, gint64 user, GError **error)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT id, device_name, created_at, last_used_at FROM sessions"
                           " WHERE user = ?1 AND last_used_at >= ?2 ORDER BY number",
                           "ii", user, oldest_use (self));

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourSessionEntry *device = g_new0 (ParlourSessionEntry, 1);
    device->id = parlour_statement_dup_text (statement, 0);
    device->device_name = parlour_statement_dup_text (statement, 1);
    device->created_at = parlour_statement_get_int (statement, 2);
    device->last_used_at = parlour_statement_get_int (statement, 3);
    g_ptr_array_add (devices, device);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&devices);
}

static void
note_end (ParlourStore *self, gint64 user, gint64 number, const char *id)
{
  ParlourChange change = {
      .kind = PARLOUR_CHANGE_SESSION_ENDED,
      .user = user,
      .session = number,
  };
  g_strlcpy (change.session_id, id, sizeof change.session_id);
  parlour_changes_add (parlour_store_get_changes (self), &change);
}

static gboolean
end (ParlourStore *self, gint64 user, gint64 number, const char *id, GError **error)
{
  ParlourEntry entry = {
      .kind = PARLOUR_EVENT_SESSION_REVOKED,
      .actor = user,
      .session = id,
  };

  if (!parlour_sql_run (self, error, "DELETE FROM sessions WHERE number = ?1", "i", number) ||
      !parlour_log_tell_user (self, user, &entry, error))
    return FALSE;
  note_end (self, user, number, id);
  return TRUE;
}

gboolean
parlour_store_end_session (ParlourStore *self, gint64 user, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, FALSE);

  gint64 number = 0;
  if (!parlour_sql_int (self, &number, 0, error,
                        "SELECT number FROM sessions WHERE id = ?1 AND user = ?2", "si", id, user))
    return FALSE;
  if (number == 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such device.");
    return FALSE;
  }
  return end (self, user, number, id, error);
}

/* What @statement names (number, user, id), which is read to its end. */
static ParlourChanges *
collect (ParlourStatement *statement, GError **error)
{
  g_autoptr (ParlourChanges) found = parlour_changes_new ();
  gboolean row = FALSE;

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row) {
    ParlourChange one = {
        .session = parlour_statement_get_int (statement, 0),
        .user = parlour_statement_get_int (statement, 1),
    };
    g_strlcpy (one.session_id, parlour_statement_get_text (statement, 2), sizeof one.session_id);
    parlour_changes_add (found, &one);
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  return g_steal_pointer (&found);
}

static gboolean
end_all (ParlourStore *self, ParlourStatement *statement, GError **error)
{
  g_autoptr (ParlourChanges) found = collect (statement, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < parlour_changes_get_length (found); i++) {
    const ParlourChange *one = parlour_changes_index (found, i);
    if (!end (self, one->user, one->session, one->session_id, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
parlour_store_end_other_sessions (ParlourStore *self, gint64 user, gint64 keep, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT number, user, id FROM sessions WHERE user = ?1 AND number <> ?2", "ii",
      user, keep);

  return end_all (self, statement, error);
}

gboolean
parlour_store_suspend_sessions (ParlourStore *self, gint64 user, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT number, user, id FROM sessions WHERE user = ?1", "i", user);
  g_autoptr (ParlourChanges) found = collect (statement, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < parlour_changes_get_length (found); i++) {
    const ParlourChange *one = parlour_changes_index (found, i);
    note_end (self, user, one->session, one->session_id);
  }
  return TRUE;
}

gboolean
parlour_store_end_all_sessions (ParlourStore *self, GError **error)
{
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, "SELECT number, user, id FROM sessions", "");

  return end_all (self, statement, error);
}

gboolean
parlour_store_count_sessions (ParlourStore *self, gint64 *count, GError **error)
{
  return parlour_sql_int (self, count, 0, error,
                          "SELECT count (*) FROM sessions WHERE last_used_at >= ?1", "i",
                          oldest_use (self));
}

gboolean
parlour_store_expire_sessions (ParlourStore *self, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT number, user, id FROM sessions WHERE last_used_at < ?1 LIMIT 100", "i",
      oldest_use (self));

  return end_all (self, statement, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-invites"

#include "server/store/invites.h"

#include "server/store/audit.h"
#include "server/store/cursor.h"
#include "server/store/sql.h"

#include "core/id.h"
#include "core/problem.h"

/* This file owns invites and device links; a token is held as its hash only. On the store's thread;
 * what writes, in the writer's transaction. */

static const char *const kinds[] = {
    [PARLOUR_INVITE_JOIN] = "join",
    [PARLOUR_INVITE_DEVICE] = "device",
};

static const char *const states[] = {
    [PARLOUR_INVITE_OPEN] = "open",
    [PARLOUR_INVITE_USED_UP] = "used_up",
    [PARLOUR_INVITE_EXPIRED] = "expired",
    [PARLOUR_INVITE_REVOKED] = "revoked",
};

static const char *const refusals[] = {
    [PARLOUR_INVITE_USED_UP] = "This invitation has been used.",
    [PARLOUR_INVITE_EXPIRED] = "This invitation has expired.",
    [PARLOUR_INVITE_REVOKED] = "This invitation has been taken back.",
};

void
parlour_invite_free (ParlourInvite *self)
{
  g_free (self->id);
  g_free (self->created_by);
  g_free (self->conversations);
  g_free (self);
}

static ParlourInviteState
state_of (gint64 revoked_at, gint64 uses_left, gint64 expires_at, gint64 now)
{
  if (revoked_at != 0)
    return PARLOUR_INVITE_REVOKED;
  if (uses_left == 0)
    return PARLOUR_INVITE_USED_UP;
  return expires_at <= now ? PARLOUR_INVITE_EXPIRED : PARLOUR_INVITE_OPEN;
}

#define INVITE_SQL                                                                                 \
  "SELECT i.number, i.id, i.kind, u.username, i.role, i.created_at, i.expires_at, i.revoked_at,"   \
  " i.uses, i.uses_left, i.conversations FROM invites i LEFT JOIN users u ON u.number = "          \
  "i.created_by WHERE "

static ParlourInvite *
invite_from_row (ParlourStore *self, ParlourStatement *statement)
{
  ParlourInvite *invite = g_new0 (ParlourInvite, 1);

  invite->number = parlour_statement_get_int (statement, 0);
  invite->id = parlour_statement_dup_text (statement, 1);
  invite->kind = (ParlourInviteKind)parlour_statement_get_int (statement, 2);
  invite->created_by = parlour_statement_dup_text (statement, 3);
  invite->role = (ParlourUserRole)parlour_statement_get_int (statement, 4);
  invite->created_at = parlour_statement_get_int (statement, 5);
  invite->expires_at = parlour_statement_get_int (statement, 6);
  invite->revoked_at = parlour_statement_get_int (statement, 7);
  invite->uses = parlour_statement_get_int (statement, 8);
  invite->uses_left = parlour_statement_get_int (statement, 9);
  invite->conversations = parlour_statement_dup_text (statement, 10);
  invite->state = state_of (invite->revoked_at, invite->uses_left, invite->expires_at,
                            parlour_store_now (self));
  return invite;
}

static ParlourInvite *
get_invite (ParlourStore *self, gint64 number, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error, INVITE_SQL "i.number = ?1", "i", number);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  g_return_val_if_fail (row, NULL);
  return invite_from_row (self, statement);
}

ParlourInvite *
parlour_store_add_invite (ParlourStore *self, const ParlourNewInvite *invite, GError **error)
{
  g_return_val_if_fail (invite != NULL && invite->token_hash != NULL, NULL);
  g_return_val_if_fail (invite->uses > 0 && invite->seconds > 0, NULL);

  g_autofree char *id = parlour_id_new ();
  g_autoptr (GBytes) hash =
      g_bytes_new_static (invite->token_hash, PARLOUR_INVITE_TOKEN_HASH_BYTES);
  gint64 now = parlour_store_now (self);

  if (invite->kind == PARLOUR_INVITE_DEVICE &&
      !parlour_store_revoke_device_links (self, invite->created_by, error))
    return NULL;
  if (!parlour_sql_run (self, error,
                        "INSERT INTO invites (id, kind, token_hash, created_by, created_at,"
                        " expires_at, uses, uses_left, role, conversations)"
                        " VALUES (?1, ?2, ?3, nullif (?4, 0), ?5, ?6, ?7, ?7, ?8, ?9)",
                        "sdbiiiids", id, invite->kind, hash, invite->created_by, now,
                        now + invite->seconds * 1000, invite->uses, invite->role,
                        invite->conversations))
    return NULL;
  return get_invite (self, parlour_db_last_rowid (parlour_store_get_db (self)), error);
}

gboolean
parlour_store_check_invite (ParlourStore *self,
                            ParlourInviteKind kind,
                            const guint8 *token_hash,
                            GError **error)
{
  gboolean row = FALSE;
  g_autoptr (GBytes) hash = g_bytes_new_static (token_hash, PARLOUR_INVITE_TOKEN_HASH_BYTES);
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, INVITE_SQL "i.token_hash = ?1 AND i.kind = ?2", "bd", hash, kind);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  g_autoptr (ParlourInvite) invite = row ? invite_from_row (self, statement) : NULL;
  if (invite != NULL && invite->state == PARLOUR_INVITE_OPEN)
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_INVITE_REFUSED, "%s",
                       invite != NULL ? refusals[invite->state]
                                      : "This invitation is not valid here.");
  return FALSE;
}

/* Which one is asked before: its row is the same afterwards but for the use that it lost. */
gboolean
parlour_store_use_invite (ParlourStore *self,
                          ParlourInviteKind kind,
                          const guint8 *token_hash,
                          gint64 *maker,
                          char **id,
                          char **conversations,
                          GError **error)
{
  gboolean row = FALSE;

  if (!parlour_store_check_invite (self, kind, token_hash, error))
    return FALSE;
  g_autoptr (GBytes) hash = g_bytes_new_static (token_hash, PARLOUR_INVITE_TOKEN_HASH_BYTES);
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "UPDATE invites SET uses_left = uses_left - 1 WHERE token_hash = ?1 AND uses_left > 0"
      " RETURNING coalesce (created_by, 0), id, conversations",
      "b", hash);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  g_return_val_if_fail (row, FALSE);
  if (maker != NULL)
    *maker = parlour_statement_get_int (statement, 0);
  if (id != NULL)
    *id = parlour_statement_dup_text (statement, 1);
  if (conversations != NULL)
    *conversations = parlour_statement_dup_text (statement, 2);
  return parlour_sql_step (statement, &row, error);
}

GPtrArray *
parlour_store_list_invites (
    ParlourStore *self, const char *cursor, guint limit, char **next, GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  gint64 below = 0;
  gboolean row = FALSE;
  g_autoptr (GPtrArray) invites =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_invite_free);

  if (!parlour_number_cursor_parse (cursor, &below, error))
    return NULL;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, INVITE_SQL "i.number < ?1 AND i.kind = ?2 ORDER BY i.number DESC LIMIT ?3",
      "idi", below, PARLOUR_INVITE_JOIN, (gint64)limit + 1);
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return NULL;
  while (row && invites->len < limit) {
    ParlourInvite *invite = invite_from_row (self, statement);
    g_ptr_array_add (invites, invite);
    below = invite->number;
    if (!parlour_sql_step (statement, &row, error))
      return NULL;
  }
  *next = row ? g_strdup_printf ("%" G_GINT64_FORMAT, below) : NULL;
  return g_steal_pointer (&invites);
}

/* What has ended anyway keeps the reason why. */
#define REVOKE_SQL                                                                                 \
  "UPDATE invites SET revoked_at = ?1"                                                             \
  " WHERE revoked_at IS NULL AND uses_left > 0 AND expires_at > ?1"

gboolean
parlour_store_revoke_invite (ParlourStore *self, const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, FALSE);

  gint64 found = 0;
  if (!parlour_sql_int (self, &found, 0, error, "SELECT 1 FROM invites WHERE id = ?1", "s", id))
    return FALSE;
  if (found == 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such invitation.");
    return FALSE;
  }
  return parlour_sql_run (self, error, REVOKE_SQL " AND id = ?2", "is", parlour_store_now (self),
                          id);
}

gboolean
parlour_store_revoke_device_links (ParlourStore *self, gint64 user, GError **error)
{
  return parlour_sql_run (self, error, REVOKE_SQL " AND created_by = ?2 AND kind = ?3", "iid",
                          parlour_store_now (self), user, PARLOUR_INVITE_DEVICE);
}

gboolean
parlour_store_revoke_invites_of (ParlourStore *self, gint64 user, GError **error)
{
  return parlour_sql_run (self, error, REVOKE_SQL " AND created_by = ?2", "ii",
                          parlour_store_now (self), user);
}

gboolean
parlour_store_revoke_all_invites (ParlourStore *self, GError **error)
{
  return parlour_sql_run (self, error, REVOKE_SQL, "i", parlour_store_now (self));
}

gboolean
parlour_store_forget_invites (ParlourStore *self, GError **error)
{
  return parlour_sql_run (self, error,
                          "DELETE FROM invites WHERE number IN"
                          " (SELECT number FROM invites WHERE expires_at < ?2 OR revoked_at < ?2"
                          "  LIMIT ?1)",
                          "ii", PARLOUR_AUDIT_FORGOTTEN,
                          parlour_store_now (self) - PARLOUR_AUDIT_KEPT_MS);
}

gboolean
parlour_store_count_invites (ParlourStore *self, gint64 *count, GError **error)
{
  return parlour_sql_int (self, count, 0, error,
                          "SELECT count (*) FROM invites WHERE kind = ?1 AND revoked_at IS NULL"
                          " AND uses_left > 0 AND expires_at > ?2",
                          "di", PARLOUR_INVITE_JOIN, parlour_store_now (self));
}

const char *
parlour_invite_kind_to_string (ParlourInviteKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);
  return kinds[kind];
}

const char *
parlour_invite_state_to_string (ParlourInviteState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);
  return states[state];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-direct"

#include "server/store/conversations.h"

#include "server/store/blocks.h"
#include "server/store/content-hash.h"
#include "server/store/log.h"
#include "server/store/sql.h"

#include "core/id.h"
#include "core/problem.h"

/* This file owns making direct conversations: one for each pair of people, whoever begins. On the
 * writer's thread, in its transaction. */

typedef struct {
  gint64 me;
  gint64 other;
  gint64 low;
  gint64 high;
  GBytes *client_id; /* nullable */
  GBytes *hmac;
} Pair;

/* @id of the other one, where they can sign in. */
static gboolean
find_other (ParlourStore *self, gint64 other, char **id, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error, "SELECT id FROM users WHERE number = ?1 AND active", "i", other);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (row) {
    *id = parlour_statement_dup_text (statement, 0);
    return TRUE;
  }
  parlour_problem_set_field (error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "user",
                             "There is no such person.");
  return FALSE;
}

/* A client_id that made another conversation than the pair's (@stream, 0 for none yet). */
static gboolean
check_client_id (ParlourStore *self, const Pair *pair, gint64 stream, GError **error)
{
  gint64 made = 0;

  if (pair->client_id == NULL)
    return TRUE;
  if (!parlour_sql_int (self, &made, 0, error,
                        "SELECT stream FROM conversation_client_ids"
                        " WHERE creator = ?1 AND client_id = ?2",
                        "ib", pair->me, pair->client_id))
    return FALSE;
  if (made == 0 || made == stream)
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_CLIENT_ID_REUSED, "client_id",
                             "This client_id stands for another conversation.");
  return FALSE;
}

static gboolean
add_member (ParlourStore *self, gint64 stream, gint64 user, GError **error)
{
  ParlourChange change = {.kind = PARLOUR_CHANGE_MEMBER, .stream = stream, .user = user};

  if (!parlour_sql_run (self, error,
                        "INSERT INTO members (stream, user, role, joined_at)"
                        " VALUES (?1, ?2, ?3, ?4)",
                        "iidi", stream, user, PARLOUR_MEMBER_MEMBER, parlour_store_now (self)) ||
      !parlour_sql_run (self, error, "INSERT INTO spans (stream, user, first) VALUES (?1, ?2, 1)",
                        "ii", stream, user))
    return FALSE;
  parlour_changes_add (parlour_store_get_changes (self), &change);
  return TRUE;
}

/* There is no event of joining: its first message shall be number 1. */
static gboolean
add_members (ParlourStore *self, const Pair *pair, gint64 stream, GError **error)
{
  ParlourEntry added = {
      .kind = PARLOUR_EVENT_CONVERSATION_ADDED,
      .actor = pair->me,
      .conversation = stream,
  };

  /* In the order of numbers, as all that writes to several streams. */
  return add_member (self, stream, pair->low, error) &&
         add_member (self, stream, pair->high, error) &&
         parlour_log_tell_user (self, pair->low, &added, error) &&
         parlour_log_tell_user (self, pair->high, &added, error);
}

static gboolean
keep_client_id (ParlourStore *self, const Pair *pair, gint64 stream, GError **error)
{
  if (pair->client_id == NULL)
    return TRUE;
  return parlour_sql_run (self, error,
                          "INSERT INTO conversation_client_ids (creator, client_id, hmac, stream)"
                          " VALUES (?1, ?2, ?3, ?4)",
                          "ibbi", pair->me, pair->client_id, pair->hmac, stream);
}

static gboolean
make (ParlourStore *self, const Pair *pair, gint64 *stream, GError **error)
{
  g_autofree char *id = parlour_id_new ();

  return parlour_log_make_stream (self, id, stream, error) &&
         parlour_sql_run (self, error,
                          "INSERT INTO conversations"
                          " (stream, kind, creator, created_at, low_user, high_user, member_count)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 2)",
                          "idiiii", *stream, PARLOUR_CONVERSATION_DIRECT, pair->me,
                          parlour_store_now (self), pair->low, pair->high) &&
         add_members (self, pair, *stream, error) && keep_client_id (self, pair, *stream, error);
}

static gboolean
find_or_make (ParlourStore *self, Pair *pair, gint64 *stream, gboolean *made, GError **error)
{
  g_autofree char *other_id = NULL;

  if (!parlour_sql_int (self, stream, 0, error,
                        "SELECT stream FROM conversations WHERE low_user = ?1 AND high_user = ?2",
                        "ii", pair->low, pair->high) ||
      !check_client_id (self, pair, *stream, error))
    return FALSE;
  *made = *stream == 0;
  if (!*made)
    return TRUE;
  if (!find_other (self, pair->other, &other_id, error) ||
      !parlour_store_check_may_reach (self, pair->me, pair->other, error))
    return FALSE;

  const char *parts[] = {"direct", other_id};
  pair->hmac = parlour_content_hash (self, parts, G_N_ELEMENTS (parts));
  return make (self, pair, stream, error);
}

ParlourMembership *
parlour_store_find_or_make_direct (ParlourStore *self,
                                   gint64 me,
                                   gint64 other,
                                   const guint8 *client_id,
                                   gboolean *made,
                                   GError **error)
{
  gboolean is_new = FALSE;
  gint64 stream = 0;

  if (me == other) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_RECIPIENT_IS_SELF, "user",
                               "You can't write to yourself.");
    return NULL;
  }

  Pair pair = {
      .me = me,
      .other = other,
      .low = MIN (me, other),
      .high = MAX (me, other),
      .client_id = client_id != NULL ? g_bytes_new (client_id, PARLOUR_ID_BYTES) : NULL,
  };
  gboolean done = find_or_make (self, &pair, &stream, &is_new, error);
  g_clear_pointer (&pair.client_id, g_bytes_unref);
  g_clear_pointer (&pair.hmac, g_bytes_unref);
  if (made != NULL)
    *made = is_new;
  return done ? parlour_store_get_membership (self, me, stream, error) : NULL;
}

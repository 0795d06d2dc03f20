/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-stars"

#include "server/store/actions.h"

#include "server/store/conversations.h"
#include "server/store/log.h"
#include "server/store/messages.h"
#include "server/store/sql.h"

#include "core/problem.h"

/* This file owns what people star for themselves: numbered by their own inbox, which tells their
 * other devices. On the store's thread; what writes, in the writer's transaction. */

#define ROWS_MAX 1000 /* looked at for one page */

static gboolean
is_starred (ParlourStore *self, gint64 user, gint64 key, gboolean *starred, GError **error)
{
  gint64 found = 0;

  if (!parlour_sql_int (self, &found, 0, error, "SELECT 1 FROM stars WHERE user = ?1 AND key = ?2",
                        "ii", user, key))
    return FALSE;
  *starred = found != 0;
  return TRUE;
}

static gboolean
tell (ParlourStore *self,
      const ParlourMembership *membership,
      gint64 target,
      gboolean starred,
      gint64 *seq,
      GError **error)
{
  ParlourEntry entry = {
      .owner = membership->user,
      .kind = starred ? PARLOUR_EVENT_STAR_ADDED : PARLOUR_EVENT_STAR_REMOVED,
      .actor = membership->user,
      .target = target,
      .conversation = membership->stream,
  };

  return parlour_sql_int (self, &entry.stream, 0, error,
                          "SELECT inbox FROM users WHERE number = ?1", "i", membership->user) &&
         parlour_log_append (self, &entry, seq, NULL, error);
}

static gboolean
update (ParlourStore *self,
        const ParlourMembership *membership,
        gint64 target,
        gboolean starred,
        GError **error)
{
  gint64 key = parlour_event_key (membership->stream, target), seq = 0;

  if (!tell (self, membership, target, starred, &seq, error))
    return FALSE;
  if (starred)
    return parlour_sql_run (self, error, "INSERT INTO stars (user, key, seq) VALUES (?1, ?2, ?3)",
                            "iii", membership->user, key, seq);
  return parlour_sql_run (self, error, "DELETE FROM stars WHERE user = ?1 AND key = ?2", "ii",
                          membership->user, key);
}

gboolean
parlour_store_set_star (ParlourStore *self,
                        const ParlourMembership *membership,
                        gint64 seq,
                        gboolean starred,
                        GError **error)
{
  g_return_val_if_fail (membership != NULL, FALSE);

  gboolean now = FALSE;
  g_autoptr (ParlourMessage) message = parlour_store_get_message (self, membership, seq, error);
  if (message == NULL || (starred && !parlour_store_check_there (message, error)) ||
      !is_starred (self, membership->user, parlour_event_key (membership->stream, seq), &now,
                   error))
    return FALSE;
  return now == (starred != FALSE) || update (self, membership, seq, starred, error);
}

/* What they may no longer see, or was deleted, is left out. */
static gboolean
add_message (ParlourStore *self, gint64 user, gint64 key, GPtrArray *messages, GError **error)
{
  GError *local = NULL;
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (ParlourMembership) membership =
      parlour_store_get_membership (self, user, key >> 32, &local);

  if (membership != NULL)
    message = parlour_store_get_message (self, membership, parlour_event_key_seq (key), &local);
  if (local != NULL && !g_error_matches (local, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND)) {
    g_propagate_error (error, local);
    return FALSE;
  }
  g_clear_error (&local);
  if (message != NULL && message->deleted_at == 0)
    g_ptr_array_add (messages, g_steal_pointer (&message));
  return TRUE;
}

/* @reached: the number of the star that the page ends with; @more: there are older ones. */
static gboolean
read_page (ParlourStore *self,
           gint64 user,
           guint limit,
           gint64 *reached,
           gboolean *more,
           GPtrArray *messages,
           GError **error)
{
  guint rows = 0;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT key, seq FROM stars WHERE user = ?1 AND seq < ?2"
                           " ORDER BY seq DESC",
                           "ii", user, *reached);

  if (statement == NULL || !parlour_sql_step (statement, more, error))
    return FALSE;
  while (*more && messages->len < limit && rows++ < ROWS_MAX) {
    *reached = parlour_statement_get_int (statement, 1);
    if (!add_message (self, user, parlour_statement_get_int (statement, 0), messages, error) ||
        !parlour_sql_step (statement, more, error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
parlour_store_list_starred (
    ParlourStore *self, gint64 user, const char *before, guint limit, char **next, GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  gint64 reached = G_MAXINT64;
  gboolean more = FALSE;
  *next = NULL;
  if (before != NULL && !g_ascii_string_to_signed (before, 10, 1, G_MAXINT64, &reached, NULL)) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "before",
                               "This is not what the page before gave as “next”.");
    return NULL;
  }
  if (!read_page (self, user, limit, &reached, &more, messages, error))
    return NULL;
  if (more)
    *next = g_strdup_printf ("%" G_GINT64_FORMAT, reached);
  return g_steal_pointer (&messages);
}

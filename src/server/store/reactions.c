/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-reactions"

#include "server/store/actions.h"

#include "server/store/blocks.h"
#include "server/store/log.h"
#include "server/store/message-row.h"
#include "server/store/messages.h"
#include "server/store/reaction-row.h"
#include "server/store/sql.h"

#include "core/limits.h"
#include "core/problem.h"

/* This file owns giving reactions and taking them back. On the writer's thread, in its transaction.
 */

typedef struct {
  gint64 key; /* of the message's row */
  gint64 user;
  const char *emoji;
  gboolean on;
} Reaction;

/* @is_so: whether it is given already, or was never. */
static gboolean
check_so (ParlourStore *self, const Reaction *reaction, gboolean *is_so, GError **error)
{
  gint64 found = 0;

  if (!parlour_sql_int (self, &found, 0, error,
                        "SELECT 1 FROM reactions WHERE key = ?1 AND user = ?2 AND emoji = ?3",
                        "iis", reaction->key, reaction->user, reaction->emoji))
    return FALSE;
  *is_so = (found != 0) == reaction->on;
  return TRUE;
}

static gboolean
check_room (const ParlourMessage *message, const char *emoji, GError **error)
{
  if (message->n_reactions < PARLOUR_REACTIONS_MAX)
    return TRUE;
  for (gsize i = 0; i < message->n_reactions; i++)
    if (g_str_equal (message->reactions[i].emoji, emoji))
      return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_TOO_MANY_REACTIONS,
                       "A message takes at most %d different reactions.", PARLOUR_REACTIONS_MAX);
  return FALSE;
}

static gboolean
write_row (ParlourStore *self, const Reaction *reaction, gint64 rev, GError **error)
{
  if (reaction->on)
    return parlour_sql_run (self, error,
                            "INSERT INTO reactions (key, user, emoji, seq)"
                            " VALUES (?1, ?2, ?3, ?4)",
                            "iisi", reaction->key, reaction->user, reaction->emoji, rev);
  return parlour_sql_run (self, error,
                          "DELETE FROM reactions WHERE key = ?1 AND user = ?2 AND emoji = ?3",
                          "iis", reaction->key, reaction->user, reaction->emoji);
}

static gboolean
apply (ParlourStore *self, const Reaction *reaction, GError **error)
{
  g_autofree char *text = NULL;
  gint64 rev = 0;
  const ParlourEntry entry = {
      .stream = reaction->key >> 32,
      .kind = reaction->on ? PARLOUR_EVENT_REACTION_ADDED : PARLOUR_EVENT_REACTION_REMOVED,
      .actor = reaction->user,
      .target = parlour_event_key_seq (reaction->key),
      .emoji = reaction->emoji,
  };

  return parlour_log_append (self, &entry, &rev, NULL, error) &&
         write_row (self, reaction, rev, error) &&
         parlour_reactions_to_row (self, reaction->key, &text, error) &&
         parlour_sql_run (self, error, "UPDATE events SET reactions = ?2, rev = ?3 WHERE key = ?1",
                          "isi", reaction->key, text, rev);
}

gboolean
parlour_store_react (ParlourStore *self,
                     const ParlourMembership *membership,
                     gint64 seq,
                     const char *emoji,
                     gboolean on,
                     ParlourMessage **message,
                     GError **error)
{
  g_return_val_if_fail (membership != NULL && emoji != NULL && message != NULL, FALSE);

  gboolean is_so = FALSE;
  const Reaction reaction = {.key = parlour_event_key (membership->stream, seq),
                             .user = membership->user,
                             .emoji = emoji,
                             .on = on};
  g_autoptr (ParlourMessage) old = parlour_store_get_message (self, membership, seq, error);
  if (old == NULL || !parlour_store_check_open (membership, error) ||
      !parlour_store_check_block (self, membership, error) ||
      !check_so (self, &reaction, &is_so, error))
    return FALSE;
  if (!is_so && (!parlour_store_check_there (old, error) ||
                 (on && !check_room (old, emoji, error)) || !apply (self, &reaction, error)))
    return FALSE;
  return parlour_store_load_message (self, membership->stream, membership->id, seq, message, error);
}

gboolean
parlour_store_forget_reaction (
    ParlourStore *self, gint64 key, gint64 user, const char *emoji, GError **error)
{
  const Reaction reaction = {.key = key, .user = user, .emoji = emoji, .on = FALSE};
  gboolean is_so = FALSE;

  return check_so (self, &reaction, &is_so, error) && (is_so || apply (self, &reaction, error));
}

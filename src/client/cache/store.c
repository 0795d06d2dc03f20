/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-store"

#include "client/cache/store.h"

#include "client/cache/copy.h"
#include "client/cache/reactions.h"
#include "client/person-name.h"
#include "core/text.h"
#include "db/statement.h"

/* This file owns how people and messages get into the copy's tables. On the copy's thread. */

gboolean
parlour_store_get_int (ParlourDb *db,
                       gint64 *out,
                       gint64 fallback,
                       GError **error,
                       const char *sql,
                       const char *types,
                       ...)
{
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, sql, error);
  gboolean row;
  va_list args;

  *out = fallback;
  if (statement == NULL)
    return FALSE;
  va_start (args, types);
  parlour_statement_bind_va (statement, types, args);
  va_end (args);
  if (!parlour_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *out = parlour_statement_get_int (statement, 0);
  return TRUE;
}

gboolean
parlour_store_find_conversation (ParlourDb *db, const char *id, gint64 *number, GError **error)
{
  return parlour_store_get_int (db, number, 0, error,
                                "SELECT number FROM conversations WHERE id = ?1", "s", id);
}

gboolean
parlour_store_need_conversation (ParlourDb *db, const char *id, gint64 *number, GError **error)
{
  if (!parlour_store_find_conversation (db, id, number, error))
    return FALSE;
  if (*number != 0)
    return TRUE;
  g_set_error (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_UNKNOWN_CONVERSATION,
               "The local copy lacks the conversation %s", id);
  return FALSE;
}

gboolean
parlour_store_person (ParlourDb *db, const char *id, gint64 *number, GError **error)
{
  if (!parlour_store_get_int (db, number, 0, error, "SELECT number FROM people WHERE id = ?1", "s",
                              id))
    return FALSE;
  if (*number != 0)
    return TRUE;
  if (!parlour_db_run (db, error, "INSERT INTO people (id) VALUES (?1)", "s", id))
    return FALSE;
  *number = parlour_db_last_rowid (db);
  return TRUE;
}

/* " anna berg abg": a query is found by `instr (words, ' ' || query)`. */
static char *
words_of (const ParlourUser *user)
{
  g_autofree char *text = g_strconcat (" ", parlour_person_name (user), " ", user->username, NULL);
  char *folded = parlour_text_fold (text);

  g_strdelimit (folded, "\t\n-_.,'()", ' ');
  return folded;
}

gboolean
parlour_store_user (
    ParlourDb *db, const ParlourUser *user, gint64 *number, ParlourChanges *changes, GError **error)
{
  g_autofree char *words = words_of (user);

  if (!parlour_store_person (db, user->id, number, error) ||
      !parlour_db_run (
          db, error,
          "UPDATE people SET username = ?2, display_name = ?3, status_text = ?4, avatar = ?5, "
          "last_seen = CASE WHEN version < ?7 THEN ?6 ELSE max (last_seen, ?6) END, "
          "version = ?7, words = ?8, deleted = ?9 WHERE number = ?1 AND version <= ?7 "
          "AND (username IS NOT ?2 OR display_name IS NOT ?3 OR status_text IS NOT ?4 "
          "OR avatar IS NOT ?5 OR last_seen < ?6 OR version IS NOT ?7 OR deleted IS NOT ?9)",
          "issssiisd", *number, user->username, parlour_person_name (user), user->status_text,
          user->avatar, user->last_seen, user->version, words, user->deleted))
    return FALSE;
  if (parlour_db_changes (db) > 0)
    changes->people = TRUE;
  return TRUE;
}

typedef enum {
  SHOWN,
  HIDDEN, /* by a wish that may still be taken back */
  GONE,   /* nothing of it may be kept */
} Fate;

/* A wish that was meant for another message with the same number (another epoch) is dropped. */
static gboolean
tell_fate (ParlourDb *db, gint64 number, const ParlourMessage *message, Fate *fate, GError **error)
{
  gint64 cleared, state;

  *fate = SHOWN;
  if (!parlour_store_get_int (db, &cleared, 0, error,
                              "SELECT cleared FROM conversations WHERE number = ?1", "i", number) ||
      !parlour_store_get_int (db, &state, -1, error,
                              "SELECT state FROM hides WHERE conversation = ?1 AND seq = ?2 "
                              "AND (client_id IS NULL OR client_id = ?3)",
                              "sis", message->conversation, message->seq, message->client_id))
    return FALSE;
  if (message->seq <= cleared || state == 2)
    *fate = GONE;
  else if (state >= 0)
    *fate = HIDDEN;
  if (*fate != SHOWN)
    return TRUE;
  return parlour_db_run (db, error, "DELETE FROM hides WHERE conversation = ?1 AND seq = ?2", "si",
                         message->conversation, message->seq);
}

static gboolean
take_from_outbox (ParlourDb *db,
                  const ParlourMessage *message,
                  ParlourChanges *changes,
                  GError **error)
{
  if (message->client_id == NULL)
    return TRUE;
  if (!parlour_db_run (db, error, "DELETE FROM outbox WHERE client_id = ?1", "s",
                       message->client_id))
    return FALSE;
  if (parlour_db_changes (db) > 0) {
    parlour_changes_outbox (changes, message->conversation);
    parlour_changes_outbox (changes, NULL);
  }
  return TRUE;
}

static gboolean
write_message (ParlourDb *db,
               gint64 number,
               const ParlourMessage *message,
               gint64 sender,
               gboolean mine,
               gboolean mentions_me,
               gboolean hidden,
               GError **error)
{
  g_autofree char *reactions = parlour_reactions_to_text (message->reactions, message->n_reactions);

  return parlour_db_run (
      db, error,
      "INSERT INTO messages (id, rev, sender, mine, hidden, client_id, subject, body, reply_to, "
      "mentions_me, pinned, created_at, edited_at, deleted_at, reactions) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) "
      "ON CONFLICT (id) DO UPDATE SET rev = ?2, sender = ?3, mine = ?4, hidden = ?5, "
      "client_id = ?6, subject = ?7, body = ?8, reply_to = ?9, mentions_me = ?10, pinned = ?11, "
      "created_at = ?12, edited_at = ?13, deleted_at = ?14, reactions = ?15",
      "iiiddssszddizzs", parlour_store_key (number, message->seq), MAX (message->rev, message->seq),
      sender, mine, hidden, message->client_id, message->subject, message->body, message->reply_to,
      mentions_me, message->pinned, message->created_at, message->edited_at, message->deleted_at,
      reactions);
}

gboolean
parlour_store_get_me (ParlourDb *db, char **me, GError **error)
{
  GError *local = NULL;

  *me = parlour_db_query_text (db, &local, "SELECT value FROM meta WHERE key = 'me'", "");
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
parlour_store_message (ParlourDb *db,
                       gint64 number,
                       const ParlourMessage *message,
                       gint64 by,
                       ParlourChanges *changes,
                       GError **error)
{
  g_autofree char *me = NULL;
  gint64 held, sender;
  gboolean mine;
  Fate fate;

  if (!parlour_store_get_me (db, &me, error))
    return FALSE;
  mine = g_strcmp0 (me, message->sender) == 0;
  if ((mine && !take_from_outbox (db, message, changes, error)) ||
      !tell_fate (db, number, message, &fate, error))
    return FALSE;
  if (fate == GONE)
    return TRUE;
  if (!parlour_store_get_int (db, &held, 0, error, "SELECT rev FROM messages WHERE id = ?1", "i",
                              parlour_store_key (number, message->seq)))
    return FALSE;
  if (MAX (by, message->rev) <= held)
    return TRUE;
  parlour_changes_messages (changes, number, message->conversation, message->seq, message->seq);
  return parlour_store_person (db, message->sender, &sender, error) &&
         write_message (db, number, message, sender, mine,
                        !mine && me != NULL && parlour_message_mentions (message, me),
                        fate == HIDDEN, error);
}

gboolean
parlour_store_drop_conversation (ParlourDb *db, gint64 number, GError **error)
{
  gint64 first = parlour_store_key (number, 0);
  gint64 last = parlour_store_key (number, PARLOUR_SEQ_MAX);

  return parlour_db_run (db, error, "DELETE FROM messages WHERE id BETWEEN ?1 AND ?2", "ii", first,
                         last) &&
         parlour_db_run (db, error, "DELETE FROM blocks WHERE block BETWEEN ?1 AND ?2", "ii",
                         first >> 8, last >> 8) &&
         parlour_db_run (db, error, "DELETE FROM ranges WHERE conversation = ?1", "i", number) &&
         parlour_db_run (db, error, "DELETE FROM members WHERE conversation = ?1", "i", number) &&
         parlour_db_run (db, error, "DELETE FROM notices WHERE id BETWEEN ?1 AND ?2", "ii", first,
                         last) &&
         parlour_db_run (db, error,
                         "DELETE FROM positions WHERE stream = "
                         "(SELECT id FROM conversations WHERE number = ?1)",
                         "i", number) &&
         parlour_db_run (db, error, "DELETE FROM conversations WHERE number = ?1", "i", number);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-send"

#include "server/store/messages.h"

#include "server/store/blocks.h"
#include "server/store/content-hash.h"
#include "server/store/conversations.h"
#include "server/store/log.h"
#include "server/store/mentions.h"
#include "server/store/message-row.h"
#include "server/store/sql.h"

#include "core/event.h"
#include "core/problem.h"

/* This file owns sending exactly once: one row a message whatever the number of its readers, and
 * one that remembers its client_id for ever. On the writer's thread, in its transaction. */

/* What makes two drafts the same thing sent twice. Each list's length is a part of its own. */
static GBytes *
hash_draft (ParlourStore *self, const ParlourMembership *membership, const ParlourDraft *draft)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *reply_to = g_strdup_printf ("%" G_GINT64_FORMAT, draft->reply_to);

  g_ptr_array_add (parts, (gpointer)membership->id);
  g_ptr_array_add (parts, (gpointer)draft->subject);
  g_ptr_array_add (parts, (gpointer)draft->body);
  g_ptr_array_add (parts, reply_to);
  for (const char *const *id = draft->attachments; id != NULL && *id != NULL; id++)
    g_ptr_array_add (parts, (gpointer)*id);
  return parlour_content_hash (self, (const char *const *)parts->pdata, parts->len);
}

/* @seq: of what this sender sent with this client_id; 0 for nothing yet. */
static gboolean
find_sent (ParlourStore *self,
           const ParlourMembership *membership,
           GBytes *client_id,
           GBytes *hmac,
           gint64 *seq,
           GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement =
      parlour_sql_prepare (self, error,
                           "SELECT seq, hmac = ?4 FROM client_ids"
                           " WHERE stream = ?1 AND client_id = ?2 AND sender = ?3",
                           "ibib", membership->stream, client_id, membership->user, hmac);

  *seq = 0;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  if (parlour_statement_get_int (statement, 1) == 0) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_CLIENT_ID_REUSED, "client_id",
                               "This client_id stands for another message.");
    return FALSE;
  }
  *seq = parlour_statement_get_int (statement, 0);
  return TRUE;
}

/* The record outlives the row; nothing of issue is removed yet, so that is a damaged database. */
static gboolean
answer_again (ParlourStore *self,
              const ParlourMembership *membership,
              gint64 seq,
              ParlourMessage **message,
              GError **error)
{
  if (!parlour_store_load_message (self, membership->stream, membership->id, seq, message, error))
    return FALSE;
  if (*message == NULL)
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such message any more.");
  return *message != NULL;
}

gboolean
parlour_store_check_open (const ParlourMembership *membership, GError **error)
{
  if (parlour_membership_is_open (membership))
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_FORBIDDEN, "You are no longer in this group.");
  return FALSE;
}

gboolean
parlour_store_check_there (const ParlourMessage *message, GError **error)
{
  if (message->deleted_at == 0)
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_MESSAGE_DELETED, "This message was deleted.");
  return FALSE;
}

gboolean
parlour_store_check_posting (const ParlourMembership *membership, GError **error)
{
  if (parlour_membership_may_post (membership))
    return TRUE;
  if (parlour_store_check_open (membership, error))
    parlour_problem_set (error, PARLOUR_PROBLEM_POSTING_RESTRICTED,
                         "Not everybody may write in this group.");
  return FALSE;
}

static gboolean
check_reply (ParlourStore *self,
             const ParlourMembership *membership,
             gint64 reply_to,
             GError **error)
{
  GError *local = NULL;

  if (reply_to == 0)
    return TRUE;
  g_autoptr (ParlourMessage) original =
      parlour_store_get_message (self, membership, reply_to, &local);
  if (original != NULL)
    return TRUE;
  if (g_error_matches (local, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND)) {
    g_clear_error (&local);
    parlour_problem_set_field (&local, PARLOUR_PROBLEM_REPLY_UNKNOWN, "reply_to",
                               "There is no such message to reply to.");
  }
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
insert (ParlourStore *self,
        const ParlourMembership *membership,
        const ParlourDraft *draft,
        GBytes *client_id,
        GBytes *hmac,
        ParlourMessage *fields,
        GError **error)
{
  g_autofree char *mentions = fields->mentions != NULL ? g_strjoinv (" ", fields->mentions) : NULL;

  return parlour_log_take (self, membership->stream, 0, &fields->seq, &fields->created_at, error) &&
         parlour_sql_run (self, error,
                          "INSERT INTO events (key, kind, at, actor, reply_to, client_id, mentions,"
                          " subject, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                          "idiizbsss", parlour_event_key (membership->stream, fields->seq),
                          PARLOUR_EVENT_MESSAGE_CREATED, fields->created_at, membership->user,
                          draft->reply_to, client_id, mentions, draft->subject, draft->body) &&
         parlour_sql_run (self, error,
                          "INSERT INTO client_ids (stream, client_id, sender, hmac, seq)"
                          " VALUES (?1, ?2, ?3, ?4, ?5)",
                          "ibibi", membership->stream, client_id, membership->user, hmac,
                          fields->seq);
}

static gboolean
erase_draft (ParlourStore *self, const ParlourMembership *membership, GError **error)
{
  return !membership->has_draft ||
         parlour_sql_run (self, error,
                          "UPDATE members SET draft = NULL WHERE stream = ?1 AND user = ?2", "ii",
                          membership->stream, membership->user);
}

/* Built from what was written: reading the row back would only tell the same. */
static gboolean
send_new (ParlourStore *self,
          const ParlourMembership *membership,
          const ParlourDraft *draft,
          GBytes *client_id,
          GBytes *hmac,
          ParlourMessage **message,
          GError **error)
{
  char id[PARLOUR_ID_CHARS];
  g_auto (GStrv) mentions = NULL;
  ParlourMessage fields = {
      .conversation = membership->id,
      .sender = membership->user_id,
      .client_id = parlour_id_format (draft->client_id, id),
      .subject = draft->subject,
      .body = draft->body,
      .reply_to = draft->reply_to,
  };

  if (!parlour_store_check_posting (membership, error) ||
      !parlour_store_check_block (self, membership, error) ||
      !check_reply (self, membership, draft->reply_to, error) ||
      !parlour_mentions_find (self, membership, draft->body, &mentions, error))
    return FALSE;
  fields.mentions = mentions;
  if (!insert (self, membership, draft, client_id, hmac, &fields, error) ||
      !erase_draft (self, membership, error) ||
      !parlour_store_unarchive (self, membership->stream, fields.created_at, error))
    return FALSE;
  fields.rev = fields.seq;
  *message = parlour_message_new (&fields);
  return TRUE;
}

gboolean
parlour_store_send (ParlourStore *self,
                    const ParlourMembership *membership,
                    const ParlourDraft *draft,
                    ParlourMessage **message,
                    gboolean *repeated,
                    GError **error)
{
  g_return_val_if_fail (membership != NULL && draft != NULL, FALSE);
  g_return_val_if_fail (message != NULL && repeated != NULL, FALSE);

  g_autoptr (GBytes) client_id = g_bytes_new_static (draft->client_id, PARLOUR_ID_BYTES);
  g_autoptr (GBytes) hmac = hash_draft (self, membership, draft);
  gint64 seq = 0;

  *message = NULL;
  *repeated = FALSE;
  if (!find_sent (self, membership, client_id, hmac, &seq, error))
    return FALSE;
  *repeated = seq != 0;
  return seq != 0 ? answer_again (self, membership, seq, message, error)
                  : send_new (self, membership, draft, client_id, hmac, message, error);
}

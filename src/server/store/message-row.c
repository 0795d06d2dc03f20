/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-row"

#include "server/store/message-row.h"

#include "server/store/reaction-row.h"
#include "server/store/sql.h"

#include "core/event.h"
#include "core/id.h"

#include <string.h>

/* This file owns how a message's row becomes a value. On the store's thread. */

enum {
  COLUMN_KEY,
  COLUMN_REV,
  COLUMN_SENDER,
  COLUMN_CLIENT_ID,
  COLUMN_SUBJECT,
  COLUMN_BODY,
  COLUMN_REPLY_TO,
  COLUMN_MENTIONS,
  COLUMN_PINNED,
  COLUMN_AT,
  COLUMN_EDITED_AT,
  COLUMN_DELETED_AT,
  COLUMN_REACTIONS,
};

static const char *
read_client_id (ParlourStatement *statement, char text[PARLOUR_ID_CHARS])
{
  g_autoptr (GBytes) bytes = parlour_statement_get_bytes (statement, COLUMN_CLIENT_ID);

  if (bytes == NULL || g_bytes_get_size (bytes) != PARLOUR_ID_BYTES)
    return NULL;
  return parlour_id_format (g_bytes_get_data (bytes, NULL), text);
}

static char **
read_mentions (ParlourStatement *statement)
{
  const char *text = parlour_statement_get_text (statement, COLUMN_MENTIONS);

  return text != NULL ? g_strsplit (text, " ", -1) : NULL;
}

ParlourMessage *
parlour_message_from_row (ParlourStatement *statement, const char *conversation)
{
  char client_id[PARLOUR_ID_CHARS];
  g_auto (GStrv) mentions = read_mentions (statement);
  const char *reacted = parlour_statement_get_text (statement, COLUMN_REACTIONS);
  g_autoptr (GArray) reactions = reacted != NULL ? parlour_reactions_from_row (reacted) : NULL;
  gint64 seq = parlour_event_key_seq (parlour_statement_get_int (statement, COLUMN_KEY));
  gint64 rev = parlour_statement_get_int (statement, COLUMN_REV);
  ParlourMessage message = {
      .conversation = conversation,
      .seq = seq,
      .rev = rev != 0 ? rev : seq,
      .sender = parlour_statement_get_text (statement, COLUMN_SENDER),
      .client_id = read_client_id (statement, client_id),
      .subject = parlour_statement_get_text (statement, COLUMN_SUBJECT),
      .body = parlour_statement_get_text (statement, COLUMN_BODY),
      .reply_to = parlour_statement_get_int (statement, COLUMN_REPLY_TO),
      .mentions = mentions,
      .pinned = parlour_statement_get_int (statement, COLUMN_PINNED) != 0,
      .created_at = parlour_statement_get_int (statement, COLUMN_AT),
      .edited_at = parlour_statement_get_int (statement, COLUMN_EDITED_AT),
      .deleted_at = parlour_statement_get_int (statement, COLUMN_DELETED_AT),
  };
  if (reactions != NULL) {
    message.reactions = (const ParlourReaction *)(gpointer)reactions->data;
    message.n_reactions = reactions->len;
  }
  return parlour_message_new (&message);
}

gboolean
parlour_store_load_message (ParlourStore *self,
                            gint64 stream,
                            const char *conversation,
                            gint64 seq,
                            ParlourMessage **message,
                            GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self, error,
      "SELECT " PARLOUR_MESSAGE_COLUMNS " FROM events e LEFT JOIN users u ON u.number = e.actor"
      " WHERE e.key = ?1 AND e.kind = ?2",
      "id", parlour_event_key (stream, seq), PARLOUR_EVENT_MESSAGE_CREATED);

  *message = NULL;
  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  if (row)
    *message = parlour_message_from_row (statement, conversation);
  return TRUE;
}

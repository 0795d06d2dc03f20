/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message"

#include "core/message.h"

#include "core/fields.h"
#include "core/limits.h"
#include "core/problem.h"

/* This file owns the value of a message and its JSON. Any thread. */

ParlourMessage *
parlour_message_new (const ParlourMessage *fields)
{
  g_return_val_if_fail (fields != NULL && fields->conversation != NULL && fields->seq > 0, NULL);

  ParlourMessage *self = g_atomic_rc_box_new (ParlourMessage);
  *self = *fields;
  self->conversation = g_strdup (fields->conversation);
  self->sender = g_strdup (fields->sender);
  self->client_id = g_strdup (fields->client_id);
  self->subject = g_strdup (fields->subject);
  self->body = g_strdup (fields->body);
  self->mentions = g_strdupv (fields->mentions);
  self->reactions = parlour_reactions_copy (fields->reactions, fields->n_reactions);
  return self;
}

ParlourMessage *
parlour_message_ref (ParlourMessage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourMessage *self = data;

  g_free ((char *)self->conversation);
  g_free ((char *)self->sender);
  g_free ((char *)self->client_id);
  g_free ((char *)self->subject);
  g_free ((char *)self->body);
  g_strfreev (self->mentions);
  parlour_reactions_free ((ParlourReaction *)self->reactions, self->n_reactions);
}

void
parlour_message_unref (ParlourMessage *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
parlour_message_mentions (const ParlourMessage *self, const char *user)
{
  g_return_val_if_fail (self != NULL && user != NULL, FALSE);
  if (self->mentions == NULL)
    return FALSE;

  const char *const *mentions = (const char *const *)self->mentions;
  return g_strv_contains (mentions, user) || g_strv_contains (mentions, PARLOUR_MENTION_EVERYONE);
}

static void
write_mentions (const ParlourMessage *self, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_array (writer, "mentions");
  for (char **id = self->mentions; id != NULL && *id != NULL; id++)
    parlour_json_writer_string (writer, NULL, *id);
  parlour_json_writer_end_array (writer);
}

void
parlour_message_write (const ParlourMessage *self, ParlourJsonWriter *writer, const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "conversation", self->conversation);
  parlour_json_writer_int (writer, "seq", self->seq);
  parlour_json_writer_int (writer, "rev", self->rev);
  parlour_json_writer_string (writer, "sender", self->sender);
  parlour_json_writer_string (writer, "client_id", self->client_id);
  parlour_json_writer_string (writer, "subject", self->subject);
  parlour_json_writer_string (writer, "body", self->body);
  if (self->reply_to != 0)
    parlour_json_writer_int (writer, "reply_to", self->reply_to);
  else
    parlour_json_writer_null (writer, "reply_to");
  write_mentions (self, writer);
  parlour_json_writer_raw (writer, "attachments", "[]");
  parlour_reactions_write (self->reactions, self->n_reactions, writer);
  parlour_json_writer_boolean (writer, "pinned", self->pinned);
  parlour_json_writer_time (writer, "created_at", self->created_at);
  parlour_json_writer_time (writer, "edited_at", self->edited_at);
  parlour_json_writer_time (writer, "deleted_at", self->deleted_at);
  parlour_json_writer_end_object (writer);
}

/* A server may be hostile; what it can't have taken from anybody is refused. */
static gboolean
check_texts (const ParlourMessage *message, GError **error)
{
  if ((message->body != NULL && g_utf8_strlen (message->body, -1) > PARLOUR_BODY_CHARS_MAX) ||
      (message->subject != NULL &&
       g_utf8_strlen (message->subject, -1) > PARLOUR_SUBJECT_CHARS_MAX)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_INVALID_FIELD,
                         "The server sent a message that is too long.");
    return FALSE;
  }
  return TRUE;
}

ParlourMessage *
parlour_message_read (JsonObject *object, GError **error)
{
  g_return_val_if_fail (object != NULL, NULL);

  ParlourFields in = PARLOUR_FIELDS (object);
  g_auto (GStrv) mentions = parlour_fields_strings (&in, "mentions", 0);
  g_autoptr (GArray) reactions = parlour_reactions_read (&in);
  ParlourMessage message = {
      .conversation = parlour_fields_string (&in, "conversation", PARLOUR_FIELD_REQUIRED),
      .seq = parlour_fields_int (&in, "seq", PARLOUR_FIELD_REQUIRED, 1, G_MAXUINT32, 0),
      .rev = parlour_fields_int (&in, "rev", PARLOUR_FIELD_REQUIRED, 1, G_MAXUINT32, 0),
      .sender = parlour_fields_string (&in, "sender", PARLOUR_FIELD_REQUIRED),
      .client_id = parlour_fields_string (&in, "client_id", PARLOUR_FIELD_REQUIRED),
      .subject = parlour_fields_string (&in, "subject", 0),
      .body = parlour_fields_string (&in, "body", 0),
      .reply_to = parlour_fields_int (&in, "reply_to", 0, 0, G_MAXUINT32, 0),
      .mentions = mentions,
      .reactions = (const ParlourReaction *)(gpointer)reactions->data,
      .n_reactions = reactions->len,
      .pinned = parlour_fields_boolean (&in, "pinned", 0, FALSE),
      .created_at = parlour_fields_time (&in, "created_at", PARLOUR_FIELD_REQUIRED),
      .edited_at = parlour_fields_time (&in, "edited_at", 0),
      .deleted_at = parlour_fields_time (&in, "deleted_at", 0),
  };
  if (!parlour_fields_end_lax (&in, error) || !check_texts (&message, error))
    return NULL;
  return parlour_message_new (&message);
}

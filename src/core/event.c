/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-event"

#include "core/event.h"

#include "core/fields.h"

/* This file owns the value of an event and its JSON. Any thread. */

static const char *const kind_names[] = {
    [PARLOUR_EVENT_VOID] = "void",
    [PARLOUR_EVENT_MESSAGE_CREATED] = "message.created",
    [PARLOUR_EVENT_MESSAGE_EDITED] = "message.edited",
    [PARLOUR_EVENT_MESSAGE_DELETED] = "message.deleted",
    [PARLOUR_EVENT_REACTION_ADDED] = "reaction.added",
    [PARLOUR_EVENT_REACTION_REMOVED] = "reaction.removed",
    [PARLOUR_EVENT_PIN_ADDED] = "pin.added",
    [PARLOUR_EVENT_PIN_REMOVED] = "pin.removed",
    [PARLOUR_EVENT_CONVERSATION_UPDATED] = "conversation.updated",
    [PARLOUR_EVENT_MEMBER_JOINED] = "member.joined",
    [PARLOUR_EVENT_MEMBER_CHANGED] = "member.changed",
    [PARLOUR_EVENT_MEMBER_LEFT] = "member.left",
    [PARLOUR_EVENT_CONVERSATION_ADDED] = "conversation.added",
    [PARLOUR_EVENT_CONVERSATION_REMOVED] = "conversation.removed",
    [PARLOUR_EVENT_MESSAGE_HIDDEN] = "message.hidden",
    [PARLOUR_EVENT_HISTORY_CLEARED] = "history.cleared",
    [PARLOUR_EVENT_SETTINGS_CHANGED] = "settings.changed",
    [PARLOUR_EVENT_STAR_ADDED] = "star.added",
    [PARLOUR_EVENT_STAR_REMOVED] = "star.removed",
    [PARLOUR_EVENT_SESSION_REVOKED] = "session.revoked",
};

ParlourEvent *
parlour_event_new (const ParlourEvent *fields)
{
  g_return_val_if_fail (fields != NULL && fields->stream != NULL && fields->seq > 0, NULL);

  ParlourEvent *self = g_atomic_rc_box_new (ParlourEvent);
  *self = *fields;
  self->stream = g_strdup (fields->stream);
  self->actor = g_strdup (fields->actor);
  self->conversation = g_strdup (fields->conversation);
  self->session = g_strdup (fields->session);
  if (fields->message != NULL)
    self->message = parlour_message_ref (fields->message);
  return self;
}

ParlourEvent *
parlour_event_ref (ParlourEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourEvent *self = data;

  g_free ((char *)self->stream);
  g_free ((char *)self->actor);
  g_free ((char *)self->conversation);
  g_free ((char *)self->session);
  g_clear_pointer (&self->message, parlour_message_unref);
}

void
parlour_event_unref (ParlourEvent *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
parlour_event_kind_to_string (ParlourEventKind kind)
{
  return kind < G_N_ELEMENTS (kind_names) ? kind_names[kind] : NULL;
}

ParlourEventKind
parlour_event_kind_from_string (const char *name)
{
  g_return_val_if_fail (name != NULL, PARLOUR_EVENT_UNKNOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (kind_names[i], name) == 0)
      return (ParlourEventKind)i;
  return PARLOUR_EVENT_UNKNOWN;
}

static const char *
target_name (ParlourEventKind kind)
{
  return kind == PARLOUR_EVENT_HISTORY_CLEARED ? "through" : "target";
}

static void
write_id_object (ParlourJsonWriter *writer, const char *name, const char *id)
{
  if (id == NULL)
    return;
  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "id", id);
  parlour_json_writer_end_object (writer);
}

void
parlour_event_write (const ParlourEvent *self, ParlourJsonWriter *writer, const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "op", "event");
  parlour_json_writer_string (writer, "stream", self->stream);
  parlour_json_writer_int (writer, "seq", self->seq);
  parlour_json_writer_string (writer, "kind", parlour_event_kind_to_string (self->kind));
  parlour_json_writer_time (writer, "at", self->at);
  parlour_json_writer_string (writer, "actor", self->actor);
  if (self->message != NULL)
    parlour_message_write (self->message, writer, "message");
  write_id_object (writer, "conversation", self->conversation);
  write_id_object (writer, "session", self->session);
  if (self->target != 0)
    parlour_json_writer_int (writer, target_name (self->kind), self->target);
  parlour_json_writer_end_object (writer);
}

/* Returns: (transfer none) (nullable): the "id" of the object that is called @name. */
static const char *
read_id_object (ParlourFields *from, const char *name)
{
  JsonObject *object = parlour_fields_object (from, name, 0);

  if (object == NULL)
    return NULL;

  ParlourFields in = PARLOUR_FIELDS (object);
  const char *id = parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED);
  if (in.error != NULL)
    parlour_fields_fail (from, g_steal_pointer (&in.error));
  return id;
}

static ParlourMessage *
read_message (ParlourFields *from)
{
  JsonObject *object = parlour_fields_object (from, "message", 0);
  GError *error = NULL;

  if (object == NULL)
    return NULL;

  ParlourMessage *message = parlour_message_read (object, &error);
  if (message == NULL)
    parlour_fields_fail (from, error);
  return message;
}

ParlourEvent *
parlour_event_read (JsonObject *object, GError **error)
{
  g_return_val_if_fail (object != NULL, NULL);

  ParlourFields in = PARLOUR_FIELDS (object);
  g_autoptr (ParlourMessage) message = read_message (&in);
  const char *kind = parlour_fields_string (&in, "kind", PARLOUR_FIELD_REQUIRED);
  ParlourEvent event = {
      .stream = parlour_fields_string (&in, "stream", PARLOUR_FIELD_REQUIRED),
      .seq = parlour_fields_int (&in, "seq", PARLOUR_FIELD_REQUIRED, 1, G_MAXUINT32, 0),
      .kind = kind != NULL ? parlour_event_kind_from_string (kind) : PARLOUR_EVENT_UNKNOWN,
      .at = parlour_fields_time (&in, "at", 0),
      .actor = parlour_fields_string (&in, "actor", 0),
      .message = message,
      .conversation = read_id_object (&in, "conversation"),
      .session = read_id_object (&in, "session"),
  };
  event.target = parlour_fields_int (&in, target_name (event.kind), 0, 0, G_MAXUINT32, 0);
  return parlour_fields_end_lax (&in, error) ? parlour_event_new (&event) : NULL;
}

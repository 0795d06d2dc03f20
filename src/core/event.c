/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-event"

#include "core/event.h"

#include "core/fields.h"
#include "core/problem.h"

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
    [PARLOUR_EVENT_BLOCK_CHANGED] = "block.changed",
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
  self->emoji = g_strdup (fields->emoji);
  self->user = g_strdup (fields->user);
  self->title = g_strdup (fields->title);
  if (fields->member != NULL)
    self->member = parlour_user_ref (fields->member);
  if (fields->group != NULL)
    self->group = parlour_group_ref (fields->group);
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
  g_free ((char *)self->emoji);
  g_free ((char *)self->user);
  g_free ((char *)self->title);
  g_clear_pointer (&self->member, parlour_user_unref);
  g_clear_pointer (&self->group, parlour_group_unref);
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

static ParlourEventKind
kind_from_string (const char *name)
{
  g_return_val_if_fail (name != NULL, PARLOUR_EVENT_UNKNOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (kind_names[i], name) == 0)
      return (ParlourEventKind)i;
  return PARLOUR_EVENT_UNKNOWN;
}

gboolean
parlour_event_is_line (const ParlourEvent *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->kind >= PARLOUR_EVENT_CONVERSATION_UPDATED &&
         self->kind <= PARLOUR_EVENT_MEMBER_LEFT;
}

ParlourEvent *
parlour_event_to_line (ParlourEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  if (self->group == NULL)
    return parlour_event_ref (self);

  ParlourEvent fields = *self;
  fields.group = NULL;
  return parlour_event_new (&fields);
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

static void
write_member (const ParlourEvent *self, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_object (writer, "member");
  parlour_user_write (self->member, writer, "user");
  parlour_json_writer_string (writer, "role", parlour_member_role_to_string (self->role));
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
  if (self->emoji != NULL)
    parlour_json_writer_string (writer, "emoji", self->emoji);
  if (self->member != NULL)
    write_member (self, writer);
  if (self->group != NULL)
    parlour_group_write (self->group, writer, "conversation");
  if (self->title != NULL)
    parlour_json_writer_string (writer, "title", self->title);
  write_id_object (writer, "conversation", self->conversation);
  write_id_object (writer, "session", self->session);
  write_id_object (writer, "user", self->user);
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

static void
read_member (ParlourFields *from, ParlourMember *member)
{
  JsonObject *object = parlour_fields_object (from, "member", 0);
  GError *error = NULL;

  if (object != NULL && !parlour_member_read (object, member, &error))
    parlour_fields_fail (from, error);
}

static ParlourGroup *
read_group (ParlourFields *from)
{
  JsonObject *object = parlour_fields_object (from, "conversation", 0);
  GError *error = NULL;

  if (object == NULL)
    return NULL;

  ParlourGroup *group = parlour_group_read (object, &error);
  if (group == NULL)
    parlour_fields_fail (from, error);
  return group;
}

/* What this kind of event can't be without. */
static void
check_parts (ParlourFields *in, const ParlourEvent *event)
{
  gboolean is_member =
      event->kind >= PARLOUR_EVENT_MEMBER_JOINED && event->kind <= PARLOUR_EVENT_MEMBER_LEFT;
  GError *error = NULL;

  if (!is_member || event->member != NULL)
    return;
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_MISSING_FIELD, "member",
                             "The server sent an event without its object.");
  parlour_fields_fail (in, error);
}

static ParlourEvent *
finish_reading (ParlourFields *in, ParlourEvent *event, GError **error)
{
  ParlourMember member = {0};
  g_autoptr (ParlourGroup) group =
      event->kind == PARLOUR_EVENT_CONVERSATION_UPDATED ? read_group (in) : NULL;
  ParlourEvent *result = NULL;

  read_member (in, &member);
  event->group = group;
  event->member = member.user;
  event->role = member.role;
  if (event->kind == PARLOUR_EVENT_CONVERSATION_UPDATED)
    event->title = parlour_fields_string (in, "title", 0);
  else
    event->conversation = read_id_object (in, "conversation");
  check_parts (in, event);
  if (parlour_fields_end_lax (in, error))
    result = parlour_event_new (event);
  parlour_member_clear (&member);
  return result;
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
      .kind = kind != NULL ? kind_from_string (kind) : PARLOUR_EVENT_UNKNOWN,
      .at = parlour_fields_time (&in, "at", 0),
      .actor = parlour_fields_string (&in, "actor", 0),
      .message = message,
      .session = read_id_object (&in, "session"),
      .emoji = parlour_fields_string (&in, "emoji", 0),
      .user = read_id_object (&in, "user"),
  };
  event.target = parlour_fields_int (&in, target_name (event.kind), 0, 0, G_MAXUINT32, 0);
  return finish_reading (&in, &event, error);
}

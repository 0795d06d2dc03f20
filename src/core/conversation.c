/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-conversation"

#include "core/conversation.h"

#include "core/fields.h"
#include "core/limits.h"

/* This file owns the value of a conversation and its JSON. Any thread. */

static const char *const kinds[] = {"direct", "group", NULL};
static const char *const notifies[] = {"all", "mentions", "none", NULL};

static ParlourMember *
copy_members (const ParlourMember *members, gsize n)
{
  ParlourMember *copy = g_new0 (ParlourMember, n);

  for (gsize i = 0; i < n; i++) {
    copy[i] = members[i];
    copy[i].user = parlour_user_ref (members[i].user);
  }
  return copy;
}

ParlourConversation *
parlour_conversation_new (const ParlourConversation *fields)
{
  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  ParlourConversation *self = g_atomic_rc_box_new (ParlourConversation);
  *self = *fields;
  self->id = g_strdup (fields->id);
  self->title = g_strdup (fields->title);
  self->description = g_strdup (fields->description);
  self->avatar = g_strdup (fields->avatar);
  self->draft = g_strdup (fields->draft);
  if (fields->last_message != NULL)
    self->last_message = parlour_message_ref (fields->last_message);
  self->members = copy_members (fields->members, fields->n_members);
  return self;
}

ParlourConversation *
parlour_conversation_ref (ParlourConversation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourConversation *self = data;

  g_free ((char *)self->id);
  g_free ((char *)self->title);
  g_free ((char *)self->description);
  g_free ((char *)self->avatar);
  g_free ((char *)self->draft);
  g_clear_pointer (&self->last_message, parlour_message_unref);
  for (gsize i = 0; i < self->n_members; i++)
    parlour_user_unref (self->members[i].user);
  g_free ((ParlourMember *)self->members);
}

void
parlour_conversation_unref (ParlourConversation *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const ParlourMember *
parlour_conversation_get_peer (const ParlourConversation *self, const char *my_id)
{
  if (self->kind != PARLOUR_CONVERSATION_DIRECT)
    return NULL;
  for (gsize i = 0; i < self->n_members; i++)
    if (g_strcmp0 (self->members[i].user->id, my_id) != 0)
      return &self->members[i];
  return NULL;
}

static void
write_settings (const ParlourConversation *self, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_object (writer, "settings");
  parlour_json_writer_boolean (writer, "archived", self->archived);
  parlour_json_writer_boolean (writer, "pinned", self->pinned);
  parlour_json_writer_string (writer, "notify", notifies[self->notify]);
  parlour_json_writer_time (writer, "muted_until", self->muted_until);
  parlour_json_writer_boolean (writer, "marked_unread", self->marked_unread);
  parlour_json_writer_string (writer, "draft", self->draft);
  parlour_json_writer_end_object (writer);
}

static void
write_members (const ParlourConversation *self, ParlourJsonWriter *writer)
{
  parlour_json_writer_begin_array (writer, "members");
  for (gsize i = 0; i < self->n_members; i++) {
    const ParlourMember *member = &self->members[i];
    parlour_json_writer_begin_object (writer, NULL);
    parlour_user_write (member->user, writer, "user");
    parlour_json_writer_string (writer, "role", parlour_member_role_to_string (member->role));
    parlour_json_writer_int (writer, "read", member->read);
    parlour_json_writer_int (writer, "delivered", member->delivered);
    parlour_json_writer_end_object (writer);
  }
  parlour_json_writer_end_array (writer);
}

/* Each kind has what makes sense for it. */
static void
write_rules (const ParlourConversation *self, ParlourJsonWriter *writer)
{
  if (self->kind == PARLOUR_CONVERSATION_DIRECT) {
    parlour_json_writer_boolean (writer, "blocked", self->blocked);
    return;
  }
  parlour_json_writer_string (writer, "posting", parlour_posting_to_string (self->posting));
  parlour_json_writer_string (writer, "joining", parlour_joining_to_string (self->joining));
  parlour_json_writer_string (writer, "past", parlour_past_to_string (self->past));
  parlour_json_writer_boolean (writer, "common", self->common);
}

void
parlour_conversation_write (const ParlourConversation *self,
                            ParlourJsonWriter *writer,
                            const char *name)
{
  parlour_json_writer_begin_object (writer, name);
  parlour_json_writer_string (writer, "id", self->id);
  parlour_json_writer_string (writer, "kind", kinds[self->kind]);
  parlour_json_writer_string (writer, "title", self->title);
  parlour_json_writer_string (writer, "description", self->description);
  parlour_json_writer_string (writer, "avatar", self->avatar);
  write_rules (self, writer);
  parlour_json_writer_time (writer, "created_at", self->created_at);
  parlour_json_writer_time (writer, "updated_at", self->updated_at);
  parlour_json_writer_int (writer, "top", self->top);
  if (self->last_message != NULL)
    parlour_message_write (self->last_message, writer, "last_message");
  else
    parlour_json_writer_null (writer, "last_message");
  parlour_json_writer_int (writer, "unread", self->unread);
  parlour_json_writer_int (writer, "mentions", self->mentions);
  write_settings (self, writer);
  parlour_json_writer_begin_object (writer, "me");
  parlour_json_writer_string (writer, "role", parlour_member_role_to_string (self->role));
  parlour_json_writer_int (writer, "read", self->read);
  parlour_json_writer_int (writer, "delivered", self->delivered);
  parlour_json_writer_end_object (writer);
  parlour_json_writer_int (writer, "member_count", self->member_count);
  write_members (self, writer);
  parlour_json_writer_end_object (writer);
}

static void
read_settings (ParlourFields *from, ParlourConversation *into)
{
  JsonObject *object = parlour_fields_object (from, "settings", 0);

  if (object == NULL)
    return;

  ParlourFields in = PARLOUR_FIELDS (object);
  into->archived = parlour_fields_boolean (&in, "archived", 0, FALSE);
  into->pinned = parlour_fields_boolean (&in, "pinned", 0, FALSE);
  into->marked_unread = parlour_fields_boolean (&in, "marked_unread", 0, FALSE);
  into->notify = (ParlourNotify)parlour_fields_choice (&in, "notify", notifies, PARLOUR_NOTIFY_ALL);
  into->muted_until = parlour_fields_time (&in, "muted_until", 0);
  into->draft = parlour_fields_string (&in, "draft", 0);
  if (in.error != NULL)
    parlour_fields_fail (from, g_steal_pointer (&in.error));
}

static void
read_me (ParlourFields *from, ParlourConversation *into)
{
  JsonObject *object = parlour_fields_object (from, "me", PARLOUR_FIELD_REQUIRED);

  if (object == NULL)
    return;

  ParlourFields in = PARLOUR_FIELDS (object);
  into->role = parlour_member_role_read (&in);
  into->read = parlour_fields_int (&in, "read", 0, 0, G_MAXUINT32, 0);
  into->delivered = parlour_fields_int (&in, "delivered", 0, 0, G_MAXUINT32, 0);
  if (in.error != NULL)
    parlour_fields_fail (from, g_steal_pointer (&in.error));
}

static void
clear_member_cb (gpointer data)
{
  parlour_member_clear (data);
}

static gboolean
read_member (JsonNode *node, ParlourMember *member, GError **error)
{
  g_autoptr (JsonObject) nothing = json_object_new ();

  return parlour_member_read (JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : nothing,
                              member, error);
}

static GArray *
read_members (ParlourFields *from)
{
  GArray *members = g_array_new (FALSE, TRUE, sizeof (ParlourMember));
  JsonArray *array = parlour_fields_array (from, "members", 0);

  g_array_set_clear_func (members, clear_member_cb);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    ParlourMember member = {0};
    GError *error = NULL;
    if (read_member (json_array_get_element (array, i), &member, &error))
      g_array_append_val (members, member);
    else
      parlour_fields_fail (from, error);
  }
  return members;
}

static ParlourMessage *
read_last_message (ParlourFields *from)
{
  JsonObject *object = parlour_fields_object (from, "last_message", 0);
  GError *error = NULL;

  if (object == NULL)
    return NULL;

  ParlourMessage *message = parlour_message_read (object, &error);
  if (message == NULL)
    parlour_fields_fail (from, error);
  return message;
}

ParlourConversation *
parlour_conversation_read (JsonObject *object, GError **error)
{
  g_return_val_if_fail (object != NULL, NULL);

  ParlourFields in = PARLOUR_FIELDS (object);
  g_autoptr (GArray) members = read_members (&in);
  g_autoptr (ParlourMessage) last_message = read_last_message (&in);
  ParlourConversation value = {
      .id = parlour_fields_string (&in, "id", PARLOUR_FIELD_REQUIRED),
      .kind = (ParlourConversationKind)parlour_fields_choice (&in, "kind", kinds,
                                                              PARLOUR_CONVERSATION_GROUP),
      .title = parlour_fields_string (&in, "title", 0),
      .description = parlour_fields_string (&in, "description", 0),
      .avatar = parlour_fields_string (&in, "avatar", 0),
      .common = parlour_fields_boolean (&in, "common", 0, FALSE),
      .blocked = parlour_fields_boolean (&in, "blocked", 0, FALSE),
      .created_at = parlour_fields_time (&in, "created_at", 0),
      .updated_at = parlour_fields_time (&in, "updated_at", 0),
      .top = parlour_fields_int (&in, "top", PARLOUR_FIELD_REQUIRED, 0, G_MAXUINT32, 0),
      .last_message = last_message,
      .unread = parlour_fields_int (&in, "unread", 0, 0, PARLOUR_UNREAD_MAX, 0),
      .mentions = parlour_fields_int (&in, "mentions", 0, 0, PARLOUR_UNREAD_MAX, 0),
      .member_count = parlour_fields_int (&in, "member_count", 0, 0, G_MAXINT32, 0),
      .members = (const ParlourMember *)(gpointer)members->data,
      .n_members = members->len,
  };
  parlour_group_read_rules (&in, &value.posting, &value.joining, &value.past);
  read_settings (&in, &value);
  read_me (&in, &value);
  return parlour_fields_end_lax (&in, error) ? parlour_conversation_new (&value) : NULL;
}

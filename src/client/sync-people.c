/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-people"

#include "client/frame.h"
#include "client/sync-private.h"
#include "core/timestamp.h"

/* This file owns the states of people that come beside the events: here or not, typing, a new
 * profile; and who those are that history and events name by their ids alone. Main thread. */

#define TYPING_AGAIN_SECONDS 3 /* a word of it holds twice as long */

void
parlour_sync_hear_presence (ParlourSync *self, JsonObject *frame)
{
  const char *user = parlour_frame_get_string (frame, "user");
  const char *last_seen = parlour_frame_get_string (frame, "last_seen");
  gint64 at = 0;

  if (user == NULL || (last_seen != NULL && !parlour_timestamp_parse (last_seen, &at)))
    return;
  parlour_presence_hear (self->presence, user, parlour_frame_get_boolean (frame, "online"), at);
}

void
parlour_sync_hear_typing (ParlourSync *self, JsonObject *frame)
{
  const char *conversation = parlour_frame_get_string (frame, "conversation");
  const char *user = parlour_frame_get_string (frame, "user");

  if (conversation != NULL && user != NULL)
    parlour_presence_hear_typing (self->presence, conversation, user,
                                  parlour_frame_get_boolean (frame, "typing"));
}

void
parlour_sync_hear_profile (ParlourSync *self, JsonObject *frame)
{
  JsonObject *object = parlour_frame_get_object (frame, "user");
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) user = object != NULL ? parlour_user_read (object, &error) : NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  if (user == NULL)
    return; /* the next reading of them brings it */
  g_ptr_array_add (one, user);
  parlour_copy_store_users_async (self->copy, one, NULL, NULL);
  if (user->own_view) /* only one's own devices are told it */
    g_signal_emit_by_name (self, "own-profile", user);
}

ParlourPresence *
parlour_sync_get_presence (ParlourSync *self)
{
  g_return_val_if_fail (PARLOUR_IS_SYNC (self), NULL);
  return self->presence;
}

static gboolean
was_just_said (ParlourSync *self, const char *conversation)
{
  return g_strcmp0 (self->typing_in, conversation) == 0 &&
         g_get_monotonic_time () - self->typing_at < TYPING_AGAIN_SECONDS * G_USEC_PER_SEC;
}

static void
say_typing (ParlourSync *self, const char *conversation, gboolean typing)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "typing");
  parlour_json_writer_string (writer, "conversation", conversation);
  parlour_json_writer_boolean (writer, "typing", typing);
  parlour_json_writer_end_object (writer);
  parlour_socket_send (self->socket, writer);
}

void
parlour_sync_say_typing (ParlourSync *self, const char *conversation, gboolean typing)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self) && conversation != NULL);

  if (self->state != PARLOUR_ACCOUNT_ONLINE || self->socket == NULL)
    return;
  if (typing ? was_just_said (self, conversation) : g_strcmp0 (self->typing_in, conversation) != 0)
    return;
  say_typing (self, conversation, typing);
  g_free (self->typing_in);
  self->typing_in = typing ? g_strdup (conversation) : NULL;
  self->typing_at = g_get_monotonic_time ();
}

static void
strangers_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourSync) self = data;
  g_autoptr (GPtrArray) strangers =
      parlour_copy_get_strangers_finish (PARLOUR_COPY (source), result, NULL);

  if (self->strangers == NULL)
    return;
  for (guint i = 0; strangers != NULL && i < strangers->len; i++)
    parlour_profile_reader_ask (self->strangers, g_ptr_array_index (strangers, i));
}

void
parlour_sync_name_strangers (ParlourSync *self)
{
  parlour_copy_get_strangers_async (self->copy, self->cancellable, strangers_cb,
                                    g_object_ref (self));
}

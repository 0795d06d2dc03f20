/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

#include "server/store/users.h"

/* This file owns how a changed profile is told: to everybody, since everybody finds them in the
 * directory, in as many frames as there are views of it. On the feed's thread. */

typedef struct {
  GBytes *own;    /* to one's own devices */
  GBytes *others; /* to those who may see when they were last here */
  GBytes *rest;
} Frames;

static void
frames_clear (Frames *frames)
{
  g_clear_pointer (&frames->own, g_bytes_unref);
  g_clear_pointer (&frames->others, g_bytes_unref);
  g_clear_pointer (&frames->rest, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Frames, frames_clear)

static GBytes *
encode (const ParlourUser *user)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "profile");
  parlour_user_write (user, writer, "user");
  parlour_json_writer_end_object (writer);
  return parlour_feed_frame (writer);
}

static Frames
make_frames (const ParlourUser *own)
{
  ParlourUser seen = *own;
  Frames frames = {.own = encode (own)};

  seen.own_view = FALSE;
  frames.others = encode (&seen);
  seen.last_seen = 0;
  frames.rest = encode (&seen);
  return frames;
}

static void
tell (ParlourFeed *self, GPtrArray *connections, const char *key, GBytes *frame)
{
  for (guint i = 0; i < connections->len; i++) {
    const FeedConnection *connection = connections->pdata[i];
    if (connection->greeted)
      parlour_hub_set_state (self->hub, connection->id, key, frame);
  }
}

void
parlour_feed_profile_changed (ParlourFeed *self, const ParlourChange *change)
{
  g_autoptr (ParlourUser) user =
      parlour_store_get_user (self->store, change->user, change->user, NULL);
  g_autoptr (GHashTable) hidden_from =
      parlour_store_list_not_shared_with (self->store, change->user, NULL);
  GHashTableIter iter;
  gpointer viewer, connections;

  if (user == NULL || hidden_from == NULL)
    return;
  g_auto (Frames) frames = make_frames (user);
  g_autofree char *key = g_strconcat ("profile/", user->id, NULL);
  g_hash_table_iter_init (&iter, self->users);
  while (g_hash_table_iter_next (&iter, &viewer, &connections)) {
    GBytes *frame = frames.others;
    if (*(gint64 *)viewer == change->user)
      frame = frames.own;
    else if (g_hash_table_contains (hidden_from, viewer))
      frame = frames.rest;
    tell (self, connections, key, frame);
  }
  /* it may be what they share that changed */
  parlour_feed_presence_changed (self, change->user);
}

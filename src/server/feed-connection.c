/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

/* This file owns connections, their positions, and which streams have followers. On the feed's
 * thread. */

static void
remove_user (ParlourFeed *self, FeedConnection *connection)
{
  GPtrArray *connections = g_hash_table_lookup (self->users, &connection->peer->session->user);

  if (connections == NULL)
    return;
  parlour_online_remove (self->online, connection->peer->session->user);
  g_ptr_array_remove_fast (connections, connection);
  if (connections->len > 0)
    return;
  g_hash_table_remove (self->users, &connection->peer->session->user);
  parlour_feed_came_or_left (self, connection->peer->session->user);
}

static void
add_user (ParlourFeed *self, FeedConnection *connection)
{
  gint64 user = connection->peer->session->user;
  GPtrArray *connections = g_hash_table_lookup (self->users, &user);

  if (connections == NULL) {
    connections = g_ptr_array_new ();
    g_hash_table_insert (self->users, g_memdup2 (&user, sizeof user), connections);
  }
  g_ptr_array_add (connections, connection);
  parlour_online_add (self->online, user);
  if (connections->len == 1)
    parlour_feed_came_or_left (self, user);
}

/* The session may have ended between the upgrade's look and now, before this connection could be
 * found by it. */
void
parlour_feed_open (ParlourFeed *self, ParlourConnectionId id, ParlourPeer *peer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourSession) session =
      parlour_store_get_session (self->store, peer->session->number, &error);

  if (session == NULL) {
    parlour_hub_close (self->hub, id, PARLOUR_CLOSE_SIGNED_OUT, "signed out");
    return;
  }
  FeedConnection *connection = g_new0 (FeedConnection, 1);
  connection->feed = self;
  connection->id = id;
  connection->peer = g_atomic_rc_box_acquire (peer);
  connection->tops_at =
      g_get_monotonic_time () + self->config->hello_seconds * (gint64)G_USEC_PER_SEC;
  connection->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
  connection->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  connection->watched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  connection->people = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&connection->ready);
  add_user (self, connection);
  g_hash_table_insert (self->connections, &connection->id, connection);
}

void
parlour_feed_close (ParlourFeed *self, ParlourConnectionId id)
{
  g_hash_table_remove (self->connections, &id);
}

/* The last position of a stream takes the stream with it. */
static void
drop_position (FeedPosition *position)
{
  FeedConnection *connection = position->connection;
  FeedStream *stream = position->stream;

  parlour_feed_forget_unacked (position);
  if (position->ready)
    g_queue_remove (&connection->ready, position);
  g_hash_table_remove (connection->positions, &stream->number);
  g_hash_table_remove (connection->by_id, stream->id);
  g_ptr_array_remove_fast (stream->positions, position);
  if (stream->positions->len == 0) {
    g_ptr_array_remove_fast (connection->feed->paged, stream);
    g_hash_table_remove (connection->feed->streams, &stream->number);
  }
  g_clear_pointer (&position->membership, parlour_membership_unref);
  g_clear_pointer (&position->hidden, g_array_unref);
  g_free (position);
}

void
parlour_feed_connection_free (FeedConnection *connection)
{
  GHashTableIter iter;
  gpointer position;

  if (connection->dirty)
    g_ptr_array_remove_fast (connection->feed->dirty, connection);
  parlour_feed_unwatch_people (connection);
  remove_user (connection->feed, connection);
  g_queue_clear (&connection->ready);
  g_hash_table_iter_init (&iter, connection->positions);
  while (g_hash_table_iter_next (&iter, NULL, &position)) {
    g_hash_table_iter_steal (&iter);
    ((FeedPosition *)position)->ready = FALSE;
    drop_position (position);
  }
  g_hash_table_unref (connection->positions);
  g_hash_table_unref (connection->by_id);
  g_hash_table_unref (connection->watched);
  g_hash_table_unref (connection->people);
  g_clear_pointer (&connection->named, g_hash_table_unref);
  g_free (connection->epoch);
  parlour_peer_free (connection->peer);
  g_free (connection);
}

void
parlour_feed_stream_free (FeedStream *stream)
{
  g_clear_pointer (&stream->pages, g_ptr_array_unref);
  g_ptr_array_unref (stream->positions);
  g_free (stream);
}

static FeedStream *
ensure_stream (ParlourFeed *self, gint64 number, const char *id, gboolean is_inbox, gint64 top)
{
  FeedStream *stream = g_hash_table_lookup (self->streams, &number);

  if (stream == NULL) {
    stream = g_new0 (FeedStream, 1);
    stream->number = number;
    stream->is_inbox = is_inbox;
    g_strlcpy (stream->id, id, sizeof stream->id);
    stream->positions = g_ptr_array_new ();
    g_hash_table_insert (self->streams, &stream->number, stream);
  }
  stream->top = MAX (stream->top, top);
  return stream;
}

FeedPosition *
parlour_feed_add_position (FeedConnection *connection,
                           gint64 stream,
                           const char *id,
                           gboolean is_inbox,
                           gint64 top,
                           gint64 sent)
{
  FeedPosition *position = g_new0 (FeedPosition, 1);

  position->connection = connection;
  position->stream = ensure_stream (connection->feed, stream, id, is_inbox, top);
  position->sent = sent;
  position->told_top = top;
  position->told_read = -1;
  g_ptr_array_add (position->stream->positions, position);
  g_hash_table_insert (connection->positions, &position->stream->number, position);
  g_hash_table_insert (connection->by_id, position->stream->id, position);
  return position;
}

void
parlour_feed_forget_unacked (FeedPosition *position)
{
  for (guint i = 0; position->unacked != NULL && i < position->unacked->len; i++) {
    position->connection->unacked--;
    position->connection->unacked_bytes -= g_array_index (position->unacked, FeedUnacked, i).bytes;
  }
  g_clear_pointer (&position->unacked, g_array_unref);
}

void
parlour_feed_lose (FeedConnection *connection, const char *id, const char *reason)
{
  FeedPosition *position = g_hash_table_lookup (connection->by_id, id);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (position != NULL) {
    position->lost = TRUE;
    parlour_feed_forget_unacked (position);
  }
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "reset");
  parlour_json_writer_string (writer, "stream", id);
  parlour_json_writer_string (writer, "reason", reason);
  parlour_json_writer_end_object (writer);
  g_autoptr (GBytes) frame = parlour_feed_frame (writer);
  parlour_hub_send_event (connection->feed->hub, connection->id, frame);
}

void
parlour_feed_mark_dirty (FeedConnection *connection)
{
  if (connection->dirty)
    return;
  connection->dirty = TRUE;
  g_ptr_array_add (connection->feed->dirty, connection);
}

/* Who has left has got all that there is for them, however the stream moves. */
static gboolean
has_ended (const FeedPosition *position)
{
  const ParlourMembership *membership = position->membership;

  return membership != NULL && !parlour_membership_is_open (membership) &&
         position->sent >= parlour_membership_get_top (membership);
}

void
parlour_feed_mark_ready (FeedPosition *position)
{
  FeedConnection *connection = position->connection;

  if (position->lost || !connection->greeted || position->sent >= position->stream->top ||
      has_ended (position))
    return;
  parlour_feed_mark_dirty (connection);
  if (position->ready)
    return;
  position->ready = TRUE;
  if (position->stream->is_inbox)
    g_queue_push_head (&connection->ready, position);
  else
    g_queue_push_tail (&connection->ready, position);
}

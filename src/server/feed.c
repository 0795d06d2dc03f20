/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

#include "core/json.h"

#include <string.h>

/* This file owns the feed's thread, what reaches it, and its rounds: take all that has come, begin
 * to read, handle it, let flow what can, end. */

#define TICK_US    (250 * 1000) /* how exactly deadlines are kept */
#define DELIVER_US (1000 * 1000)
#define SEEN_US    (5 * 1000 * 1000)
/* Each `watch` reads up to a few thousand rows; whoever goes through a list by hand is slower. */
#define WATCHES_MAX     150
#define WATCHES_SECONDS 30

#define PENDING_MAX 1000 /* ops of one connection that wait */

static void
message_free (FeedMessage *message)
{
  g_clear_pointer (&message->peer, parlour_peer_free);
  g_clear_pointer (&message->op, json_object_unref);
  g_clear_pointer (&message->changes, parlour_changes_free);
  if (message->call != NULL)
    parlour_feed_refuse_wait (g_steal_pointer (&message->call));
  g_free (message);
}

/* Takes @message, which is dropped where the feed has stopped. */
static void
push (ParlourFeed *self, const FeedMessage *value)
{
  FeedMessage *message = g_memdup2 (value, sizeof *value);

  g_mutex_lock (&self->lock);
  gboolean taken = !self->stopping;
  if (taken) {
    g_queue_push_tail (&self->messages, message);
    g_cond_signal (&self->wake);
  }
  g_mutex_unlock (&self->lock);
  if (!taken)
    message_free (message);
}

/* ── the hub's thread ── */

static void
opened_cb (ParlourConnectionId id, gpointer data, gpointer user_data)
{
  push (user_data,
        &(FeedMessage){.kind = FEED_OPENED, .id = id, .peer = g_atomic_rc_box_acquire (data)});
}

static void
text_cb (ParlourConnectionId id, gpointer data, const char *text, gsize length, gpointer user_data)
{
  ParlourFeed *self = user_data;
  ParlourPeer *peer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) op = parlour_json_parse_object (text, length, &error);

  if (op == NULL) {
    parlour_hub_close (self->hub, id, PARLOUR_CLOSE_BAD_MESSAGE, error->message);
    return;
  }
  if (g_atomic_int_add (&peer->pending, 1) >= PENDING_MAX) {
    parlour_hub_close (self->hub, id, PARLOUR_CLOSE_TOO_MANY, "too many requests");
    return;
  }
  push (self, &(FeedMessage){.kind = FEED_OP,
                             .id = id,
                             .peer = g_atomic_rc_box_acquire (peer),
                             .op = g_steal_pointer (&op)});
}

static void
closed_cb (ParlourConnectionId id, gpointer data, gpointer user_data)
{
  push (user_data, &(FeedMessage){.kind = FEED_CLOSED, .id = id});
}

const ParlourHubHandler *
parlour_feed_get_handler (void)
{
  static const ParlourHubHandler handler = {
      .opened = opened_cb, .text = text_cb, .closed = closed_cb};

  return &handler;
}

/* ── any thread ── */

ParlourPeer *
parlour_peer_new (ParlourFeed *feed, const ParlourCall *call)
{
  ParlourPeer *self = g_atomic_rc_box_new0 (ParlourPeer);

  self->feed = feed;
  self->session = parlour_session_copy (call->opened);
  memcpy (self->token_hash, call->token_hash, sizeof self->token_hash);
  return self;
}

static void
peer_clear (gpointer data)
{
  ParlourPeer *self = data;

  parlour_session_free (self->session);
}

void
parlour_peer_free (ParlourPeer *self)
{
  g_atomic_rc_box_release_full (self, peer_clear);
}

ParlourOnline *
parlour_feed_get_online (ParlourFeed *self)
{
  return self->online;
}

void
parlour_feed_changed (ParlourFeed *self, ParlourChanges *changes)
{
  push (self, &(FeedMessage){.kind = FEED_CHANGES, .changes = changes});
}

void
parlour_feed_wait (ParlourFeed *self, ParlourCall *call)
{
  push (self, &(FeedMessage){.kind = FEED_WAIT, .call = call});
}

/* ── the feed's thread ── */

static void
stream_changed (ParlourFeed *self, const ParlourChange *change)
{
  FeedStream *stream = g_hash_table_lookup (self->streams, &change->stream);

  parlour_feed_wake_stream (self, change->stream, change->top);
  if (stream == NULL)
    return;
  stream->top = MAX (stream->top, change->top);
  for (guint i = 0; i < stream->positions->len; i++)
    parlour_feed_mark_ready (stream->positions->pdata[i]);
}

/* Somebody joined, or may see more or less of a stream: whoever joined is sent it from there. */
static void
member_changed (ParlourFeed *self, const ParlourChange *change)
{
  GPtrArray *connections = g_hash_table_lookup (self->users, &change->user);
  g_autoptr (ParlourMembership) membership = NULL;

  parlour_feed_people_changed (self, change->stream);
  if (connections == NULL)
    return;
  membership = parlour_store_get_stream (self->store, change->user, change->stream, NULL);
  for (guint i = 0; i < connections->len; i++) {
    FeedConnection *connection = connections->pdata[i];
    FeedPosition *position = g_hash_table_lookup (connection->positions, &change->stream);
    if (position == NULL && membership != NULL && connection->greeted)
      position = parlour_feed_add_position (
          connection, membership->stream, membership->id, membership->is_inbox,
          parlour_membership_get_top (membership), MAX (change->top - 1, 0));
    if (position == NULL)
      continue;
    g_clear_pointer (&position->membership, parlour_membership_unref);
    parlour_feed_mark_ready (position);
  }
}

static void
session_ended (ParlourFeed *self, const ParlourChange *change)
{
  GPtrArray *connections = g_hash_table_lookup (self->users, &change->user);

  parlour_feed_wake_session (self, change->session);
  for (guint i = 0; connections != NULL && i < connections->len; i++) {
    FeedConnection *connection = connections->pdata[i];
    if (connection->peer->session->number == change->session)
      parlour_hub_close (self->hub, connection->id, PARLOUR_CLOSE_SIGNED_OUT, "signed out");
  }
}

static void
handle_change (ParlourFeed *self, const ParlourChange *change)
{
  switch (change->kind) {
  case PARLOUR_CHANGE_STREAM:
    stream_changed (self, change);
    break;
  case PARLOUR_CHANGE_MEMBER:
    member_changed (self, change);
    break;
  case PARLOUR_CHANGE_MARK:
    parlour_feed_mark_changed (self, change);
    break;
  case PARLOUR_CHANGE_PROFILE:
    parlour_feed_profile_changed (self, change);
    break;
  case PARLOUR_CHANGE_PRESENCE:
    parlour_feed_presence_changed (self, change->user);
    break;
  case PARLOUR_CHANGE_SESSION_ENDED:
    session_ended (self, change);
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
handle (ParlourFeed *self, FeedMessage *message)
{
  FeedConnection *connection = g_hash_table_lookup (self->connections, &message->id);

  switch (message->kind) {
  case FEED_OPENED:
    parlour_feed_open (self, message->id, message->peer);
    break;
  case FEED_OP:
    g_atomic_int_add (&message->peer->pending, -1);
    if (connection != NULL)
      parlour_feed_op (connection, g_steal_pointer (&message->op));
    break;
  case FEED_CLOSED:
    parlour_feed_close (self, message->id);
    break;
  case FEED_CHANGES:
    for (guint i = 0; i < parlour_changes_get_length (message->changes); i++)
      handle_change (self, parlour_changes_index (message->changes, i));
    break;
  case FEED_WAIT:
    parlour_feed_park (self, g_steal_pointer (&message->call));
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
tick_connection (FeedConnection *connection, gint64 now)
{
  ParlourFeed *self = connection->feed;

  if (now < connection->tops_at)
    return;
  connection->tops_at = now + self->config->tops_seconds * (gint64)G_USEC_PER_SEC;
  if (connection->greeted)
    parlour_feed_send_tops (connection);
  else
    parlour_hub_close (self->hub, connection->id, PARLOUR_CLOSE_BAD_MESSAGE, "no hello");
}

static void
tick (ParlourFeed *self)
{
  GHashTableIter iter;
  gpointer connection;
  gint64 now = g_get_monotonic_time ();

  if (now >= self->delivered_at + DELIVER_US)
    parlour_feed_write_delivered (self);
  if (now >= self->seen_at + SEEN_US)
    parlour_feed_write_seen (self);
  if (now < self->next_tick)
    return;
  self->next_tick = now + TICK_US;
  parlour_feed_end_typing_until (self, now);
  parlour_feed_tick_presence (self, now);
  parlour_feed_wake_expired (self, now);
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    tick_connection (connection, now);
}

static void
flow (ParlourFeed *self)
{
  while (self->dirty->len > 0) {
    FeedConnection *connection = g_ptr_array_steal_index_fast (self->dirty, self->dirty->len - 1);
    connection->dirty = FALSE;
    parlour_feed_pump (connection);
  }
  parlour_feed_end_round (self);
}

/* What has come, or nothing where a deadline came first. FALSE once the feed is to end. */
static gboolean
take (ParlourFeed *self, GQueue *messages)
{
  gboolean timed = g_hash_table_size (self->connections) > 0 ||
                   g_hash_table_size (self->waits) > 0 || g_hash_table_size (self->seen) > 0 ||
                   g_hash_table_size (self->leaving) > 0 ||
                   (self->delivered != NULL && g_hash_table_size (self->delivered) > 0);
  gint64 until = MAX (self->next_tick, g_get_monotonic_time () + 1000);

  g_mutex_lock (&self->lock);
  while (self->messages.length == 0 && !self->stopping) {
    if (!timed)
      g_cond_wait (&self->wake, &self->lock);
    else if (!g_cond_wait_until (&self->wake, &self->lock, until))
      break;
  }
  *messages = self->messages;
  g_queue_init (&self->messages);
  gboolean go_on = messages->length > 0 || !self->stopping;
  g_mutex_unlock (&self->lock);
  return go_on;
}

static void
run_round (ParlourFeed *self, GQueue *messages)
{
  FeedMessage *message;
  g_autoptr (GError) error = NULL;

  if (!parlour_store_begin_read (self->store, &error))
    g_warning ("The feed can't read: %s", error->message);
  while ((message = g_queue_pop_head (messages)) != NULL) {
    handle (self, message);
    message_free (message);
  }
  tick (self);
  flow (self);
  parlour_store_end_read (self->store);
}

static gpointer
feed_thread (gpointer data)
{
  ParlourFeed *self = data;
  GQueue messages = G_QUEUE_INIT;

  while (take (self, &messages))
    run_round (self, &messages);
  parlour_feed_write_delivered (self);
  parlour_feed_see_all (self);
  parlour_feed_write_seen (self);
  parlour_feed_refuse_waits (self);
  return NULL;
}

static void
queue_free (gpointer queue)
{
  g_queue_free (queue);
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

ParlourFeed *
parlour_feed_new (const ParlourConfig *config, const char *path, GError **error)
{
  ParlourStore *store = parlour_store_open (path, PARLOUR_STORE_READER, error);

  if (store == NULL)
    return NULL;
  ParlourFeed *self = g_new0 (ParlourFeed, 1);
  self->config = config;
  self->store = store;
  self->online = parlour_online_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->messages);
  self->connections = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                             (GDestroyNotify)parlour_feed_connection_free);
  self->users = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, array_unref);
  self->streams = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                         (GDestroyNotify)parlour_feed_stream_free);
  self->dirty = g_ptr_array_new ();
  self->paged = g_ptr_array_new ();
  self->user_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->watchers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, array_unref);
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->leaving = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  parlour_feed_start_typing_table (self);
  self->watch_limits = parlour_limits_new (WATCHES_MAX, WATCHES_SECONDS);
  self->waits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, queue_free);
  return self;
}

void
parlour_feed_start (ParlourFeed *self,
                    ParlourHub *hub,
                    ParlourDispatch *dispatch,
                    ParlourAdmission *admission)
{
  self->hub = hub;
  self->dispatch = dispatch;
  self->admission = admission;
  self->thread = g_thread_new ("parlour-feed", feed_thread, self);
}

void
parlour_feed_stop (ParlourFeed *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  /* before the writer's, so that the last connection to close is one that can empty the log */
  g_clear_pointer (&self->store, parlour_store_close);
}

void
parlour_feed_free (ParlourFeed *self)
{
  g_hash_table_unref (self->connections);
  g_hash_table_unref (self->users);
  g_hash_table_unref (self->streams);
  g_ptr_array_unref (self->dirty);
  g_ptr_array_unref (self->paged);
  g_hash_table_unref (self->user_ids);
  g_clear_pointer (&self->delivered, g_hash_table_unref);
  g_hash_table_unref (self->watchers);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->leaving);
  g_hash_table_unref (self->typing);
  parlour_limits_free (self->typing_limits);
  parlour_limits_free (self->watch_limits);
  g_hash_table_unref (self->waits);
  parlour_store_close (self->store);
  parlour_online_unref (self->online);
  g_queue_clear_full (&self->messages, (GDestroyNotify)message_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

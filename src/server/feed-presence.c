/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

/* This file owns presence: who is here is told to those who look at a conversation with them, as
 * far as both share it, and when they were last here is held in memory and written a few seconds
 * later, once for all: it is state. Of who stays it is written now and then, so that a crash makes
 * it wrong by no more than that. Who loses the connection and comes back at once has not been away.
 * On the feed's thread. */

#define SEEN_IN_CHORE 200

typedef struct {
  guint n;
  ParlourSeen seen[SEEN_IN_CHORE];
} Batch;

static gint64
last_seen_of (ParlourFeed *self, const ParlourPresence *presence)
{
  const ParlourSeen *held = g_hash_table_lookup (self->seen, &presence->user);

  return held != NULL ? MAX (held->at, presence->last_seen) : presence->last_seen;
}

static gboolean
is_here (ParlourFeed *self, gint64 user)
{
  return g_hash_table_contains (self->users, &user) || g_hash_table_contains (self->leaving, &user);
}

static void
tell (FeedConnection *connection, const ParlourPresence *presence)
{
  ParlourFeed *self = connection->feed;
  const char *user = parlour_feed_user_id (self, presence->user);
  gboolean online = presence->shared && is_here (self, presence->user);
  gboolean was_here = presence->shared && !online;
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (user == NULL)
    return;
  g_autofree char *key = g_strconcat ("presence/", user, NULL);
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "presence");
  parlour_json_writer_string (writer, "user", user);
  parlour_json_writer_boolean (writer, "online", online);
  parlour_json_writer_time (writer, "last_seen", was_here ? last_seen_of (self, presence) : 0);
  parlour_json_writer_end_object (writer);
  parlour_feed_set_state (connection, key, writer);
}

static void
add_watcher (FeedConnection *connection, gint64 user)
{
  ParlourFeed *self = connection->feed;
  GPtrArray *watchers = g_hash_table_lookup (self->watchers, &user);

  if (watchers == NULL) {
    watchers = g_ptr_array_new ();
    g_hash_table_insert (self->watchers, g_memdup2 (&user, sizeof user), watchers);
  }
  g_ptr_array_add (watchers, connection);
}

static void
remove_watcher (FeedConnection *connection, gint64 user)
{
  GPtrArray *watchers = g_hash_table_lookup (connection->feed->watchers, &user);

  g_ptr_array_remove_fast (watchers, connection);
  if (watchers->len == 0)
    g_hash_table_remove (connection->feed->watchers, &user);
}

static void
note_told (ParlourFeed *self, gint64 number)
{
  FeedStream *stream = g_hash_table_lookup (self->streams, &number);

  if (stream != NULL)
    stream->tells_people = TRUE;
}

/* Adds those of one conversation to @people. */
static void
watch_stream (FeedConnection *connection, gint64 stream, gboolean all, GHashTable *people)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) list = parlour_store_list_presence (
      connection->feed->store, connection->peer->session->user, stream, &error);

  if (list == NULL)
    g_warning ("Who is here could not be read: %s", error->message);
  else if (list->len > 0)
    note_told (connection->feed, stream);
  for (guint i = 0; list != NULL && i < list->len; i++) {
    const ParlourPresence *presence = &g_array_index (list, ParlourPresence, i);
    gboolean known = g_hash_table_contains (connection->people, &presence->user);
    if (!g_hash_table_add (people, g_memdup2 (&presence->user, sizeof presence->user)))
      continue;
    if (!known)
      add_watcher (connection, presence->user);
    if (!known || all)
      tell (connection, presence);
  }
}

/* Those of connection->people that are not in @people. */
static void
drop_others (FeedConnection *connection, GHashTable *people)
{
  GHashTableIter iter;
  gpointer user;

  g_hash_table_iter_init (&iter, connection->people);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    if (!g_hash_table_contains (people, user))
      remove_watcher (connection, *(gint64 *)user);
}

void
parlour_feed_watch_people (FeedConnection *connection, gboolean all)
{
  GHashTable *people = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, connection->watched);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    watch_stream (connection, *(gint64 *)stream, all, people);
  drop_others (connection, people);
  g_hash_table_unref (connection->people);
  connection->people = people;
}

void
parlour_feed_unwatch_people (FeedConnection *connection)
{
  GHashTableIter iter;
  gpointer user;

  g_hash_table_iter_init (&iter, connection->people);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    remove_watcher (connection, *(gint64 *)user);
}

/* Somebody joined or left what others look at. */
void
parlour_feed_people_changed (ParlourFeed *self, gint64 stream)
{
  FeedStream *followed = g_hash_table_lookup (self->streams, &stream);
  gboolean small = FALSE;

  if (followed == NULL || !parlour_store_is_small (self->store, stream, &small, NULL))
    return;
  /* a large one stays as it is, whoever comes and goes */
  if (!small && !followed->tells_people)
    return;
  followed->tells_people = small;
  for (guint i = 0; i < followed->positions->len; i++) {
    FeedPosition *position = followed->positions->pdata[i];
    if (g_hash_table_contains (position->connection->watched, &stream))
      parlour_feed_watch_people (position->connection, FALSE);
  }
}

static void
tell_watchers (ParlourFeed *self, gint64 user)
{
  GPtrArray *watchers = g_hash_table_lookup (self->watchers, &user);

  for (guint i = 0; watchers != NULL && i < watchers->len; i++) {
    FeedConnection *connection = watchers->pdata[i];
    ParlourPresence presence;
    if (parlour_store_get_presence (self->store, connection->peer->session->user, user, &presence,
                                    NULL))
      tell (connection, &presence);
  }
}

void
parlour_feed_presence_changed (ParlourFeed *self, gint64 user)
{
  GPtrArray *own = g_hash_table_lookup (self->users, &user);

  tell_watchers (self, user);
  /* who shares nothing sees nothing */
  for (guint i = 0; own != NULL && i < own->len; i++)
    parlour_feed_watch_people (own->pdata[i], TRUE);
}

static void
see (ParlourFeed *self, gint64 user)
{
  ParlourSeen *seen = g_hash_table_lookup (self->seen, &user);

  if (seen == NULL) {
    seen = g_new0 (ParlourSeen, 1);
    seen->user = user;
    g_hash_table_insert (self->seen, &seen->user, seen);
  }
  seen->at = parlour_store_now (self->store);
}

void
parlour_feed_came_or_left (ParlourFeed *self, gint64 user)
{
  if (self->store == NULL) /* the feed has stopped */
    return;
  see (self, user);
  if (g_hash_table_contains (self->users, &user)) {
    if (!g_hash_table_remove (self->leaving, &user))
      tell_watchers (self, user);
    return;
  }
  parlour_feed_end_typing_of (self, user);
  gint64 until = g_get_monotonic_time () + self->config->grace_seconds * (gint64)G_USEC_PER_SEC;
  if (self->config->grace_seconds > 0)
    g_hash_table_insert (self->leaving, g_memdup2 (&user, sizeof user),
                         g_memdup2 (&until, sizeof until));
  else
    tell_watchers (self, user);
}

/* Who has not come back until now has left. */
static void
let_go (ParlourFeed *self, gint64 now)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer user, until;

  g_hash_table_iter_init (&iter, self->leaving);
  while (g_hash_table_iter_next (&iter, &user, &until)) {
    if (*(gint64 *)until > now)
      continue;
    g_array_append_val (gone, *(gint64 *)user);
    g_hash_table_iter_remove (&iter);
  }
  for (guint i = 0; i < gone->len; i++)
    tell_watchers (self, g_array_index (gone, gint64, i));
}

void
parlour_feed_tick_presence (ParlourFeed *self, gint64 now)
{
  let_go (self, now);
  if (now < self->see_all_at)
    return;
  self->see_all_at = now + self->config->seen_seconds * (gint64)G_USEC_PER_SEC;
  parlour_feed_see_all (self);
}

void
parlour_feed_see_all (ParlourFeed *self)
{
  GHashTableIter iter;
  gpointer user;

  g_hash_table_iter_init (&iter, self->users);
  while (g_hash_table_iter_next (&iter, &user, NULL))
    see (self, *(gint64 *)user);
}

static gboolean
write_batch (ParlourStore *store, gpointer data, GError **error)
{
  const Batch *batch = data;

  return parlour_store_set_seen (store, batch->seen, batch->n, error);
}

void
parlour_feed_write_seen (ParlourFeed *self)
{
  GHashTableIter iter;
  gpointer seen;
  Batch *batch = NULL;

  self->seen_at = g_get_monotonic_time ();
  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, NULL, &seen)) {
    if (batch == NULL)
      batch = g_new0 (Batch, 1);
    batch->seen[batch->n++] = *(ParlourSeen *)seen;
    if (batch->n == SEEN_IN_CHORE)
      parlour_dispatch_chore (self->dispatch, write_batch, g_steal_pointer (&batch), g_free);
  }
  if (batch != NULL)
    parlour_dispatch_chore (self->dispatch, write_batch, batch, g_free);
  g_hash_table_remove_all (self->seen);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

#include "server/store/blocks.h"
#include "server/store/conversations.h"
#include "server/store/messages.h"

/* This file owns who is typing: told when it begins and when it ends, to those who look at the
 * conversation and may see when the other one is here. It ends by itself, since who vanishes does
 * not say so. On the feed's thread. */

#define TYPING_US (6 * (gint64)G_USEC_PER_SEC)

/* Twice as often as a client that says it every second; what is the same costs no frame. */
#define OPS_MAX     60
#define OPS_SECONDS 30

typedef struct {
  gint64 stream;
  gint64 user;
  gint64 until; /* monotonic */
} FeedTyping;

static guint
typing_hash (gconstpointer data)
{
  const FeedTyping *typing = data;

  return g_int64_hash (&typing->stream) * 31 + g_int64_hash (&typing->user);
}

static gboolean
typing_equal (gconstpointer a, gconstpointer b)
{
  const FeedTyping *left = a;
  const FeedTyping *right = b;

  return left->stream == right->stream && left->user == right->user;
}

void
parlour_feed_start_typing_table (ParlourFeed *self)
{
  self->typing = g_hash_table_new_full (typing_hash, typing_equal, g_free, NULL);
  self->typing_limits = parlour_limits_new (OPS_MAX, OPS_SECONDS);
}

static gboolean
may_see (FeedPosition *position, gint64 user)
{
  ParlourFeed *self = position->connection->feed;
  gint64 viewer = position->connection->peer->session->user;
  g_autoptr (GArray) people = NULL;

  if (viewer == user ||
      !g_hash_table_contains (position->connection->watched, &position->stream->number))
    return FALSE;
  people = parlour_store_list_presence (self->store, viewer, position->stream->number, NULL);
  for (guint i = 0; people != NULL && i < people->len; i++) {
    const ParlourPresence *presence = &g_array_index (people, ParlourPresence, i);
    if (presence->user == user)
      return presence->shared;
  }
  return FALSE;
}

/* @key: (out): of the value. */
static GBytes *
make_frame (
    ParlourFeed *self, const FeedStream *stream, gint64 number, gboolean is_typing, char **key)
{
  const char *user = parlour_feed_user_id (self, number);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "typing");
  parlour_json_writer_string (writer, "conversation", stream->id);
  parlour_json_writer_string (writer, "user", user);
  parlour_json_writer_boolean (writer, "typing", is_typing);
  parlour_json_writer_end_object (writer);
  *key = g_strdup_printf ("typing/%s/%s", stream->id, user);
  return parlour_feed_frame (writer);
}

static void
tell (ParlourFeed *self, const FeedTyping *typing, gboolean is_typing)
{
  FeedStream *stream = g_hash_table_lookup (self->streams, &typing->stream);
  g_autofree char *key = NULL;

  if (stream == NULL)
    return;
  g_autoptr (GBytes) frame = make_frame (self, stream, typing->user, is_typing, &key);
  for (guint i = 0; i < stream->positions->len; i++) {
    FeedPosition *position = stream->positions->pdata[i];
    if (may_see (position, typing->user))
      parlour_hub_set_state (self->hub, position->connection->id, key, frame);
  }
}

/* Whoever begins to look while others are already typing. */
void
parlour_feed_send_typing (FeedPosition *position)
{
  ParlourFeed *self = position->connection->feed;
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->typing);
  while (g_hash_table_iter_next (&iter, &entry, NULL)) {
    const FeedTyping *typing = entry;
    g_autofree char *key = NULL;
    if (typing->stream != position->stream->number || !may_see (position, typing->user))
      continue;
    g_autoptr (GBytes) frame = make_frame (self, position->stream, typing->user, TRUE, &key);
    parlour_hub_set_state (self->hub, position->connection->id, key, frame);
  }
}

static void
set_typing (ParlourFeed *self, gint64 stream, gint64 user, gboolean is_typing)
{
  const FeedTyping key = {
      .stream = stream, .user = user, .until = g_get_monotonic_time () + TYPING_US};
  FeedTyping *typing = g_hash_table_lookup (self->typing, &key);

  if (typing != NULL && is_typing) {
    typing->until = key.until;
    return;
  }
  if (typing == NULL && !is_typing)
    return;
  if (is_typing)
    g_hash_table_add (self->typing, g_memdup2 (&key, sizeof key));
  else
    g_hash_table_remove (self->typing, &key);
  tell (self, &key, is_typing);
}

static gboolean
may_write (ParlourFeed *self, gint64 user, FeedPosition *position, GError **error)
{
  if (position == NULL || position->stream->is_inbox) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_FOUND, "There is no such conversation.");
    return FALSE;
  }
  g_autoptr (ParlourMembership) membership =
      parlour_store_get_membership (self->store, user, position->stream->number, error);
  if (membership == NULL)
    return FALSE;
  return parlour_store_check_posting (membership, error) &&
         parlour_store_check_block (self->store, membership, error);
}

/* In a large conversation nobody is told, and nobody is asked for each of those who look. */
static gboolean
is_told (ParlourFeed *self, const FeedPosition *position)
{
  gboolean small = FALSE;

  return parlour_store_is_small (self->store, position->stream->number, &small, NULL) && small;
}

static gboolean
take_turn (ParlourFeed *self, gint64 user, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, user);
  guint seconds = parlour_limits_take (self->typing_limits, key, g_get_monotonic_time ());
  GError *problem = NULL;

  if (seconds == 0)
    return TRUE;
  parlour_problem_set (&problem, PARLOUR_PROBLEM_TOO_MANY_REQUESTS,
                       "Too many requests. Try again in %u seconds.", seconds);
  parlour_problem_set_retry_after (problem, seconds);
  g_propagate_error (error, problem);
  return FALSE;
}

void
parlour_feed_typing (FeedConnection *connection, JsonObject *op)
{
  ParlourFeed *self = connection->feed;
  ParlourFields fields = PARLOUR_FIELDS (op);
  g_autoptr (GError) error = NULL;
  gint64 user = connection->peer->session->user;

  parlour_fields_ignore (&fields, "op");
  gint64 id = parlour_fields_int (&fields, "id", 0, 0, G_MAXINT32, -1);
  const char *conversation =
      parlour_fields_string (&fields, "conversation", PARLOUR_FIELD_REQUIRED);
  gboolean is_typing = parlour_fields_boolean (&fields, "typing", PARLOUR_FIELD_REQUIRED, FALSE);
  if (parlour_fields_end (&fields, &error) && take_turn (self, user, &error)) {
    FeedPosition *position = g_hash_table_lookup (connection->by_id, conversation);
    if (may_write (self, user, position, &error) && is_told (self, position))
      set_typing (self, position->stream->number, user, is_typing);
  }
  if (error != NULL)
    parlour_feed_send_error (connection, id, error);
}

/* Ends what @is_over chooses by @data. */
static void
end_typing (ParlourFeed *self,
            gboolean (*is_over) (const FeedTyping *typing, gint64 data),
            gint64 data)
{
  GHashTableIter iter;
  gpointer typing;

  g_hash_table_iter_init (&iter, self->typing);
  while (g_hash_table_iter_next (&iter, &typing, NULL)) {
    if (!is_over (typing, data))
      continue;
    tell (self, typing, FALSE);
    g_hash_table_iter_remove (&iter);
  }
}

static gboolean
is_of_user (const FeedTyping *typing, gint64 user)
{
  return typing->user == user;
}

static gboolean
is_expired (const FeedTyping *typing, gint64 now)
{
  return typing->until <= now;
}

void
parlour_feed_end_typing_of (ParlourFeed *self, gint64 user)
{
  end_typing (self, is_of_user, user);
}

void
parlour_feed_end_typing_until (ParlourFeed *self, gint64 now)
{
  end_typing (self, is_expired, now);
}

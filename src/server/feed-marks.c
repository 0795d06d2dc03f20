/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

#include "server/store/users.h"

/* This file owns marks: what clients acknowledge becomes *delivered* marks, held in memory and
 * written at most once a second; what the database holds is told to the own devices and to those
 * who look at the conversation. On the feed's thread. */

#define MARKS_IN_CHORE 200
/* A conversation on so many devices has more people than are told of each other: else the marks of
 * a large group would be walked through once for each of its members. */
#define POSITIONS_MAX (8 * PARLOUR_PRESENCE_MEMBERS_MAX)
#define WATCHED_MAX   64

typedef struct {
  guint n;
  ParlourMark marks[MARKS_IN_CHORE];
} Delivered;

const char *
parlour_feed_user_id (ParlourFeed *self, gint64 user)
{
  const char *id = g_hash_table_lookup (self->user_ids, &user);

  if (id != NULL)
    return id;
  g_autoptr (ParlourUser) value = parlour_store_get_user (self->store, user, user, NULL);
  if (value == NULL)
    return NULL;
  g_hash_table_insert (self->user_ids, g_memdup2 (&user, sizeof user), g_strdup (value->id));
  return g_hash_table_lookup (self->user_ids, &user);
}

static void
send_mark (FeedConnection *connection, const char *conversation, const ParlourMark *mark)
{
  const char *user = parlour_feed_user_id (connection->feed, mark->user);
  if (user == NULL)
    return;

  g_autofree char *key = g_strdup_printf ("marks/%s/%s", conversation, user);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "marks");
  parlour_json_writer_string (writer, "conversation", conversation);
  parlour_json_writer_string (writer, "user", user);
  parlour_json_writer_int (writer, "read", mark->read);
  parlour_json_writer_int (writer, "delivered", mark->delivered);
  parlour_json_writer_end_object (writer);
  parlour_feed_set_state (connection, key, writer);
}

void
parlour_feed_send_own_marks (FeedConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) marks = parlour_store_list_own_marks (connection->feed->store,
                                                           connection->peer->session->user, &error);

  if (marks == NULL)
    g_warning ("The own marks could not be read: %s", error->message);
  for (guint i = 0; marks != NULL && i < marks->len; i++) {
    const ParlourMark *mark = &g_array_index (marks, ParlourMark, i);
    FeedPosition *position = g_hash_table_lookup (connection->positions, &mark->stream);
    if (position == NULL)
      continue;
    position->delivered = mark->delivered;
    position->told_read = mark->read;
    if (mark->read > 0)
      send_mark (connection, position->stream->id, mark);
  }
}

static guint
mark_hash (gconstpointer data)
{
  const ParlourMark *mark = data;

  return g_int64_hash (&mark->stream) * 31 + g_int64_hash (&mark->user);
}

static gboolean
mark_equal (gconstpointer a, gconstpointer b)
{
  const ParlourMark *left = a;
  const ParlourMark *right = b;

  return left->stream == right->stream && left->user == right->user;
}

void
parlour_feed_note_delivered (FeedPosition *position, gint64 seq)
{
  ParlourFeed *self = position->connection->feed;

  if (position->stream->is_inbox || seq <= position->delivered)
    return;
  position->delivered = seq;
  if (self->delivered == NULL)
    self->delivered = g_hash_table_new_full (mark_hash, mark_equal, g_free, NULL);
  ParlourMark mark = {.stream = position->stream->number,
                      .user = position->connection->peer->session->user,
                      .delivered = seq};
  ParlourMark *held = g_hash_table_lookup (self->delivered, &mark);
  if (held == NULL)
    g_hash_table_add (self->delivered, g_memdup2 (&mark, sizeof mark));
  else
    held->delivered = MAX (held->delivered, seq);
}

static gboolean
write_marks (ParlourStore *store, gpointer data, GError **error)
{
  const Delivered *delivered = data;

  return parlour_store_set_delivered (store, delivered->marks, delivered->n, error);
}

void
parlour_feed_write_delivered (ParlourFeed *self)
{
  GHashTableIter iter;
  gpointer mark;
  Delivered *delivered = NULL;

  if (self->delivered == NULL || g_hash_table_size (self->delivered) == 0)
    return;
  g_hash_table_iter_init (&iter, self->delivered);
  while (g_hash_table_iter_next (&iter, &mark, NULL)) {
    if (delivered == NULL)
      delivered = g_new0 (Delivered, 1);
    delivered->marks[delivered->n++] = *(ParlourMark *)mark;
    if (delivered->n == MARKS_IN_CHORE)
      parlour_dispatch_chore (self->dispatch, write_marks, g_steal_pointer (&delivered), g_free);
  }
  if (delivered != NULL)
    parlour_dispatch_chore (self->dispatch, write_marks, delivered, g_free);
  g_hash_table_remove_all (self->delivered);
  self->delivered_at = g_get_monotonic_time ();
}

/* Takes what is acknowledged off the window. FALSE where it was never sent. */
static gboolean
ack_stream (FeedConnection *connection, const char *id, gint64 seq)
{
  FeedPosition *position = g_hash_table_lookup (connection->by_id, id);
  guint n = 0;

  if (position == NULL || position->lost)
    return TRUE; /* on its way while we said reset */
  if (seq > position->sent)
    return FALSE;
  while (position->unacked != NULL && n < position->unacked->len &&
         g_array_index (position->unacked, FeedUnacked, n).seq <= seq) {
    connection->unacked--;
    connection->unacked_bytes -= g_array_index (position->unacked, FeedUnacked, n).bytes;
    n++;
  }
  if (n > 0)
    g_array_remove_range (position->unacked, 0, n);
  parlour_feed_note_delivered (position, seq);
  return TRUE;
}

gboolean
parlour_feed_ack (FeedConnection *connection, JsonObject *op, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (op);
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  parlour_fields_ignore (&fields, "op");
  JsonObject *positions = parlour_fields_object (&fields, "positions", PARLOUR_FIELD_REQUIRED);
  if (!parlour_fields_end (&fields, error))
    return FALSE;
  json_object_iter_init (&iter, positions);
  while (json_object_iter_next (&iter, &id, &node)) {
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
        !ack_stream (connection, id, json_node_get_int (node))) {
      parlour_problem_set_field (error, PARLOUR_PROBLEM_PAST_TOP, "positions",
                                 "What was acknowledged was never sent.");
      return FALSE;
    }
  }
  parlour_feed_mark_dirty (connection);
  return TRUE;
}

static void
watch_conversation (FeedConnection *connection, const char *id)
{
  ParlourFeed *self = connection->feed;
  FeedPosition *position = g_hash_table_lookup (connection->by_id, id);
  gint64 user = connection->peer->session->user;

  if (position == NULL || position->stream->is_inbox)
    return;
  gint64 stream = position->stream->number;
  g_hash_table_add (connection->watched, g_memdup2 (&stream, sizeof stream));
  g_autoptr (GArray) marks = parlour_store_list_marks (self->store, user, stream, NULL);
  if (marks == NULL || marks->len > PARLOUR_PRESENCE_MEMBERS_MAX)
    return;
  for (guint i = 0; i < marks->len; i++) {
    const ParlourMark *mark = &g_array_index (marks, ParlourMark, i);
    if (mark->user != user)
      send_mark (connection, id, mark);
  }
  parlour_feed_send_typing (position);
}

static gboolean
may_watch (FeedConnection *connection)
{
  ParlourFeed *self = connection->feed;
  g_autofree char *user = g_strdup_printf ("%" G_GINT64_FORMAT, connection->peer->session->user);

  if (parlour_limits_take (self->watch_limits, user, g_get_monotonic_time ()) == 0)
    return TRUE;
  parlour_hub_close (self->hub, connection->id, PARLOUR_CLOSE_TOO_MANY, "too many requests");
  return FALSE;
}

gboolean
parlour_feed_watch (FeedConnection *connection, JsonObject *op, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (op);

  parlour_fields_ignore (&fields, "op");
  g_auto (GStrv) ids = parlour_fields_strings (&fields, "conversations", PARLOUR_FIELD_REQUIRED);
  if (!parlour_fields_end (&fields, error))
    return FALSE;
  if (!may_watch (connection))
    return TRUE;
  g_hash_table_remove_all (connection->watched);
  for (guint i = 0; ids[i] != NULL && i < WATCHED_MAX; i++)
    watch_conversation (connection, ids[i]);
  parlour_feed_watch_people (connection, TRUE);
  return TRUE;
}

/* To the user's own devices, where the read mark is another than the one they know. */
static void
tell_own (FeedPosition *position, const ParlourChange *change)
{
  const ParlourMark mark = {
      .user = change->user, .read = change->read, .delivered = change->delivered};

  position->delivered = MAX (position->delivered, change->delivered);
  if (position->told_read == change->read)
    return;
  position->told_read = change->read;
  send_mark (position->connection, position->stream->id, &mark);
}

/* To somebody else who looks at the conversation: as far as both of them share it. */
static void
tell_other (FeedPosition *position, const ParlourChange *change)
{
  FeedConnection *connection = position->connection;
  g_autoptr (GArray) marks = parlour_store_list_marks (
      connection->feed->store, connection->peer->session->user, change->stream, NULL);

  if (marks == NULL || marks->len > PARLOUR_PRESENCE_MEMBERS_MAX)
    return;
  for (guint i = 0; i < marks->len; i++) {
    const ParlourMark *mark = &g_array_index (marks, ParlourMark, i);
    if (mark->user == change->user)
      send_mark (connection, position->stream->id, mark);
  }
}

void
parlour_feed_mark_changed (ParlourFeed *self, const ParlourChange *change)
{
  FeedStream *stream = g_hash_table_lookup (self->streams, &change->stream);
  GPtrArray *own = g_hash_table_lookup (self->users, &change->user);

  for (guint i = 0; own != NULL && i < own->len; i++) {
    FeedConnection *connection = own->pdata[i];
    FeedPosition *position = g_hash_table_lookup (connection->positions, &change->stream);
    if (position != NULL)
      tell_own (position, change);
  }
  if (stream == NULL || stream->positions->len > POSITIONS_MAX)
    return;
  for (guint i = 0; i < stream->positions->len; i++) {
    FeedPosition *position = stream->positions->pdata[i];
    if (position->connection->peer->session->user != change->user &&
        g_hash_table_contains (position->connection->watched, &change->stream))
      tell_other (position, change);
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

#include "server/store/place.h"

#include <string.h>

/* This file owns how a connection begins, and which positions it goes on from. On the feed's
 * thread. */

#define TOPS_IN_FRAME 1000 /* streams; about 50 bytes each */

static void
take_position (GHashTable *into, const char *id, JsonNode *node, GError **error)
{
  if (*error != NULL)
    return;
  gint64 seq = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                   ? json_node_get_int (node)
                   : -1;
  if (seq < 0 || strlen (id) >= PARLOUR_ID_CHARS) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "positions",
                               "A position is the id of a stream and a number.");
    return;
  }
  g_hash_table_insert (into, g_strdup (id), g_memdup2 (&seq, sizeof seq));
}

/* Adds the member "positions" to @into (id → gint64 *). */
static gboolean
take_positions (JsonObject *positions, GHashTable *into, GError **error)
{
  g_autoptr (GList) names = positions != NULL ? json_object_get_members (positions) : NULL;
  GError *inner = NULL;

  for (GList *link = names; link != NULL; link = link->next)
    take_position (into, link->data, json_object_get_member (positions, link->data), &inner);
  if (inner == NULL)
    return TRUE;
  g_propagate_error (error, inner);
  return FALSE;
}

static GHashTable *
positions_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static ParlourJsonWriter *
begin_tops (FeedConnection *connection, const char *op, const char *epoch)
{
  ParlourJsonWriter *writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", op);
  if (epoch != NULL) {
    parlour_json_writer_string (writer, "epoch", epoch);
    parlour_json_writer_begin_object (writer, "session");
    parlour_json_writer_string (writer, "id", connection->peer->session->id);
    parlour_json_writer_end_object (writer);
  }
  parlour_json_writer_begin_object (writer, "tops");
  return writer;
}

static void
end_tops (FeedConnection *connection, ParlourJsonWriter *writer, gboolean more)
{
  parlour_json_writer_end_object (writer);
  if (more)
    parlour_json_writer_boolean (writer, "more", TRUE);
  parlour_json_writer_end_object (writer);
  parlour_feed_send_control (connection, writer);
}

/* @streams of ParlourStreamTop, in as many frames as it takes. */
static void
send_tops (FeedConnection *connection, const char *op, const char *epoch, const GArray *streams)
{
  guint done = 0;

  do {
    guint end = MIN (done + TOPS_IN_FRAME, streams->len);
    g_autoptr (ParlourJsonWriter) writer = begin_tops (connection, op, epoch);
    for (; done < end; done++) {
      const ParlourStreamTop *top = &g_array_index (streams, ParlourStreamTop, done);
      parlour_json_writer_int (writer, top->id, top->top);
    }
    end_tops (connection, writer, done < streams->len);
  } while (done < streams->len);
}

/* Where a stream begins for this connection: at the position that the client named, else (@named is
 * NULL) at its top. */
static void
begin_stream (FeedConnection *connection, const ParlourStreamTop *stream, const gint64 *named)
{
  FeedPosition *position =
      parlour_feed_add_position (connection, stream->stream, stream->id, stream->is_inbox,
                                 stream->top, named != NULL ? *named : stream->top);

  if (named == NULL)
    return;
  if (*named > stream->top)
    parlour_feed_lose (connection, stream->id, "position");
  else
    parlour_feed_mark_ready (position);
}

/* What the client named and is no stream of this member, be it that there is none. */
static void
lose_unknown (FeedConnection *connection, const char *reason)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, connection->named);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (g_hash_table_lookup (connection->by_id, id) == NULL)
      parlour_feed_lose (connection, id, reason);
}

static void
lose_all (FeedConnection *connection, const char *reason)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, connection->named);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    parlour_feed_lose (connection, id, reason);
}

static void
note_named_delivered (FeedConnection *connection, GHashTable *named)
{
  GHashTableIter iter;
  gpointer id, seq;

  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, &id, &seq)) {
    FeedPosition *position = g_hash_table_lookup (connection->by_id, id);
    if (position != NULL && !position->lost)
      parlour_feed_note_delivered (position, *(gint64 *)seq);
  }
}

static gboolean
greet (FeedConnection *connection, GError **error)
{
  ParlourFeed *self = connection->feed;
  g_autoptr (ParlourPlace) place = parlour_store_get_place (self->store, error);
  g_autoptr (GArray) streams =
      place != NULL
          ? parlour_store_list_streams (self->store, connection->peer->session->user, error)
          : NULL;

  if (streams == NULL)
    return FALSE;
  gboolean other_epoch = connection->epoch != NULL && strcmp (connection->epoch, place->epoch) != 0;
  connection->greeted = TRUE;
  connection->tops_at =
      g_get_monotonic_time () + self->config->tops_seconds * (gint64)G_USEC_PER_SEC;
  send_tops (connection, "welcome", place->epoch, streams);
  for (guint i = 0; i < streams->len; i++) {
    const ParlourStreamTop *stream = &g_array_index (streams, ParlourStreamTop, i);
    begin_stream (connection, stream,
                  other_epoch ? NULL : g_hash_table_lookup (connection->named, stream->id));
  }
  if (other_epoch) {
    lose_all (connection, "epoch");
  } else {
    lose_unknown (connection, "position");
    parlour_feed_send_own_marks (connection);
    note_named_delivered (connection, connection->named);
  }
  g_clear_pointer (&connection->named, g_hash_table_unref);
  return TRUE;
}

gboolean
parlour_feed_hello (FeedConnection *connection, JsonObject *op, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (op);

  parlour_fields_ignore (&fields, "op");
  const char *epoch = parlour_fields_string (&fields, "epoch", 0);
  JsonObject *positions = parlour_fields_object (&fields, "positions", 0);
  gboolean more = parlour_fields_boolean (&fields, "more", 0, FALSE);
  if (!parlour_fields_end (&fields, error))
    return FALSE;
  if (connection->named == NULL)
    connection->named = positions_new ();
  g_free (connection->epoch);
  connection->epoch = g_strdup (epoch);
  return take_positions (positions, connection->named, error) &&
         (more || greet (connection, error));
}

/* A stream that this connection does not have may be one that was joined a moment ago. */
static FeedPosition *
find_position (FeedConnection *connection, const char *id)
{
  FeedPosition *position = g_hash_table_lookup (connection->by_id, id);
  ParlourFeed *self = connection->feed;

  if (position != NULL)
    return position;
  g_autoptr (ParlourMembership) membership =
      parlour_store_find_stream (self->store, connection->peer->session->user, id, NULL);
  if (membership == NULL)
    return NULL;
  return parlour_feed_add_position (connection, membership->stream, membership->id,
                                    membership->is_inbox, parlour_membership_get_top (membership),
                                    0);
}

static void
follow (FeedConnection *connection, const char *id, gint64 seq)
{
  FeedPosition *position = find_position (connection, id);

  if (position == NULL || seq > position->stream->top) {
    parlour_feed_lose (connection, id, "position");
    return;
  }
  parlour_feed_forget_unacked (position);
  position->lost = FALSE;
  position->sent = seq;
  parlour_feed_note_delivered (position, seq);
  parlour_feed_mark_ready (position);
  parlour_feed_mark_dirty (connection);
}

gboolean
parlour_feed_follow (FeedConnection *connection, JsonObject *op, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (op);
  g_autoptr (GHashTable) named = positions_new ();
  GHashTableIter iter;
  gpointer id, seq;

  parlour_fields_ignore (&fields, "op");
  parlour_fields_ignore (&fields, "more"); /* each frame stands for itself */
  JsonObject *positions = parlour_fields_object (&fields, "positions", PARLOUR_FIELD_REQUIRED);
  if (!parlour_fields_end (&fields, error) || !take_positions (positions, named, error))
    return FALSE;
  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, &id, &seq))
    follow (connection, id, *(gint64 *)seq);
  return TRUE;
}

/* What the database says, not what was heard: a wake-up that was lost heals here. */
void
parlour_feed_send_tops (FeedConnection *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) moved = g_array_new (FALSE, FALSE, sizeof (ParlourStreamTop));
  g_autoptr (GArray) streams =
      parlour_store_list_streams (connection->feed->store, connection->peer->session->user, &error);

  if (streams == NULL)
    g_warning ("The tops could not be read: %s", error->message);
  for (guint i = 0; streams != NULL && i < streams->len; i++) {
    const ParlourStreamTop *top = &g_array_index (streams, ParlourStreamTop, i);
    FeedPosition *position = g_hash_table_lookup (connection->positions, &top->stream);
    if (position == NULL)
      position =
          parlour_feed_add_position (connection, top->stream, top->id, top->is_inbox, top->top, 0);
    else if (position->told_top == top->top)
      continue;
    position->told_top = top->top;
    position->stream->top = MAX (position->stream->top, top->top);
    parlour_feed_mark_ready (position);
    g_array_append_val (moved, *top);
  }
  send_tops (connection, "tops", NULL, moved);
}

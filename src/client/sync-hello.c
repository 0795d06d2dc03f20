/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-hello"

#include "client/sync-private.h"
#include "core/problem.h"

/* This file owns what is said at the beginning of a connection: our positions, the server's tops
 * and epoch, and what we want to hear of. Main thread. */

/* So many positions fit in one frame with room to spare (limits.h). */
#define POSITIONS_A_FRAME 1000

static ParlourJsonWriter *
begin_hello (ParlourSync *self)
{
  ParlourJsonWriter *writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "hello");
  parlour_json_writer_string (writer, "epoch", self->epoch);
  parlour_json_writer_begin_object (writer, "positions");
  return writer;
}

static void
end_hello (ParlourSync *self, ParlourJsonWriter *writer, gboolean more)
{
  parlour_json_writer_end_object (writer);
  if (more)
    parlour_json_writer_boolean (writer, "more", TRUE);
  parlour_json_writer_end_object (writer);
  parlour_socket_send (self->socket, writer);
}

void
parlour_sync_say_hello (ParlourSync *self)
{
  g_autoptr (ParlourJsonWriter) writer = begin_hello (self);
  GHashTableIter iter;
  gpointer stream, position;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->positions);
  while (g_hash_table_iter_next (&iter, &stream, &position)) {
    if (n++ == POSITIONS_A_FRAME) {
      end_hello (self, writer, TRUE);
      parlour_json_writer_free (writer);
      writer = begin_hello (self);
      n = 1;
    }
    parlour_json_writer_int (writer, stream, *(gint64 *)position);
  }
  end_hello (self, writer, FALSE);
}

void
parlour_sync_follow (ParlourSync *self, const char *stream, gint64 position)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (self->socket == NULL)
    return;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "follow");
  parlour_json_writer_begin_object (writer, "positions");
  parlour_json_writer_int (writer, stream, position);
  parlour_json_writer_end_object (writer);
  parlour_json_writer_end_object (writer);
  parlour_socket_send (self->socket, writer);
}

void
parlour_sync_say_watch (ParlourSync *self)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (self->socket == NULL)
    return;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "watch");
  parlour_json_writer_begin_array (writer, "conversations");
  if (self->watched != NULL)
    parlour_json_writer_string (writer, NULL, self->watched);
  parlour_json_writer_end_array (writer);
  parlour_json_writer_end_object (writer);
  parlour_socket_send (self->socket, writer);
}

static void
take_tops (ParlourSync *self, JsonObject *frame)
{
  JsonNode *node = json_object_get_member (frame, "tops");
  JsonObjectIter iter;
  const char *stream;
  JsonNode *top;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &stream, &top)) {
    if (!JSON_NODE_HOLDS_VALUE (top))
      continue;
    gint64 seq = json_node_get_int (top);
    if (seq >= 0 && seq <= G_MAXUINT32)
      g_hash_table_insert (self->tops, g_strdup (stream), g_memdup2 (&seq, sizeof seq));
  }
}

/* Streams that we are in and have no position of: a reset that was not finished, or a conversation
 * that came while we were away and whose inbox event is still to come. */
static void
reread_unplaced (ParlourSync *self)
{
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->tops);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    if (!g_hash_table_contains (self->positions, stream))
      parlour_sync_reread_stream (self, stream);
}

static void
begin_state (ParlourSync *self)
{
  if (!g_hash_table_contains (self->positions, PARLOUR_INBOX_STREAM)) {
    parlour_sync_load_state (self);
    return;
  }
  reread_unplaced (self);
  self->ready = TRUE;
  parlour_sync_set_online (self);
  parlour_sync_apply_next (self);
  parlour_sync_fill (self);
}

static void
epoch_begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourSync) self = data;
  g_autoptr (GError) error = NULL;

  if (!parlour_copy_write_finish (PARLOUR_COPY (source), result, &error)) {
    parlour_sync_fail (self, error);
    return;
  }
  if (self->socket == NULL)
    return;
  if (g_hash_table_size (self->positions) == 0) {
    begin_state (self);
    return;
  }
  /* What was said in hello was of another time: say it anew, with nothing. */
  self->n_failures = 0;
  self->state = PARLOUR_ACCOUNT_CONNECTING;
  parlour_sync_start (self);
}

void
parlour_sync_hear_welcome (ParlourSync *self, JsonObject *frame)
{
  const char *epoch = json_object_get_string_member_with_default (frame, "epoch", NULL);

  take_tops (self, frame);
  if (json_object_get_boolean_member_with_default (frame, "more", FALSE))
    return;
  if (epoch == NULL) {
    g_autoptr (GError) error = NULL;
    parlour_problem_set (&error, PARLOUR_PROBLEM_MALFORMED_REQUEST,
                         "The server’s welcome names no epoch.");
    parlour_sync_fail (self, error);
    return;
  }
  if (g_strcmp0 (epoch, self->epoch) == 0) {
    begin_state (self);
    return;
  }
  g_free (self->epoch);
  self->epoch = g_strdup (epoch);
  parlour_copy_begin_epoch_async (self->copy, epoch, epoch_begun_cb, g_object_ref (self));
}

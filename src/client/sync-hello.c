/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-hello"

#include "client/sync-private.h"
#include "client/frame.h"

#include <glib/gi18n.h>

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
  for (char **id = self->glanced; id != NULL && *id != NULL; id++)
    if (g_strcmp0 (*id, self->watched) != 0)
      parlour_json_writer_string (writer, NULL, *id);
  parlour_json_writer_end_array (writer);
  parlour_json_writer_end_object (writer);
  parlour_socket_send (self->socket, writer);
}

static void
take_tops (ParlourSync *self, JsonObject *frame)
{
  JsonObject *tops = parlour_frame_get_object (frame, "tops");
  JsonObjectIter iter;
  const char *stream;
  JsonNode *top;

  if (tops == NULL)
    return;
  json_object_iter_init (&iter, tops);
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

typedef struct {
  ParlourSync *self;
  GCancellable *connection;
} Beginning;

static void
beginning_free (Beginning *beginning)
{
  g_object_unref (beginning->self);
  g_object_unref (beginning->connection);
  g_free (beginning);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Beginning, beginning_free)

/* What was to be read anew when the last connection, or the program, ended. */
static void
stale_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Beginning) beginning = data;
  g_autoptr (GPtrArray) stale = parlour_copy_get_stale_finish (PARLOUR_COPY (source), result, NULL);

  for (guint i = 0; stale != NULL && i < stale->len; i++)
    if (beginning->connection == beginning->self->cancellable)
      parlour_sync_refresh_conversation (beginning->self, g_ptr_array_index (stale, i));
}

void
parlour_sync_refresh_stale (ParlourSync *self)
{
  Beginning *beginning = g_new0 (Beginning, 1);

  beginning->self = g_object_ref (self);
  beginning->connection = g_object_ref (self->cancellable);
  parlour_copy_get_stale_async (self->copy, self->cancellable, stale_cb, beginning);
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
  g_autoptr (Beginning) beginning = data;
  g_autoptr (GError) error = NULL;
  ParlourSync *self = beginning->self;
  gboolean begun = parlour_copy_write_finish (PARLOUR_COPY (source), result, &error);

  if (beginning->connection != self->cancellable)
    return;
  if (!begun)
    parlour_sync_fail (self, error);
  else if (self->socket != NULL)
    begin_state (self);
  else if (self->n_epochs++ == 0)
    parlour_sync_start (self);
  else
    parlour_sync_fail_for (self, _ ("The server has another history each time."));
}

/* Where positions of another time were named, the whole connection goes: hello is said anew, with
 * nothing. */
static void
begin_epoch (ParlourSync *self, const char *epoch)
{
  Beginning *beginning = g_new0 (Beginning, 1);

  if (g_hash_table_size (self->positions) > 0)
    parlour_sync_hang_up (self);
  g_free (self->epoch);
  self->epoch = g_strdup (epoch);
  beginning->self = g_object_ref (self);
  beginning->connection = g_object_ref (self->cancellable);
  parlour_copy_begin_epoch_async (self->copy, epoch, epoch_begun_cb, beginning);
}

void
parlour_sync_hear_welcome (ParlourSync *self, JsonObject *frame)
{
  const char *epoch = parlour_frame_get_string (frame, "epoch");

  if (self->welcomed || epoch == NULL) {
    parlour_sync_fail_for (self, _ ("The server’s welcome can’t be understood."));
    return;
  }
  take_tops (self, frame);
  if (parlour_frame_get_boolean (frame, "more"))
    return;
  self->welcomed = TRUE;
  if (g_strcmp0 (epoch, self->epoch) == 0)
    begin_state (self);
  else
    begin_epoch (self, epoch);
}

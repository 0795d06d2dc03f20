/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-events"

#include "client/sync-private.h"
#include "client/frame.h"

#include <glib/gi18n.h>

/* This file owns what the server pushes: events go to the copy in batches and in order, what is on
 * disk is acknowledged, and what can't be applied yet is held until its conversation is known. Main
 * thread. */

#define BATCH_EVENTS 256
#define QUEUE_MOST   2048 /* far more than a server may send before we have acknowledged */

void
parlour_heard_free (ParlourHeard *self)
{
  g_clear_pointer (&self->event, parlour_event_unref);
  g_free (self->stream);
  g_free (self);
}

/* -1 for none. */
static gint64
get_position (ParlourSync *self, const char *stream)
{
  const gint64 *position = g_hash_table_lookup (self->positions, stream);

  return position != NULL ? *position : -1;
}

void
parlour_sync_set_position (ParlourSync *self, const char *stream, gint64 position)
{
  g_hash_table_insert (self->positions, g_strdup (stream), g_memdup2 (&position, sizeof position));
}

/* Takes the positions that a batch reached, and tells the server that they are safe here. */
static void
acknowledge (ParlourSync *self, GHashTable *positions)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  GHashTableIter iter;
  gpointer stream, position;

  if (g_hash_table_size (positions) == 0)
    return;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "ack");
  parlour_json_writer_begin_object (writer, "positions");
  g_hash_table_iter_init (&iter, positions);
  while (g_hash_table_iter_next (&iter, &stream, &position)) {
    parlour_sync_set_position (self, stream, *(gint64 *)position);
    parlour_json_writer_int (writer, stream, *(gint64 *)position);
  }
  parlour_json_writer_end_object (writer);
  parlour_json_writer_end_object (writer);
  parlour_socket_send (self->socket, writer);
}

static gboolean
contains (GPtrArray *names, const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

/* --- streams that are being read anew ----------------------------------------------------------
 */

gboolean
parlour_sync_hold (ParlourSync *self, const char *stream)
{
  return g_hash_table_add (self->fetching, g_strdup (stream));
}

/* Moves what @from has of @stream to @to, in its order; drops it where that is NULL. */
static void
move (GPtrArray *from, const char *stream, GPtrArray *to)
{
  for (guint i = 0; i < from->len;) {
    ParlourHeard *heard = g_ptr_array_index (from, i);
    if (strcmp (heard->stream, stream) != 0) {
      i++;
      continue;
    }
    heard = g_ptr_array_steal_index (from, i);
    if (to != NULL)
      g_ptr_array_add (to, heard);
    else
      parlour_heard_free (heard);
  }
}

/* What was held is tried again; what does not exist for us is dropped with it. */
void
parlour_sync_release (ParlourSync *self, const char *stream, gboolean known)
{
  g_hash_table_remove (self->fetching, stream);
  g_hash_table_remove (self->rereading, stream);
  move (self->held, stream, known ? self->incoming : NULL);
  parlour_sync_apply_next (self);
}

void
parlour_sync_forget_stream (ParlourSync *self, const char *stream)
{
  g_hash_table_remove (self->positions, stream);
  g_hash_table_remove (self->behind, stream);
  g_hash_table_remove (self->following, stream);
  move (self->incoming, stream, NULL);
  move (self->held, stream, NULL);
}

typedef struct {
  GCancellable *connection;
  char *stream;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->connection);
  g_free (fetch->stream);
  g_free (fetch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ParlourSync *self = PARLOUR_SYNC (source);
  g_autoptr (Fetch) fetch = data;
  g_autoptr (GError) error = NULL;
  gboolean known = parlour_sync_fetch_conversation_finish (self, result, &error);

  if (fetch->connection != self->cancellable)
    return;
  if (!known && !parlour_sync_is_gone (error)) {
    parlour_sync_fail (self, error); /* the next connection begins from what the copy has */
    return;
  }
  parlour_sync_release (self, fetch->stream, known);
  if (g_hash_table_remove (self->outdated, fetch->stream) && known)
    parlour_sync_refresh_conversation (self, fetch->stream);
  parlour_sync_fill (self); /* what was there before */
}

/* What changes while it is being read may not be in the answer: it is read once more then. */
void
parlour_sync_refresh_conversation (ParlourSync *self, const char *stream)
{
  if (self->cancellable == NULL)
    return;
  if (!parlour_sync_hold (self, stream)) {
    g_hash_table_add (self->outdated, g_strdup (stream));
    return;
  }

  Fetch *fetch = g_new0 (Fetch, 1);
  fetch->connection = g_object_ref (self->cancellable);
  fetch->stream = g_strdup (stream);
  parlour_sync_fetch_conversation_async (self, stream, fetched_cb, fetch);
}

/* --- batches -----------------------------------------------------------------------------------
 */

typedef struct {
  ParlourSync *self;
  GPtrArray *batch;
  GCancellable *connection; /* the one that the batch came by */
} Batch;

static void
batch_free (Batch *batch)
{
  g_object_unref (batch->self);
  g_ptr_array_unref (batch->batch);
  g_object_unref (batch->connection);
  g_free (batch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

/* After a hole the stream is read on from what we have, once: what is on its way meanwhile shows
 * the same hole again. */
static void
read_on (ParlourSync *self, const char *stream)
{
  gint64 position = MAX (get_position (self, stream), 0);
  const gint64 *asked = g_hash_table_lookup (self->following, stream);

  if (asked != NULL && *asked == position)
    return;
  g_debug ("a hole in %s after %" G_GINT64_FORMAT, stream, position);
  g_hash_table_insert (self->following, g_strdup (stream), g_memdup2 (&position, sizeof position));
  parlour_sync_follow (self, stream, position);
}

static void
hold_unknown (ParlourSync *self, GPtrArray *batch, GPtrArray *unknown)
{
  for (guint i = 0; i < batch->len; i++) {
    ParlourEvent *event = g_ptr_array_index (batch, i);
    if (!contains (unknown, event->stream))
      continue;
    ParlourHeard *heard = g_new0 (ParlourHeard, 1);
    heard->event = parlour_event_ref (event);
    heard->stream = g_strdup (event->stream);
    g_ptr_array_add (self->held, heard);
  }
  /* What came while the batch was under way belongs behind it. */
  for (guint i = 0; i < unknown->len; i++)
    move (self->incoming, g_ptr_array_index (unknown, i), self->held);
}

static void
mend (ParlourSync *self, GPtrArray *batch, ParlourCopyApplied *applied)
{
  hold_unknown (self, batch, applied->unknown);
  for (guint i = 0; i < applied->unknown->len; i++)
    parlour_sync_refresh_conversation (self, g_ptr_array_index (applied->unknown, i));
  for (guint i = 0; i < applied->stale->len; i++)
    parlour_sync_refresh_conversation (self, g_ptr_array_index (applied->stale, i));
  for (guint i = 0; i < applied->holes->len; i++)
    read_on (self, g_ptr_array_index (applied->holes, i));
}

/* Somebody comes, perhaps oneself again: what became of a group's messages meanwhile is not held
 * any more, and whoever looked for what is missing may have looked before. */
static gboolean
has_joining (GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++)
    if (((ParlourEvent *)g_ptr_array_index (events, i))->kind == PARLOUR_EVENT_MEMBER_JOINED)
      return TRUE;
  return FALSE;
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Batch) batch = data;
  g_autoptr (GError) error = NULL;
  ParlourSync *self = batch->self;
  g_autoptr (ParlourCopyApplied) applied =
      parlour_copy_apply_events_finish (PARLOUR_COPY (source), result, &error);

  self->applying = FALSE;
  if (batch->connection == self->cancellable) {
    if (applied == NULL) {
      parlour_sync_fail (self, error);
      return;
    }
    acknowledge (self, applied->positions);
    mend (self, batch->batch, applied);
    if (has_joining (applied->applied))
      parlour_sync_fill (self);
    parlour_sync_name_strangers (self);
  }
  for (guint i = 0; applied != NULL && i < applied->applied->len; i++) {
    parlour_sync_mend_lists (self, g_ptr_array_index (applied->applied, i));
    parlour_sync_emit_event (self, g_ptr_array_index (applied->applied, i));
  }
  parlour_sync_apply_next (self);
}

/* Takes the events up to the next start off the queue. */
static GPtrArray *
take_batch (ParlourSync *self)
{
  GPtrArray *batch = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);

  while (batch->len < self->incoming->len && batch->len < BATCH_EVENTS) {
    ParlourHeard *heard = g_ptr_array_index (self->incoming, batch->len);
    if (heard->event == NULL)
      break;
    g_ptr_array_add (batch, parlour_event_ref (heard->event));
  }
  if (batch->len > 0)
    g_ptr_array_remove_range (self->incoming, 0, batch->len);
  return batch;
}

static void
take_starts (ParlourSync *self)
{
  while (self->incoming->len > 0) {
    ParlourHeard *heard = g_ptr_array_index (self->incoming, 0);
    if (heard->event != NULL)
      return;
    parlour_sync_set_position (self, heard->stream, heard->start);
    parlour_copy_set_start_async (self->copy, heard->stream, heard->start, NULL, NULL);
    g_ptr_array_remove_index (self->incoming, 0);
  }
}

void
parlour_sync_apply_next (ParlourSync *self)
{
  if (!self->ready || self->applying)
    return;
  take_starts (self);
  if (self->incoming->len == 0)
    return;

  Batch *batch = g_new0 (Batch, 1);
  batch->self = g_object_ref (self);
  batch->connection = g_object_ref (self->cancellable);
  batch->batch = take_batch (self);
  self->applying = TRUE;
  parlour_copy_apply_events_async (self->copy, batch->batch, applied_cb, batch);
}

/* Takes @event (nullable: a start). */
static void
queue (ParlourSync *self, ParlourEvent *event, const char *stream, gint64 start)
{
  ParlourHeard *heard = g_new0 (ParlourHeard, 1);

  heard->event = event;
  heard->stream = g_strdup (stream);
  heard->start = start;
  g_ptr_array_add (g_hash_table_contains (self->fetching, stream) ? self->held : self->incoming,
                   heard);
  if (self->incoming->len + self->held->len > QUEUE_MOST)
    parlour_sync_fail_for (self, _ ("The server sends more than it may."));
  else
    parlour_sync_apply_next (self);
}

static gboolean
is_of_its_stream (const ParlourEvent *event)
{
  return event->message == NULL || strcmp (event->message->conversation, event->stream) == 0;
}

void
parlour_sync_hear_event (ParlourSync *self, JsonObject *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourEvent) event = parlour_event_read (frame, &error);

  if (event == NULL) {
    parlour_http_distrust (&error);
    parlour_sync_fail (self, error);
  } else if (!is_of_its_stream (event)) {
    parlour_sync_fail_for (self, _ ("The server sent what does not belong together."));
  } else {
    queue (self, parlour_event_ref (event), event->stream, 0);
  }
}

void
parlour_sync_hear_marks (ParlourSync *self, JsonObject *frame)
{
  const char *conversation = parlour_frame_get_string (frame, "conversation");
  const char *user = parlour_frame_get_string (frame, "user");
  gint64 read = parlour_frame_get_int (frame, "read", 0);
  gint64 delivered = parlour_frame_get_int (frame, "delivered", 0);

  if (conversation == NULL || user == NULL || read < 0 || delivered < 0)
    return;
  parlour_copy_set_marks_async (self->copy, conversation, user, read, delivered, NULL, NULL);
}

/* What we still lack of what the last `tops` told is not on its way: it is read on from what we
 * have. Each top is told once, so that it is remembered until the next frame. */
static void
read_behind (ParlourSync *self)
{
  GHashTableIter iter;
  gpointer stream, top;

  g_hash_table_iter_init (&iter, self->behind);
  while (g_hash_table_iter_next (&iter, &stream, &top)) {
    gint64 position = get_position (self, stream);
    if (position < *(gint64 *)top && !g_hash_table_contains (self->fetching, stream))
      parlour_sync_follow (self, stream, MAX (position, 0));
    if (position >= *(gint64 *)top)
      g_hash_table_iter_remove (&iter);
  }
}

void
parlour_sync_hear_tops (ParlourSync *self, JsonObject *frame)
{
  JsonObject *tops = parlour_frame_get_object (frame, "tops");
  JsonObjectIter iter;
  const char *stream;
  JsonNode *top;

  read_behind (self);
  if (tops == NULL)
    return;
  json_object_iter_init (&iter, tops);
  while (json_object_iter_next (&iter, &stream, &top)) {
    gint64 seq = JSON_NODE_HOLDS_VALUE (top) ? json_node_get_int (top) : 0;
    if (seq > get_position (self, stream) && seq <= G_MAXUINT32)
      g_hash_table_insert (self->behind, g_strdup (stream), g_memdup2 (&seq, sizeof seq));
  }
}

void
parlour_sync_hear_start (ParlourSync *self, JsonObject *frame)
{
  const char *stream = parlour_frame_get_string (frame, "stream");
  gint64 seq = parlour_frame_get_int (frame, "seq", -1);

  if (stream != NULL && seq >= 0 && seq <= G_MAXUINT32)
    queue (self, NULL, stream, seq);
}

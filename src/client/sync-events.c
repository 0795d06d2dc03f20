/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-events"

#include "client/sync-private.h"

/* This file owns what the server pushes: events go to the copy in batches and in order, what is on
 * disk is acknowledged, and what can't be applied yet is held until its conversation is known. Main
 * thread. */

#define BATCH_EVENTS 256

gint64
parlour_sync_get_position (ParlourSync *self, const char *stream)
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

/* A conversation that was being fetched is there, or does not exist for us: either way what was
 * held of it is tried again once, and dropped if it is still unknown. */
static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ParlourSync *self = PARLOUR_SYNC (source);
  g_autofree char *stream = data;
  g_autoptr (GError) error = NULL;
  gboolean known = parlour_sync_fetch_conversation_finish (self, result, &error);

  g_hash_table_remove (self->fetching, stream);
  for (guint i = 0; i < self->held->len;) {
    ParlourEvent *event = g_ptr_array_index (self->held, i);
    if (strcmp (event->stream, stream) != 0) {
      i++;
      continue;
    }
    if (known)
      g_ptr_array_add (self->incoming, parlour_event_ref (event));
    g_ptr_array_remove_index (self->held, i);
  }
  parlour_sync_apply_next (self);
}

static void
fetch (ParlourSync *self, const char *stream)
{
  if (!g_hash_table_add (self->fetching, g_strdup (stream)))
    return;
  parlour_sync_fetch_conversation_async (self, stream, fetched_cb, g_strdup (stream));
}

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

static void
mend (ParlourSync *self, GPtrArray *batch, ParlourCopyApplied *applied)
{
  for (guint i = 0; i < batch->len; i++) {
    ParlourEvent *event = g_ptr_array_index (batch, i);
    if (contains (applied->unknown, event->stream))
      g_ptr_array_add (self->held, parlour_event_ref (event));
  }
  for (guint i = 0; i < applied->unknown->len; i++)
    fetch (self, g_ptr_array_index (applied->unknown, i));
  for (guint i = 0; i < applied->stale->len; i++)
    fetch (self, g_ptr_array_index (applied->stale, i));
  for (guint i = 0; i < applied->holes->len; i++) {
    const char *stream = g_ptr_array_index (applied->holes, i);
    g_debug ("a hole in %s: reading on from what we have", stream);
    parlour_sync_follow (self, stream, MAX (parlour_sync_get_position (self, stream), 0));
  }
}

/* A conversation that was added to us: fetched at once, so that it shows before its first event. */
static void
act_on (ParlourSync *self, ParlourEvent *event)
{
  if ((event->kind == PARLOUR_EVENT_CONVERSATION_ADDED ||
       event->kind == PARLOUR_EVENT_SETTINGS_CHANGED) &&
      event->conversation != NULL)
    fetch (self, event->conversation);
  parlour_sync_emit_event (self, event);
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
  }
  for (guint i = 0; applied != NULL && i < applied->applied->len; i++)
    act_on (self, g_ptr_array_index (applied->applied, i));
  parlour_sync_apply_next (self);
}

void
parlour_sync_apply_next (ParlourSync *self)
{
  if (!self->ready || self->applying || self->incoming->len == 0)
    return;

  Batch *batch = g_new0 (Batch, 1);
  guint n = MIN (self->incoming->len, BATCH_EVENTS);
  batch->self = g_object_ref (self);
  batch->connection = g_object_ref (self->cancellable);
  batch->batch = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (batch->batch, parlour_event_ref (g_ptr_array_index (self->incoming, i)));
  g_ptr_array_remove_range (self->incoming, 0, n);
  self->applying = TRUE;
  parlour_copy_apply_events_async (self->copy, batch->batch, applied_cb, batch);
}

void
parlour_sync_hear_event (ParlourSync *self, JsonObject *frame)
{
  g_autoptr (GError) error = NULL;
  ParlourEvent *event = parlour_event_read (frame, &error);

  if (event == NULL) {
    parlour_sync_fail (self, error);
    return;
  }
  if (g_hash_table_contains (self->fetching, event->stream))
    g_ptr_array_add (self->held, event);
  else
    g_ptr_array_add (self->incoming, event);
  parlour_sync_apply_next (self);
}

void
parlour_sync_hear_marks (ParlourSync *self, JsonObject *frame)
{
  const char *conversation =
      json_object_get_string_member_with_default (frame, "conversation", NULL);
  const char *user = json_object_get_string_member_with_default (frame, "user", NULL);
  gint64 read = json_object_get_int_member_with_default (frame, "read", 0);
  gint64 delivered = json_object_get_int_member_with_default (frame, "delivered", 0);

  if (conversation == NULL || user == NULL || read < 0 || delivered < 0)
    return;
  parlour_copy_set_marks_async (self->copy, conversation, user, read, delivered, NULL, NULL);
}

/* `tops` comes each 25 s. A stream that it finds us behind in twice is not on its way: it is read
 * on from what we have. */
void
parlour_sync_hear_tops (ParlourSync *self, JsonObject *frame)
{
  JsonNode *node = json_object_get_member (frame, "tops");
  g_autoptr (GHashTable) before = g_steal_pointer (&self->behind);
  JsonObjectIter iter;
  const char *stream;
  JsonNode *top;

  self->behind = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &stream, &top)) {
    gint64 position = parlour_sync_get_position (self, stream);
    if (!JSON_NODE_HOLDS_VALUE (top) || json_node_get_int (top) <= position)
      continue;
    if (g_hash_table_contains (before, stream))
      parlour_sync_follow (self, stream, MAX (position, 0));
    else
      g_hash_table_add (self->behind, g_strdup (stream));
  }
}

void
parlour_sync_hear_start (ParlourSync *self, JsonObject *frame)
{
  const char *stream = json_object_get_string_member_with_default (frame, "stream", NULL);
  gint64 seq = json_object_get_int_member_with_default (frame, "seq", -1);

  if (stream == NULL || seq < 0)
    return;
  parlour_sync_set_position (self, stream, seq);
  parlour_copy_set_start_async (self->copy, stream, seq, NULL, NULL);
}

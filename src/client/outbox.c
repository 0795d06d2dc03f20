/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-outbox"

#include "client/outbox.h"

#include "client/cache/copy-pending.h"
#include "client/frame.h"
#include "core/problem.h"

/* This file owns how the outbox empties. Main thread. */

#define RETRY_SECONDS 3 /* where the server asks for patience without saying how much */

struct _ParlourOutbox {
  GObject parent_instance;

  ParlourHttp *http;
  ParlourCopy *copy;
  ParlourSync *sync;
  GHashTable *in_flight; /* conversation, or "@username" → nothing */
  guint retry;
  gboolean asking; /* the copy is being asked what there is to send */
  gboolean again;  /* it changed meanwhile */
};

G_DEFINE_FINAL_TYPE (ParlourOutbox, parlour_outbox, G_TYPE_OBJECT)

typedef struct {
  ParlourOutbox *self;
  ParlourOutboxRow *row;
  char *lane;
  ParlourMessage *message; /* the answer */
} Sending;

static void pump (ParlourOutbox *self);

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->self);
  parlour_outbox_row_unref (sending->row);
  g_clear_pointer (&sending->message, parlour_message_unref);
  g_free (sending->lane);
  g_free (sending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static char *
lane_of (const ParlourOutboxRow *row)
{
  return row->conversation != NULL ? g_strdup (row->conversation)
                                   : g_strconcat ("@", row->to, NULL);
}

/* Takes @sending; its lane is free again. */
static void
done (Sending *sending)
{
  g_autoptr (ParlourOutbox) self = g_object_ref (sending->self);

  g_hash_table_remove (self->in_flight, sending->lane);
  sending_free (sending);
  pump (self);
}

static void
retry_cb (gpointer data)
{
  ParlourOutbox *self = PARLOUR_OUTBOX (data);

  self->retry = 0;
  pump (self);
}

static void
pause_for (ParlourOutbox *self, const GError *error)
{
  guint asked = parlour_problem_get_retry_after (error);
  guint seconds = asked > 0 ? asked : RETRY_SECONDS;

  g_debug ("the outbox waits for %u s: %s", seconds, error->message);
  if (self->retry == 0)
    self->retry = g_timeout_add_once (seconds * 1000, retry_cb, self);
}

static void
failed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!parlour_copy_write_finish (PARLOUR_COPY (source), result, &error))
    g_warning ("can't keep that a message was refused: %s", error->message);
  done (data);
}

/* Takes @sending. What the server refuses for good is marked; the rest waits and is sent again. */
static void
send_failed (Sending *sending, const GError *error)
{
  ParlourOutbox *self = sending->self;
  guint status = error->domain == PARLOUR_PROBLEM ? parlour_problem_get_status (error) : 0;

  if (status == 401) {
    parlour_sync_refuse (self->sync, error);
  } else if (status >= 400 && status < 500 && status != 429) {
    parlour_copy_outbox_fail_async (self->copy, sending->row->client_id, error, failed_cb, sending);
    return;
  } else {
    pause_for (self, error);
  }
  g_hash_table_remove (self->in_flight, sending->lane);
  sending_free (sending);
}

static void accept_message (Sending *sending);

static void
conversation_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;

  if (parlour_sync_fetch_conversation_finish (PARLOUR_SYNC (source), result, &error))
    accept_message (sending);
  else
    send_failed (sending, error);
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;

  if (parlour_copy_write_finish (PARLOUR_COPY (source), result, &error)) {
    done (sending);
    return;
  }
  if (g_error_matches (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_UNKNOWN_CONVERSATION)) {
    parlour_sync_fetch_conversation_async (sending->self->sync, sending->message->conversation,
                                           conversation_cb, sending);
    return;
  }
  send_failed (sending, error);
}

/* Takes @sending. */
static void
accept_message (Sending *sending)
{
  parlour_copy_outbox_accept_async (sending->self->copy, sending->row->client_id, sending->message,
                                    accepted_cb, sending);
}

/* Takes @sending; @object is the message as the server has it. */
static void
take_answer (Sending *sending, JsonObject *object)
{
  g_autoptr (GError) error = NULL;

  sending->message = parlour_message_read (object, &error);
  if (sending->message != NULL &&
      strcmp (sending->message->client_id, sending->row->client_id) != 0)
    parlour_problem_set (&error, PARLOUR_PROBLEM_INVALID_FIELD, "It is another message.");
  parlour_http_distrust (&error);
  if (error == NULL)
    accept_message (sending);
  else
    send_failed (sending, error);
}

static void
op_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) frame = parlour_sync_end_op_finish (PARLOUR_SYNC (source), result, &error);
  JsonObject *message = frame != NULL ? parlour_frame_get_object (frame, "message") : NULL;

  if (frame != NULL && message == NULL)
    parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE, "The server sent no message.");
  if (error != NULL)
    send_failed (sending, error);
  else
    take_answer (sending, message);
}

static void
post_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (object != NULL)
    take_answer (sending, object);
  else
    send_failed (sending, error);
}

static void
write_members (const ParlourOutboxRow *row, ParlourJsonWriter *writer)
{
  parlour_json_writer_string (writer, "client_id", row->client_id);
  if (row->subject != NULL)
    parlour_json_writer_string (writer, "subject", row->subject);
  parlour_json_writer_string (writer, "body", row->body);
  if (row->reply_to != 0)
    parlour_json_writer_int (writer, "reply_to", row->reply_to);
}

/* A first message to somebody: the server finds or makes the conversation. */
static void
post (Sending *sending)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "to", sending->row->to);
  write_members (sending->row, writer);
  parlour_json_writer_end_object (writer);

  g_autoptr (GBytes) body = parlour_json_writer_finish_bytes (writer);
  parlour_http_call_async (sending->self->http, "POST", "/messages", body, NULL, post_cb, sending);
}

static void
send_op (Sending *sending)
{
  gint64 id = 0;
  ParlourJsonWriter *writer = parlour_sync_begin_op (sending->self->sync, "send", &id);

  parlour_json_writer_string (writer, "conversation", sending->row->conversation);
  write_members (sending->row, writer);
  parlour_sync_end_op_async (sending->self->sync, writer, id, op_cb, sending);
}

static void
send_row (ParlourOutbox *self, ParlourOutboxRow *row)
{
  g_autofree char *lane = lane_of (row);

  if (!g_hash_table_add (self->in_flight, g_strdup (lane)))
    return;

  Sending *sending = g_new0 (Sending, 1);
  sending->self = g_object_ref (self);
  sending->row = parlour_outbox_row_ref (row);
  sending->lane = g_steal_pointer (&lane);
  if (row->conversation != NULL)
    send_op (sending);
  else
    post (sending);
}

static void
sendable_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourOutbox) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      parlour_copy_get_sendable_finish (PARLOUR_COPY (source), result, &error);

  self->asking = FALSE;
  if (rows == NULL) {
    g_debug ("can't read the outbox: %s", error->message);
    return;
  }
  for (guint i = 0; i < rows->len; i++)
    send_row (self, g_ptr_array_index (rows, i));
  if (self->again)
    pump (self);
}

static void
pump (ParlourOutbox *self)
{
  if (parlour_sync_get_state (self->sync) != PARLOUR_ACCOUNT_ONLINE || self->retry != 0)
    return;
  self->again = self->asking;
  if (self->asking)
    return;
  self->asking = TRUE;
  parlour_copy_get_sendable_async (self->copy, NULL, sendable_cb, g_object_ref (self));
}

static void
online_cb (ParlourOutbox *self)
{
  g_clear_handle_id (&self->retry, g_source_remove);
  pump (self);
}

static void
parlour_outbox_dispose (GObject *object)
{
  ParlourOutbox *self = PARLOUR_OUTBOX (object);

  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_object (&self->http);
  g_clear_object (&self->copy);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (parlour_outbox_parent_class)->dispose (object);
}

static void
parlour_outbox_finalize (GObject *object)
{
  g_hash_table_unref (PARLOUR_OUTBOX (object)->in_flight);
  G_OBJECT_CLASS (parlour_outbox_parent_class)->finalize (object);
}

static void
parlour_outbox_class_init (ParlourOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_outbox_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_outbox_finalize;
}

static void
parlour_outbox_init (ParlourOutbox *self)
{
  self->in_flight = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ParlourOutbox *
parlour_outbox_new (ParlourHttp *http, ParlourCopy *copy, ParlourSync *sync)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (http) && PARLOUR_IS_COPY (copy), NULL);
  g_return_val_if_fail (PARLOUR_IS_SYNC (sync), NULL);

  ParlourOutbox *self = g_object_new (PARLOUR_TYPE_OUTBOX, NULL);
  self->http = g_object_ref (http);
  self->copy = g_object_ref (copy);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "online", G_CALLBACK (online_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (copy, "outbox-changed", G_CALLBACK (pump), self, G_CONNECT_SWAPPED);
  return self;
}

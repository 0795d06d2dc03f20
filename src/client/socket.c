/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-socket"

#include "client/socket.h"

#include "client/frame.h"
#include "client/socket-guard.h"
#include "client/trust.h"
#include "core/json.h"
#include "core/problem.h"

#include <glib/gi18n.h>

/* This file owns one WebSocket to the server. Main thread. */

#define FRAME_BYTES_MAX   (1024 * 1024)         /* welcome and tops name all streams of a member */
#define MESSAGE_BYTES_MAX (4 * FRAME_BYTES_MAX) /* of all frames and pings until one is whole */
#define SILENCE_SECONDS   60 /* `tops` comes every 25 s; twice missed, the line is dead */
#define KEEPALIVE_SECONDS 20

struct _ParlourSocket {
  GObject parent_instance;

  ParlourHttp *http;
  SoupMessage *message;
  SoupWebsocketConnection *connection;
  GCancellable *cancellable;
  GSocket *transport; /* nullable */
  GSource *guard;     /* nullable: against a message that does not end */
  guint silence;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (ParlourSocket, parlour_socket, G_TYPE_OBJECT)

enum {
  FRAME,
  CLOSED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
stop_watching (ParlourSocket *self)
{
  g_clear_handle_id (&self->silence, g_source_remove);
  if (self->guard != NULL)
    g_source_destroy (self->guard);
  g_clear_pointer (&self->guard, g_source_unref);
}

/* Says once that it is over. Takes @error. */
static void
end (ParlourSocket *self, guint code, GError *error)
{
  if (!self->closed) {
    self->closed = TRUE;
    stop_watching (self);
    g_signal_emit (self, signals[CLOSED], 0, code, error);
  }
  g_clear_error (&error);
}

/* Whoever heard that it is over may have closed it already. */
static void
close_with (ParlourSocket *self, gushort code)
{
  if (self->connection != NULL &&
      soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, code, NULL);
}

static gboolean
silence_cb (gpointer data)
{
  g_autoptr (ParlourSocket) self = g_object_ref (PARLOUR_SOCKET (data));

  self->silence = 0;
  end (self, 0,
       g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s", _ ("The server has gone silent.")));
  close_with (self, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  return G_SOURCE_REMOVE;
}

static gboolean
guard_cb (gpointer data)
{
  g_autoptr (ParlourSocket) self = g_object_ref (PARLOUR_SOCKET (data));

  end (self, 0,
       g_error_new (G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "%s",
                    _ ("The server’s answer is too large.")));
  close_with (self, SOUP_WEBSOCKET_CLOSE_TOO_BIG);
  return G_SOURCE_REMOVE;
}

static void
heard (ParlourSocket *self)
{
  if (self->guard != NULL)
    parlour_socket_guard_feed (self->guard);
  g_clear_handle_id (&self->silence, g_source_remove);
  self->silence = g_timeout_add_seconds (SILENCE_SECONDS, silence_cb, self);
}

static void
message_cb (ParlourSocket *self, int type, GBytes *bytes)
{
  g_autoptr (ParlourSocket) alive = g_object_ref (self);
  GError *error = NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  if (self->closed)
    return;
  heard (self);

  g_autoptr (JsonObject) frame =
      type == SOUP_WEBSOCKET_DATA_TEXT ? parlour_json_parse_object (data, size, &error) : NULL;
  if (frame == NULL || parlour_frame_get_string (frame, "op") == NULL) {
    if (error == NULL)
      parlour_problem_set (&error, PARLOUR_PROBLEM_MALFORMED_REQUEST,
                           "The server sent what is no frame.");
    end (self, 0, error);
    close_with (self, SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR);
    return;
  }
  g_signal_emit (self, signals[FRAME], 0, frame);
}

static void
error_cb (ParlourSocket *self, GError *error)
{
  g_autoptr (ParlourSocket) alive = g_object_ref (self);

  end (self, 0, g_error_copy (error));
}

static void
closed_cb (ParlourSocket *self)
{
  g_autoptr (ParlourSocket) alive = g_object_ref (self);

  end (self, soup_websocket_connection_get_close_code (self->connection), NULL);
}

static void
begin_guard (ParlourSocket *self)
{
  if (self->transport == NULL)
    return;
  self->guard = parlour_socket_guard_new (self->transport, MESSAGE_BYTES_MAX);
  g_source_set_callback (self->guard, guard_cb, self, NULL);
  g_source_attach (self->guard, g_main_context_get_thread_default ());
}

static void
adopt (ParlourSocket *self, SoupWebsocketConnection *connection)
{
  begin_guard (self);
  self->connection = connection;
  soup_websocket_connection_set_max_incoming_payload_size (connection, FRAME_BYTES_MAX);
  soup_websocket_connection_set_keepalive_interval (connection, KEEPALIVE_SECONDS);
  g_signal_connect_object (connection, "message", G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "error", G_CALLBACK (error_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  heard (self);
}

/* A refused upgrade: libsoup says only that it failed; the status tells the reason that matters. */
static GError *
refusal (ParlourSocket *self, GError *error)
{
  guint status = soup_message_get_status (self->message);

  parlour_trust_explain (self->message, &error);
  if (status < 400)
    return error;
  g_error_free (error);
  error = NULL;
  if (status == 401)
    parlour_problem_set (&error, PARLOUR_PROBLEM_TOKEN_REFUSED, "%s",
                         _ ("The server no longer knows this device."));
  else if (status == 403)
    parlour_problem_set (&error, PARLOUR_PROBLEM_FORBIDDEN, "%s",
                         _ ("The server refuses this device."));
  else
    error = parlour_problem_from_json (status, "", 0);
  return error;
}

static void
connect_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourSocket) self = data;
  GError *error = NULL;
  g_autoptr (SoupWebsocketConnection) connection =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  if (self->closed) {
    if (connection != NULL)
      soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
    g_clear_error (&error);
    return;
  }
  if (connection == NULL) {
    end (self, 0, refusal (self, error));
    return;
  }
  adopt (self, g_steal_pointer (&connection));

  g_autoptr (JsonObject) opened = json_object_new ();
  json_object_set_string_member (opened, "op", "opened");
  g_signal_emit (self, signals[FRAME], 0, opened);
}

gboolean
parlour_socket_is_open (ParlourSocket *self)
{
  g_return_val_if_fail (PARLOUR_IS_SOCKET (self), FALSE);
  return !self->closed && self->connection != NULL &&
         soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN;
}

void
parlour_socket_send (ParlourSocket *self, ParlourJsonWriter *writer)
{
  g_return_if_fail (PARLOUR_IS_SOCKET (self));

  g_autofree char *text = parlour_json_writer_finish (writer);
  if (parlour_socket_is_open (self))
    soup_websocket_connection_send_text (self->connection, text);
}

void
parlour_socket_close (ParlourSocket *self)
{
  g_return_if_fail (PARLOUR_IS_SOCKET (self));

  self->closed = TRUE;
  stop_watching (self);
  g_cancellable_cancel (self->cancellable);
  close_with (self, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
}

static void
parlour_socket_dispose (GObject *object)
{
  ParlourSocket *self = PARLOUR_SOCKET (object);

  parlour_socket_close (self);
  g_clear_object (&self->connection);
  g_clear_object (&self->message);
  g_clear_object (&self->http);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (parlour_socket_parent_class)->dispose (object);
}

static void
parlour_socket_class_init (ParlourSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_socket_dispose;
  signals[FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, JSON_TYPE_OBJECT);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_ERROR);
}

static void
parlour_socket_init (ParlourSocket *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
network_event_cb (ParlourSocket *self, GSocketClientEvent event, GIOStream *stream)
{
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (stream))
    g_set_object (&self->transport, g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)));
}

ParlourSocket *
parlour_socket_new (ParlourHttp *http)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (http), NULL);

  ParlourSocket *self = g_object_new (PARLOUR_TYPE_SOCKET, NULL);
  self->http = g_object_ref (http);
  self->message = parlour_http_new_message (http, "GET", "/stream", self->cancellable);
  g_signal_connect_object (self->message, "network-event", G_CALLBACK (network_event_cb), self,
                           G_CONNECT_SWAPPED);
  soup_session_websocket_connect_async (parlour_http_get_session (http), self->message, NULL, NULL,
                                        G_PRIORITY_DEFAULT, self->cancellable, connect_cb,
                                        g_object_ref (self));
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/json.h"

#include <string.h>

/* This file owns the sockets of tests. On the test's thread, by its main context. */

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer data)
{
  Socket *self = data;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);

  g_assert_cmpint (type, ==, SOUP_WEBSOCKET_DATA_TEXT);
  JsonObject *frame = parlour_json_parse_object (text, length, &error);
  g_assert_no_error (error);
  api_check_frame (self->place->api, frame);
  g_queue_push_tail (&self->frames, frame);
}

static void
closed_cb (SoupWebsocketConnection *connection, gpointer data)
{
  Socket *self = data;

  self->closed = TRUE;
  self->close_code = soup_websocket_connection_get_close_code (connection);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Socket *self = data;
  g_autoptr (GError) error = NULL;

  self->connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

Socket *
socket_open (Place *place, Person *person)
{
  Socket *self = g_new0 (Socket, 1);
  g_autofree char *uri = g_strconcat ("ws", place->uri + strlen ("http"), "/api/v1/stream", NULL);
  g_autofree char *value = g_strconcat ("Bearer ", person->token, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  self->place = place;
  g_queue_init (&self->frames);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
  soup_session_websocket_connect_async (place->session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        NULL, connected_cb, self);
  await (self->connection != NULL);
  soup_websocket_connection_set_max_incoming_payload_size (self->connection, 1 << 20);
  g_signal_connect (self->connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->connection, "closed", G_CALLBACK (closed_cb), self);
  return self;
}

void
socket_free (Socket *self)
{
  if (!self->closed &&
      soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN) {
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
    await (self->closed);
  }
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_object_unref (self->connection);
  g_queue_clear_full (&self->frames, (GDestroyNotify)json_object_unref);
  g_free (self);
}

void
socket_say (Socket *self, const char *text)
{
  soup_websocket_connection_send_text (self->connection, text);
}

void
socket_sayf (Socket *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  socket_say (self, text);
}

static GList *
find_frame (Socket *self, const char *op)
{
  for (GList *link = self->frames.head; link != NULL; link = link->next)
    if (strcmp (member_string (link->data, "op"), op) == 0)
      return link;
  return NULL;
}

JsonObject *
socket_take (Socket *self, const char *op)
{
  GList *link = NULL;

  await ((link = find_frame (self, op)) != NULL);
  JsonObject *frame = link->data;
  g_queue_delete_link (&self->frames, link);
  return frame;
}

/* What the server was to send it has sent before it answers a later request. */
void
socket_take_nothing (Socket *self, const char *op)
{
  socket_say (self, "{\"op\":\"nothing\",\"id\":4711}");
  g_autoptr (JsonObject) answer = socket_take (self, "error");
  g_assert_cmpint (member_int (answer, "id"), ==, 4711);
  for (guint i = 0; i < 20; i++)
    while (g_main_context_iteration (NULL, FALSE))
      ;
  g_assert_null (find_frame (self, op));
}

JsonObject *
socket_greet (Socket *self, const char *positions)
{
  socket_sayf (self, "{\"op\":\"hello\",\"epoch\":null,\"positions\":%s}",
               positions != NULL ? positions : "{}");
  return socket_take (self, "welcome");
}

gushort
socket_await_close (Socket *self)
{
  await (self->closed);
  return self->close_code;
}

JsonObject *
socket_take_event (Socket *self, const char *stream, gint64 seq)
{
  JsonObject *event = socket_take (self, "event");

  g_assert_cmpstr (member_string (event, "stream"), ==, stream);
  g_assert_cmpint (member_int (event, "seq"), ==, seq);
  return event;
}

void
socket_drop_event (Socket *self, const char *stream, gint64 seq)
{
  g_autoptr (JsonObject) event = socket_take_event (self, stream, seq);
}

void
socket_ack (Socket *self, const char *stream, gint64 seq)
{
  socket_sayf (self, "{\"op\":\"ack\",\"positions\":{\"%s\":%" G_GINT64_FORMAT "}}", stream, seq);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-hub"

#include "test-net-frames.h"
#include "test-net-server.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The way of a WebSocket through a real server: handshake, hand-over, echo, ends. */

static void
send_frame (int fd, guint8 first, const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  frames_add (bytes, first, text, strlen (text));
  net_client_send (fd, bytes->data, bytes->len);
}

static void
expect_frame (int fd, guint8 first, const char *text)
{
  guint8 found;
  g_autoptr (GByteArray) frame = net_client_read_frame (fd, &found);

  g_assert_nonnull (frame);
  g_assert_cmpuint (found, ==, first);
  g_assert_cmpmem (frame->data, frame->len, text, strlen (text));
}

static GBytes *
frame_of (const char *text)
{
  return parlour_hub_frame_text (text, strlen (text));
}

static void
test_echo_and_ping (void)
{
  NetServer *server = net_server_new ();
  int fd;

  net_server_start (server);
  fd = net_client_upgrade (server, NULL);
  send_frame (fd, FRAME_TEXT, "hello");
  expect_frame (fd, FRAME_TEXT, "hello");
  send_frame (fd, FRAME_PING, "are you there");
  expect_frame (fd, FRAME_PONG, "are you there");
  g_assert_cmpuint (parlour_hub_get_count (server->hub), ==, 1);
  g_assert_cmpuint (parlour_listener_get_count (server->listener), ==, 1);
  close (fd);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  g_assert_cmpuint (parlour_listener_get_count (server->listener), ==, 0);
  net_server_free (server);
}

static void
check_early (NetServer *server, guint frames, gsize cut)
{
  g_autoptr (GByteArray) early = g_byte_array_new ();
  guint8 rest[64];
  gsize rest_length;
  int fd;

  for (guint i = 0; i < frames; i++) {
    g_autofree char *text = g_strdup_printf ("early %u", i);

    frames_add (early, FRAME_TEXT, text, strlen (text));
  }
  rest_length = MIN (cut, early->len);
  memcpy (rest, early->data + early->len - rest_length, rest_length);
  g_byte_array_set_size (early, early->len - (guint)rest_length);

  fd = net_client_upgrade (server, early);
  net_client_send (fd, rest, rest_length);
  for (guint i = 0; i < frames; i++) {
    g_autofree char *text = g_strdup_printf ("early %u", i);

    expect_frame (fd, FRAME_TEXT, text);
  }
  close (fd);
}

/* Frames in the same segment as the handshake, whole or cut, few or more than libsoup reads at
 * once. */
static void
test_early_frames_are_not_lost (void)
{
  NetServer *server = net_server_new ();

  net_server_start (server);
  check_early (server, 1, 0);
  check_early (server, 3, 5);
  check_early (server, 2, 1);
  check_early (server, 2000, 0);
  check_early (server, 4000, 20);
  net_server_free (server);
}

static void
check_close (NetServer *server, GByteArray *bytes, guint16 code)
{
  int fd = net_client_upgrade (server, NULL);
  char byte;

  net_client_send (fd, bytes->data, bytes->len);
  g_assert_cmpuint (net_client_read_close (fd), ==, code);
  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 0);
  close (fd);
}

static void
test_bad_frames_close_with_their_code (void)
{
  NetServer *server = net_server_new ();
  g_autoptr (GByteArray) not_masked = g_byte_array_new ();
  g_autoptr (GByteArray) not_text = g_byte_array_new ();
  g_autoptr (GByteArray) binary = g_byte_array_new ();
  g_autoptr (GByteArray) reserved = g_byte_array_new ();
  g_autoptr (GByteArray) huge = g_byte_array_new ();
  g_autoptr (GByteArray) fragments = g_byte_array_new ();
  g_autofree char *filling = g_strnfill (PARLOUR_HUB_LIMITS_DEFAULT.frame_bytes + 1, 'x');

  g_byte_array_append (not_masked, (const guint8 *)"\x81\x02hi", 4);
  frames_add (not_text, FRAME_TEXT, "\xff", 1);
  frames_add (binary, 0x82, "b", 1);
  frames_add (reserved, 0xc1, "r", 1);
  frames_add (huge, FRAME_TEXT, filling, strlen (filling));
  for (guint i = 0; i < 65; i++)
    frames_add (fragments, i == 0 ? 0x01 : 0x00, "", 0);

  net_server_start (server);
  check_close (server, not_masked, 1002);
  check_close (server, not_text, 1007);
  check_close (server, binary, 1003);
  check_close (server, reserved, 1002);
  check_close (server, huge, 1009);
  check_close (server, fragments, 1009);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  net_server_free (server);
}

static void
test_client_closes (void)
{
  NetServer *server = net_server_new ();
  g_autoptr (GByteArray) with_code = g_byte_array_new ();
  g_autoptr (GByteArray) bare = g_byte_array_new ();

  frames_add_close (with_code, 3001, "done");
  frames_add_close (bare, 0, NULL);
  net_server_start (server);
  check_close (server, with_code, 3001);
  check_close (server, bare, 1005);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  net_server_free (server);
}

static void
test_server_closes (void)
{
  NetServer *server = net_server_new ();
  g_autoptr (GBytes) last = frame_of ("last words");
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  ParlourConnectionId id;
  char byte;
  int fd;

  net_server_start (server);
  fd = net_client_upgrade (server, NULL);
  id = net_server_get_id (server, 0);
  parlour_hub_send_control (server->hub, id, last);
  parlour_hub_close (server->hub, id, PARLOUR_CLOSE_SIGNED_OUT, "signed out");
  parlour_hub_send_control (server->hub, id, last);
  expect_frame (fd, FRAME_TEXT, "last words");
  g_assert_cmpuint (net_client_read_close (fd), ==, 4001);
  frames_add_close (answer, 4001, NULL);
  net_client_send (fd, answer->data, answer->len);
  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 0);
  close (fd);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  net_server_free (server);
}

/* A client that never answers the close frame is let go all the same. */
static void
test_close_does_not_wait_for_ever (void)
{
  NetServer *server = net_server_new ();
  int fd;

  server->hub_limits.close_ms = 100;
  net_server_start (server);
  fd = net_client_upgrade (server, NULL);
  parlour_hub_close (server->hub, net_server_get_id (server, 0), 1000, NULL);
  g_assert_cmpuint (net_client_read_close (fd), ==, 1000);
  wait_until (parlour_hub_get_count (server->hub) == 0);
  close (fd);
  net_server_free (server);
}

static void
test_stop_says_1001 (void)
{
  NetServer *server = net_server_new ();
  int fds[10];

  server->hub_limits.stop_ms = 100;
  net_server_start (server);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = net_client_upgrade (server, NULL);
  net_server_get_id (server, G_N_ELEMENTS (fds) - 1);
  parlour_hub_stop (server->hub);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++) {
    g_assert_cmpuint (net_client_read_close (fds[i]), ==, 1001);
    close (fds[i]);
  }
  g_assert_cmpuint (parlour_hub_get_count (server->hub), ==, 0);
  net_server_free (server);
}

static void
test_many_connections (void)
{
  NetServer *server = net_server_new ();
  g_autofree ParlourConnectionId *ids = g_new (ParlourConnectionId, 200);
  g_autoptr (GBytes) all = frame_of ("to all");
  int fds[200];

  net_server_start (server);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = net_client_upgrade (server, NULL);
  for (guint round = 0; round < 5; round++) {
    for (guint i = 0; i < G_N_ELEMENTS (fds); i++) {
      g_autofree char *text = g_strdup_printf ("%u of %u", i, round);

      send_frame (fds[i], FRAME_TEXT, text);
    }
    for (guint i = 0; i < G_N_ELEMENTS (fds); i++) {
      g_autofree char *text = g_strdup_printf ("%u of %u", i, round);

      expect_frame (fds[i], FRAME_TEXT, text);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    ids[i] = net_server_get_id (server, i);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    parlour_hub_send_event (server->hub, ids[i], all);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++) {
    expect_frame (fds[i], FRAME_TEXT, "to all");
    close (fds[i]);
  }
  wait_until (parlour_hub_get_count (server->hub) == 0);
  net_server_free (server);
}

static void
check_handshake (NetServer *server, const char *headers, const char *status)
{
  g_autofree char *request = g_strdup_printf ("GET /stream HTTP/1.1\r\nHost: h\r\n%s\r\n", headers);
  g_autofree char *head = NULL;
  int fd = net_client_connect (server);

  net_client_send_text (fd, request);
  head = net_client_read_head (fd);
  g_test_message ("%s", head);
  g_assert_true (g_str_has_prefix (head, status));
  close (fd);
}

static void
test_bad_handshakes (void)
{
  NetServer *server = net_server_new ();

  net_server_start (server);
  check_handshake (server, "", "HTTP/1.1 426 ");
  check_handshake (server, "Upgrade: websocket\r\nConnection: Upgrade\r\n", "HTTP/1.1 426 ");
  check_handshake (server,
                   "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                   "HTTP/1.1 426 ");
  check_handshake (server,
                   "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
                   "HTTP/1.1 400 ");
  check_handshake (server,
                   "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: c2hvcnQ=\r\n",
                   "HTTP/1.1 400 ");
  g_assert_cmpuint (parlour_hub_get_count (server->hub), ==, 0);
  net_server_free (server);
}

/* Clients that go away in the middle of the hand-over. */
static void
test_clients_that_leave_leak_nothing (void)
{
  NetServer *server = net_server_new ();
  guint before;

  net_server_start (server);
  before = count_descriptors ();
  for (guint i = 0; i < 100; i++) {
    int fd = net_client_connect (server);

    net_client_send_text (fd, "GET /stream HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    close (fd);
    fd = net_client_upgrade (server, NULL);
    close (fd);
  }
  wait_until (parlour_listener_get_count (server->listener) == 0);
  wait_until (count_descriptors () == before);
  net_server_free (server);
}

typedef struct {
  SoupWebsocketConnection *connection;
  char *text;
  gboolean closed;
} SoupClient;

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SoupClient *client = user_data;
  g_autoptr (GError) error = NULL;

  client->connection =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

static void
message_cb (SoupWebsocketConnection *connection,
            SoupWebsocketDataType type,
            GBytes *message,
            SoupClient *client)
{
  client->text = g_strndup (g_bytes_get_data (message, NULL), g_bytes_get_size (message));
}

static void
closed_cb (SoupWebsocketConnection *connection, SoupClient *client)
{
  client->closed = TRUE;
}

static void
test_libsoup_as_client (void)
{
  NetServer *server = net_server_new ();
  SoupClient client = {0};
  g_autofree char *uri = NULL;

  net_server_start (server);
  server->descriptors_before = 0;
  uri = g_strdup_printf ("ws://127.0.0.1:%u/stream", server->port);
  {
    g_autoptr (SoupSession) session = soup_session_new ();
    g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

    soup_session_websocket_connect_async (session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL,
                                          connected_cb, &client);
    while (client.connection == NULL)
      g_main_context_iteration (NULL, TRUE);
    g_assert_null (soup_websocket_connection_get_extensions (client.connection));
    g_signal_connect (client.connection, "message", G_CALLBACK (message_cb), &client);
    g_signal_connect (client.connection, "closed", G_CALLBACK (closed_cb), &client);

    soup_websocket_connection_send_text (client.connection, "grüß dich");
    while (client.text == NULL)
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpstr (client.text, ==, "grüß dich");

    parlour_hub_close (server->hub, net_server_get_id (server, 0), 4008, "so it is");
    while (!client.closed)
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (soup_websocket_connection_get_close_code (client.connection), ==, 4008);
    g_assert_cmpstr (soup_websocket_connection_get_close_data (client.connection), ==, "so it is");
    wait_until (parlour_hub_get_count (server->hub) == 0);
    g_object_unref (client.connection);
    g_free (client.text);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  net_server_free (server);
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hub/echo-and-ping", test_echo_and_ping);
  g_test_add_func ("/hub/early-frames-are-not-lost", test_early_frames_are_not_lost);
  g_test_add_func ("/hub/bad-frames-close-with-their-code", test_bad_frames_close_with_their_code);
  g_test_add_func ("/hub/client-closes", test_client_closes);
  g_test_add_func ("/hub/server-closes", test_server_closes);
  g_test_add_func ("/hub/close-does-not-wait-for-ever", test_close_does_not_wait_for_ever);
  g_test_add_func ("/hub/stop-says-1001", test_stop_says_1001);
  g_test_add_func ("/hub/many-connections", test_many_connections);
  g_test_add_func ("/hub/bad-handshakes", test_bad_handshakes);
  g_test_add_func ("/hub/clients-that-leave-leak-nothing", test_clients_that_leave_leak_nothing);
  g_test_add_func ("/hub/libsoup-as-client", test_libsoup_as_client);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-tls-refusals"

#include "tls-client.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Peers that don't come to an end with their handshake, or don't mean one. */

#define SILENT   200
#define QUICK_MS 1000

/* What a client of ours sends first. */
static GBytes *
make_hello (void)
{
  int pair[2];
  guint8 bytes[4096];
  gssize length;
  TlsClient client = {0};

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), ==, 0);
  gnutls_init (&client.session, GNUTLS_CLIENT | GNUTLS_NONBLOCK);
  gnutls_certificate_allocate_credentials (&client.credentials);
  gnutls_set_default_priority (client.session);
  gnutls_credentials_set (client.session, GNUTLS_CRD_CERTIFICATE, client.credentials);
  gnutls_transport_set_int (client.session, pair[0]);
  g_assert_cmpint (gnutls_handshake (client.session), ==, GNUTLS_E_AGAIN);
  length = recv (pair[1], bytes, sizeof bytes, 0);
  g_assert_cmpint (length, >, 100);
  gnutls_deinit (client.session);
  gnutls_certificate_free_credentials (client.credentials);
  close (pair[0]);
  close (pair[1]);
  return g_bytes_new (bytes, (gsize)length);
}

/* Silent from the start, in the middle of their first record, or behind it. */
static void
test_silent_handshakes_hold_nobody_up (void)
{
  NetServer *server = tls_server_begin ();
  g_autoptr (GBytes) hello = make_hello ();
  gsize length;
  gconstpointer bytes = g_bytes_get_data (hello, &length);
  int fds[SILENT];
  TlsClient *client;
  gint64 before;

  for (guint i = 0; i < SILENT; i++) {
    fds[i] = net_client_connect (server);
    net_client_send (fds[i], bytes, i % 3 == 0 ? 0 : i % 3 == 1 ? length / 2 : length);
  }
  wait_until (parlour_listener_get_count (server->listener) == SILENT);
  before = g_get_monotonic_time ();
  client = tls_client_open (server, TLS_13);
  tls_client_get (client);
  g_test_message ("a new one took %d ms", (int)(g_get_monotonic_time () - before) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - before, <, QUICK_MS * 1000);
  tls_client_free (client);
  for (guint i = 0; i < SILENT; i++)
    close (fds[i]);
  tls_server_end (server);
}

/* The whole of it, whether the peer says nothing or a byte now and then. */
static void
test_handshake_has_a_deadline (void)
{
  NetServer *server = tls_server_new ();
  g_autoptr (GBytes) hello = make_hello ();
  const guint8 *bytes = g_bytes_get_data (hello, NULL);
  int silent, trickling;
  gint64 before = g_get_monotonic_time ();
  g_autofree char *rest = NULL;

  server->listener_limits.header_ms = 300;
  net_server_start (server);
  silent = net_client_connect (server);
  trickling = net_client_connect (server);
  for (guint i = 0; i < 100 && parlour_listener_get_count (server->listener) > 0; i++) {
    net_client_send (trickling, bytes + i, 1);
    g_usleep (20 * 1000);
  }
  rest = net_client_read_to_end (silent);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 2 * G_USEC_PER_SEC);
  close (silent);
  close (trickling);
  tls_server_end (server);
}

static void
test_garbage_leaks_nothing (void)
{
  static const guint8 records[][12] = {
      {0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x02, 0x03, 0x04, 0x05},
      {0x16, 0xff, 0xff, 0xff, 0xff},
      {0x17, 0x03, 0x03, 0x00, 0x05, 0x01, 0x02, 0x03, 0x04, 0x05},
      {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28},
      {0x00},
      {0x80, 0x2e, 0x01, 0x00, 0x02},
  };
  NetServer *server = tls_server_begin ();
  g_autoptr (GBytes) hello = make_hello ();
  gsize length;
  const guint8 *bytes = g_bytes_get_data (hello, &length);
  guint before = count_descriptors ();

  for (guint i = 0; i < 300; i++) {
    g_autofree guint8 *spoilt = g_memdup2 (bytes, length);
    int fd = net_client_connect (server);

    spoilt[i % length] ^= 0x55;
    if (spoilt[0] != 0x16)
      spoilt[0] = 0x01;
    if (i % 2)
      net_client_send (fd, spoilt, length);
    else
      net_client_send (fd, records[i / 2 % G_N_ELEMENTS (records)], sizeof records[0]);
    close (fd);
  }
  wait_until (parlour_listener_get_count (server->listener) == 0);
  wait_until (count_descriptors () == before);
  g_assert_cmpuint (server->handled, ==, 0);
  tls_server_end (server);
}

static void
test_plain_http_is_told_so (void)
{
  NetServer *server = tls_server_begin ();
  static const char *const requests[] = {
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
      "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    int fd = net_client_connect (server);
    g_autofree char *answer = NULL;

    net_client_send_text (fd, requests[i]);
    answer = net_client_read_to_end (fd);
    g_assert_nonnull (answer);
    g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 400 "));
    g_assert_true (g_str_has_suffix (answer, "https:// instead."));
    g_assert_nonnull (strstr (answer, "Content-Length: 45\r\n"));
    close (fd);
  }
  g_assert_cmpuint (server->handled, ==, 0);
  tls_server_end (server);
}

/* The answer to a body that is too large reaches its sender, who is still sending. */
static void
test_too_large_body_is_told_so (void)
{
  NetServer *server = tls_server_begin ();
  g_autoptr (TlsClient) client = tls_client_open (server, TLS_13);
  g_autofree char *filling = g_strnfill (16384, 'x');
  g_autofree char *answer = NULL;
  int code;

  tls_client_send_text (client,
                        "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 4194304\r\n\r\n");
  for (guint i = 0; i < 256; i++)
    tls_client_send (client, filling, 16384);
  answer = tls_client_read_to_end (client, &code);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
  g_assert_cmpint (code, ==, 0);
  g_clear_pointer (&client, tls_client_free);
  tls_server_end (server);
}

/* Without a TLS goodbye, between requests, inside one, in the handshake. */
static void
test_clients_that_leave_leak_nothing (void)
{
  NetServer *server = tls_server_begin ();
  guint before = count_descriptors ();

  for (guint i = 0; i < 60; i++) {
    g_autoptr (TlsClient) client = tls_client_new (server, i % 2 ? TLS_13 : TLS_12);

    if (i % 5 == 0)
      continue;
    g_assert_cmpint (tls_client_shake_hands (client), ==, 0);
    if (i % 5 > 1)
      tls_client_get (client);
    if (i % 5 == 2)
      tls_client_send_text (client, "POST /small HTTP/1.1\r\nHost: h\r\nContent-Len");
    if (i % 5 == 3)
      tls_client_send_text (client,
                            "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\na");
    if (i % 5 == 4)
      tls_client_upgrade (client, NULL);
  }
  wait_until (parlour_listener_get_count (server->listener) == 0);
  wait_until (count_descriptors () == before);
  tls_server_end (server);
}

typedef struct {
  SoupWebsocketConnection *connection;
  char *text;
} SoupEcho;

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *bytes, gpointer data)
{
  SoupEcho *echo = data;

  g_free (echo->text);
  echo->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SoupEcho *echo = data;
  g_autoptr (GError) error = NULL;

  echo->connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
accept_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors)
{
  return TRUE;
}

#define iterate_until(condition)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 iterate_end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;                            \
    while (!(condition) && g_get_monotonic_time () < iterate_end)                                  \
      g_main_context_iteration (NULL, FALSE);                                                      \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

/* The client that Parlour's own window uses. */
static void
test_libsoup (void)
{
  NetServer *server = tls_server_begin ();
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", server->port);
  g_autofree char *stream = g_strdup_printf ("wss://127.0.0.1:%u/stream", server->port);
  g_autoptr (SoupMessage) get = soup_message_new ("GET", uri);
  g_autoptr (SoupMessage) upgrade = soup_message_new ("GET", stream);
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (100000, 'y');
  SoupEcho echo = {0};

  server->descriptors_before = 0;
  g_signal_connect (get, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_signal_connect (upgrade, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_autoptr (GBytes) body = soup_session_send_and_read (session, get, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "hello", 5);

  soup_session_websocket_connect_async (session, upgrade, NULL, NULL, G_PRIORITY_DEFAULT, NULL,
                                        connected_cb, &echo);
  iterate_until (echo.connection != NULL);
  g_signal_connect (echo.connection, "message", G_CALLBACK (message_cb), &echo);
  soup_websocket_connection_send_text (echo.connection, large);
  iterate_until (echo.text != NULL);
  g_assert_cmpstr (echo.text, ==, large);
  soup_websocket_connection_close (echo.connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  iterate_until (soup_websocket_connection_get_state (echo.connection) ==
                 SOUP_WEBSOCKET_STATE_CLOSED);
  g_free (echo.text);
  g_clear_object (&echo.connection);
  soup_session_abort (session);
  tls_server_end (server);
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls-refusals/silent-handshakes-hold-nobody-up",
                   test_silent_handshakes_hold_nobody_up);
  g_test_add_func ("/tls-refusals/handshake-has-a-deadline", test_handshake_has_a_deadline);
  g_test_add_func ("/tls-refusals/garbage-leaks-nothing", test_garbage_leaks_nothing);
  g_test_add_func ("/tls-refusals/plain-http-is-told-so", test_plain_http_is_told_so);
  g_test_add_func ("/tls-refusals/too-large-body-is-told-so", test_too_large_body_is_told_so);
  g_test_add_func ("/tls-refusals/clients-that-leave-leak-nothing",
                   test_clients_that_leave_leak_nothing);
  g_test_add_func ("/tls-refusals/libsoup", test_libsoup);
  return g_test_run ();
}

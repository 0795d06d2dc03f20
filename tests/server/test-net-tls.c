/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-tls"

#include "test-net-frames.h"
#include "tls-client.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* HTTP and WebSockets over TLS: what passes, and that nothing of it depends on how the bytes are
 * cut. */

static void
test_keep_alive (void)
{
  NetServer *server = tls_server_begin ();
  TlsClient *client = tls_client_open (server, TLS_13);
  g_auto (GStrv) uris = parlour_listener_get_uris (server->listener);

  for (guint i = 0; i < 5; i++)
    tls_client_get (client);
  g_assert_true (g_str_has_prefix (uris[0], "https://127.0.0.1:"));
  g_assert_cmpuint (parlour_listener_get_count (server->listener), ==, 1);
  tls_client_free (client);
  tls_server_end (server);
}

/* The server decides, whatever the client would like best; and no other protocol is taken. */
static void
test_what_is_spoken (void)
{
  NetServer *server = tls_server_begin ();
  gnutls_datum_t protocol;
  static const char *const versions[] = {TLS_13, TLS_12};
  TlsClient *client;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++) {
    g_autofree char *priority =
        g_strconcat (versions[i], ":-CIPHER-ALL:+CHACHA20-POLY1305:+AES-128-GCM", NULL);
    client = tls_client_open (server, priority);
    g_assert_cmpint (gnutls_cipher_get (client->session), ==, GNUTLS_CIPHER_AES_128_GCM);
    g_assert_cmpint (gnutls_alpn_get_selected_protocol (client->session, &protocol), ==, 0);
    g_assert_cmpmem (protocol.data, protocol.size, "http/1.1", 8);
    tls_client_get (client);
    tls_client_free (client);
  }

  client = tls_client_new_for (server, TLS_13, "smtp");
  g_assert_cmpint (tls_client_shake_hands (client), !=, 0);
  g_assert_cmpint (gnutls_alert_get (client->session), ==, GNUTLS_A_NO_APPLICATION_PROTOCOL);
  tls_client_free (client);

  client = tls_client_new (server, "NORMAL:-VERS-ALL:+VERS-TLS1.1:%COMPAT");
  g_assert_cmpint (tls_client_shake_hands (client), !=, 0);
  tls_client_free (client);
  tls_server_end (server);
}

static void
check_echo (const char *priority, guint piece)
{
  static const gsize sizes[] = {1, 125, 126, 16000, 16383, 16384, 16385, 40000, 65536, 131072};
  NetServer *server = tls_server_begin ();
  g_autoptr (TlsClient) client = tls_client_new (server, priority);

  client->piece = piece;
  g_assert_cmpint (tls_client_shake_hands (client), ==, 0);
  tls_client_upgrade (client, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sizes) && (piece == 0 || sizes[i] < 20000); i++)
    tls_client_echo (client, sizes[i]);
  g_clear_pointer (&client, tls_client_free);
  tls_server_end (server);
}

static void
test_echo (void)
{
  check_echo (TLS_13, 0);
  check_echo (TLS_12, 0);
}

static void
test_trickled_bytes (void)
{
  check_echo (TLS_13, 1);
  check_echo (TLS_12, 7);
}

/* Many frames in one record, frames over the border of records, and behind the handshake. */
static void
test_cuts_do_not_matter (void)
{
  NetServer *server = tls_server_begin ();
  g_autoptr (TlsClient) client = tls_client_open (server, TLS_13);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 first;

  for (guint i = 0; i < 3000; i++) {
    g_autofree char *text = g_strdup_printf ("number %u", i);

    frames_add (bytes, FRAME_TEXT, text, strlen (text));
  }
  tls_client_upgrade (client, bytes);
  tls_client_send (client, bytes->data, bytes->len);
  for (guint i = 0; i < 6000; i++) {
    g_autofree char *text = g_strdup_printf ("number %u", i % 3000);
    g_autoptr (GByteArray) frame = tls_client_read_frame (client, &first);

    g_assert_nonnull (frame);
    g_assert_cmpmem (frame->data, frame->len, text, strlen (text));
  }
  g_clear_pointer (&client, tls_client_free);
  tls_server_end (server);
}

/* Far more than the sockets hold, to somebody who reads late: in order, and nothing twice. */
static void
test_a_slow_reader_gets_all (void)
{
  NetServer *server = tls_server_new ();
  g_autoptr (TlsClient) client = NULL;
  ParlourConnectionId id;
  g_autofree char *filling = g_strnfill (5000, 'x');

  server->hub_limits.event_bytes = 64 * 1024 * 1024;
  net_server_start (server);
  client = tls_client_open (server, TLS_13);
  setsockopt (client->fd, SOL_SOCKET, SO_RCVBUF, &(int){128 * 1024}, sizeof (int));
  tls_client_upgrade (client, NULL);
  id = net_server_get_id (server, 0);
  for (guint i = 0; i < 4000; i++) {
    g_autofree char *text = g_strdup_printf ("%u %s", i, filling);
    g_autoptr (GBytes) framed = parlour_hub_frame_text (text, strlen (text));

    parlour_hub_send_event (server->hub, id, framed);
  }
  tls_client_send_frame (client, FRAME_PING, "in between", 10);

  for (guint i = 0; i < 4000;) {
    guint8 first;
    g_autoptr (GByteArray) frame = tls_client_read_frame (client, &first);
    g_autofree char *text = g_strdup_printf ("%u %s", i, filling);

    g_assert_nonnull (frame);
    if (first == FRAME_PONG)
      continue;
    g_assert_cmpmem (frame->data, frame->len, text, strlen (text));
    i++;
  }
  wait_until (g_atomic_int_get (&server->drained) > 0);
  g_clear_pointer (&client, tls_client_free);
  tls_server_end (server);
}

/* One connection's bytes never become another's, although they pass through one buffer. */
static void
test_connections_do_not_mix (void)
{
  NetServer *server = tls_server_begin ();
  TlsClient *clients[8];

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++) {
    clients[i] = tls_client_open (server, i % 2 ? TLS_13 : TLS_12);
    tls_client_upgrade (clients[i], NULL);
  }
  for (guint round = 0; round < 20; round++) {
    for (guint i = 0; i < G_N_ELEMENTS (clients); i++) {
      g_autofree char *text = g_strnfill (3000 * (i + 1) + round, (char)('a' + i));
      tls_client_send_frame (clients[i], FRAME_TEXT, text, strlen (text));
    }
    for (guint i = 0; i < G_N_ELEMENTS (clients); i++) {
      g_autofree char *text = g_strnfill (3000 * (i + 1) + round, (char)('a' + i));
      guint8 first;
      g_autoptr (GByteArray) frame = tls_client_read_frame (clients[i], &first);

      g_assert_cmpmem (frame->data, frame->len, text, strlen (text));
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    tls_client_free (clients[i]);
  tls_server_end (server);
}

static void
test_half_close (void)
{
  NetServer *server = tls_server_begin ();
  g_autoptr (TlsClient) client = tls_client_open (server, TLS_13);
  g_autofree char *answer = NULL;
  int code;

  tls_client_send_text (client, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  gnutls_bye (client->session, GNUTLS_SHUT_WR);
  answer = tls_client_read_to_end (client, &code);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\nhello"));
  g_assert_cmpint (code, ==, 0);
  g_clear_pointer (&client, tls_client_free);
  tls_server_end (server);
}

/* A WebSocket's end is told in TLS's own words, too. */
static void
test_goodbye (void)
{
  NetServer *server = tls_server_begin ();
  g_autoptr (TlsClient) client = tls_client_open (server, TLS_13);
  g_autoptr (GByteArray) frame = NULL;
  char byte;
  guint8 first;

  tls_client_upgrade (client, NULL);
  parlour_hub_close (server->hub, net_server_get_id (server, 0), 4001, "signed out");
  frame = tls_client_read_frame (client, &first);
  g_assert_cmpuint (first, ==, FRAME_CLOSE);
  g_assert_cmpuint (frame->data[0] << 8 | frame->data[1], ==, 4001);
  tls_client_send_frame (client, FRAME_CLOSE, frame->data, 2);
  g_assert_cmpint (tls_client_read (client, &byte, 1), ==, 0);
  g_clear_pointer (&client, tls_client_free);
  tls_server_end (server);
}

static void
test_key_update (void)
{
  NetServer *server = tls_server_begin ();
  g_autoptr (TlsClient) client = tls_client_open (server, TLS_13);

  g_assert_cmpint (gnutls_session_key_update (client->session, GNUTLS_KU_PEER), ==, 0);
  tls_client_get (client);
  tls_client_upgrade (client, NULL);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (gnutls_session_key_update (client->session, i % 2 ? 0 : GNUTLS_KU_PEER), ==,
                     0);
    tls_client_echo (client, 40000);
  }
  g_clear_pointer (&client, tls_client_free);
  tls_server_end (server);
}

static void
check_renegotiation (NetServer *server, gboolean upgraded)
{
  g_autoptr (TlsClient) client = tls_client_open (server, TLS_12);
  char byte;

  tls_client_get (client);
  if (upgraded)
    tls_client_upgrade (client, NULL);
  g_assert_cmpint (tls_client_shake_hands (client), !=, 0);
  g_assert_cmpint (tls_client_read (client, &byte, 1), <=, 0);
}

static void
test_renegotiation_is_refused (void)
{
  NetServer *server = tls_server_begin ();

  check_renegotiation (server, FALSE);
  check_renegotiation (server, TRUE);
  tls_server_end (server);
}

static void
check_resumption (NetServer *server, const char *priority)
{
  gnutls_datum_t data = {0};
  TlsClient *client = tls_client_open (server, priority);

  tls_client_get (client);
  g_assert_false (gnutls_session_is_resumed (client->session));
  g_assert_cmpint (gnutls_session_get_data2 (client->session, &data), ==, 0);
  tls_client_free (client);

  client = tls_client_new (server, priority);
  g_assert_cmpint (gnutls_session_set_data (client->session, data.data, data.size), ==, 0);
  g_assert_cmpint (tls_client_shake_hands (client), ==, 0);
  g_assert_true (gnutls_session_is_resumed (client->session));
  tls_client_get (client);
  tls_client_free (client);
  gnutls_free (data.data);
}

static void
test_resumption (void)
{
  NetServer *server = tls_server_begin ();

  check_resumption (server, TLS_13);
  check_resumption (server, TLS_12);
  tls_server_end (server);
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tls/keep-alive", test_keep_alive);
  g_test_add_func ("/tls/what-is-spoken", test_what_is_spoken);
  g_test_add_func ("/tls/echo", test_echo);
  g_test_add_func ("/tls/trickled-bytes", test_trickled_bytes);
  g_test_add_func ("/tls/cuts-do-not-matter", test_cuts_do_not_matter);
  g_test_add_func ("/tls/a-slow-reader-gets-all", test_a_slow_reader_gets_all);
  g_test_add_func ("/tls/connections-do-not-mix", test_connections_do_not_mix);
  g_test_add_func ("/tls/half-close", test_half_close);
  g_test_add_func ("/tls/goodbye", test_goodbye);
  g_test_add_func ("/tls/key-update", test_key_update);
  g_test_add_func ("/tls/renegotiation-is-refused", test_renegotiation_is_refused);
  g_test_add_func ("/tls/resumption", test_resumption);
  return g_test_run ();
}

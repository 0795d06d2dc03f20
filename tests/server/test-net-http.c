/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-http"

#include "test-net-server.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* HTTP over our own connections: they live and end as we say, whatever the client does. */

#define GET_HELLO "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

static void
expect_hello (int fd)
{
  g_autofree char *head = net_client_read_head (fd);
  char body[5];

  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 200 "));
  g_assert_cmpint (recv (fd, body, sizeof body, MSG_WAITALL), ==, 5);
  g_assert_cmpmem (body, 5, "hello", 5);
}

static void
test_keep_alive (void)
{
  NetServer *server = net_server_new ();
  int fd;

  net_server_start (server);
  fd = net_client_connect (server);
  for (guint i = 0; i < 5; i++) {
    net_client_send_text (fd, GET_HELLO);
    expect_hello (fd);
  }
  net_client_send_text (fd, GET_HELLO GET_HELLO);
  expect_hello (fd);
  expect_hello (fd);
  g_assert_cmpuint (parlour_listener_get_count (server->listener), ==, 1);
  close (fd);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  net_server_free (server);
}

/* Each way in which a client can leave; libsoup forgets some of them. */
static void
test_clients_that_leave_leak_nothing (void)
{
  static const char *const leaving[] = {
      "",
      GET_HELLO,
      GET_HELLO GET_HELLO,
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
      "GET / HT",
      "POST /small HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\nabc",
      "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      GET_HELLO "POST /small HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le",
      "nonsense\r\n\r\n",
  };
  NetServer *server = net_server_new ();
  guint before;

  net_server_start (server);
  before = count_descriptors ();
  for (guint i = 0; i < 50 * G_N_ELEMENTS (leaving); i++) {
    const char *text = leaving[i % G_N_ELEMENTS (leaving)];
    int fd = net_client_connect (server);

    net_client_send_text (fd, text);
    if (g_str_has_prefix (text, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
      expect_hello (fd);
    close (fd);
  }
  for (guint i = 0; i < G_N_ELEMENTS (leaving); i++)
    g_test_message ("%u: %s", i, leaving[i]);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  wait_until (count_descriptors () == before);
  net_server_free (server);
}

/* Half a request whose sender has gone is never carried out. */
static void
test_half_a_request_is_not_carried_out (void)
{
  static const char *const halves[] = {
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: y",
      "GET / HTTP/1.1\r\nHost: 127.0.0.1",
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r",
  };
  NetServer *server = net_server_new ();
  guint handled = 0;

  net_server_start (server);
  for (guint i = 0; i < G_N_ELEMENTS (halves) * 2; i++) {
    int fd = net_client_connect (server);
    g_autofree char *text = g_strconcat (i % 2 ? GET_HELLO : "", halves[i / 2], NULL);

    net_client_send_text (fd, text);
    if (i % 2) {
      expect_hello (fd);
      handled++;
    }
    close (fd);
    wait_until (parlour_listener_get_count (server->listener) == 0);
    g_assert_cmpuint (g_atomic_int_get (&server->handled), ==, handled);
  }
  net_server_free (server);
}

static void
test_headers_have_a_deadline (void)
{
  NetServer *server = net_server_new ();
  int silent, slow;
  g_autofree char *nothing = NULL;
  g_autofree char *refused = NULL;

  server->listener_limits.header_ms = 200;
  net_server_start (server);
  silent = net_client_connect (server);
  slow = net_client_connect (server);
  net_client_send_text (slow, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ");
  nothing = net_client_read_to_end (silent);
  refused = net_client_read_to_end (slow);
  close (silent);
  close (slow);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  g_assert_cmpuint (server->handled, ==, 0);
  net_server_free (server);
}

static void
test_idle_connection_has_a_deadline (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *rest = NULL;
  int fd;

  server->listener_limits.idle_ms = 200;
  net_server_start (server);
  fd = net_client_connect (server);
  net_client_send_text (fd, GET_HELLO);
  expect_hello (fd);
  rest = net_client_read_to_end (fd);
  g_assert_cmpstr (rest, ==, "");
  close (fd);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  net_server_free (server);
}

static void
test_body_that_stops_has_a_deadline (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *rest = NULL;
  int fd;

  server->listener_limits.stall_ms = 200;
  net_server_start (server);
  fd = net_client_connect (server);
  net_client_send_text (fd, "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nabc");
  rest = net_client_read_to_end (fd);
  close (fd);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  g_assert_cmpuint (server->handled, ==, 0);
  net_server_free (server);
}

/* A request that waits for its answer is nobody's fault and has no deadline here. */
static void
test_long_poll_has_no_deadline (void)
{
  NetServer *server = net_server_new ();
  int waiting, idle;
  g_autofree char *ended = NULL;

  server->listener_limits.stall_ms = 100;
  server->listener_limits.header_ms = 100;
  server->listener_limits.idle_ms = 300;
  net_server_start (server);
  waiting = net_client_connect (server);
  net_client_send_text (waiting, "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  idle = net_client_connect (server);
  net_client_send_text (idle, GET_HELLO);
  expect_hello (idle);
  ended = net_client_read_to_end (idle);
  close (idle);

  g_assert_cmpint (send (waiting, "x", 1, MSG_NOSIGNAL), ==, 1);
  g_assert_cmpint (recv (waiting, (char[1]){0}, 1, MSG_DONTWAIT), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);
  close (waiting);
  net_server_free (server);
}

static void
test_body_within_the_limit (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *head = NULL;
  g_autofree char *chunked_head = NULL;
  char body[3];
  int fd;

  net_server_start (server);
  fd = net_client_connect (server);
  net_client_send_text (fd, "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  head = net_client_read_head (fd);
  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 200 "));
  g_assert_cmpint (recv (fd, body, 1, MSG_WAITALL), ==, 1);
  net_client_send_text (fd, "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "5\r\nabcde\r\n0\r\n\r\n");
  chunked_head = net_client_read_head (fd);
  g_assert_true (g_str_has_prefix (chunked_head, "HTTP/1.1 200 "));
  g_assert_cmpint (recv (fd, body, 1, MSG_WAITALL), ==, 1);
  g_assert_cmpint (body[0], ==, '5');
  close (fd);
  net_server_free (server);
}

/* The sender reads its 413 although it sends on, far past what the sockets' buffers hold. */
static void
check_too_large (NetServer *server, const char *head, const char *piece, guint pieces)
{
  int fd = net_client_connect (server);
  g_autofree char *answer = NULL;

  net_client_send_text (fd, head);
  for (guint i = 0; i < pieces; i++)
    net_client_send_text (fd, piece);
  shutdown (fd, SHUT_WR);
  answer = net_client_read_to_end (fd);
  g_assert_nonnull (answer);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (answer, "application/problem+json"));
  close (fd);
}

static void
test_too_large_body_is_told_so (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *filling = g_strnfill (65536, 'x');
  g_autofree char *chunk = g_strdup_printf ("10000\r\n%s\r\n", filling);

  net_server_start (server);
  check_too_large (server, "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 8388608\r\n\r\n",
                   filling, 128);
  check_too_large (server, "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
                   chunk, 128);
  net_client_check_answer (server,
                           "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 999\r\n"
                           "Expect: 100-continue\r\n\r\n",
                           "HTTP/1.1 413 ");
  g_assert_cmpuint (server->handled, ==, 0);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  net_server_free (server);
}

/* However many headers there are, they don't fill the memory. */
static void
test_headers_have_a_size (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *value = g_strnfill (60000, 'a');
  g_autofree char *header = g_strdup_printf ("X: %s\r\n", value);
  int fd;

  net_server_start (server);
  fd = net_client_connect (server);
  net_client_send_text (fd, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n");
  for (guint i = 0; i < 200; i++)
    net_client_send_text (fd, header);
  wait_until (parlour_listener_get_count (server->listener) == 0);
  g_assert_cmpuint (server->handled, ==, 0);
  close (fd);
  net_server_free (server);
}

static void
test_one_address_has_a_limit (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *nothing = NULL;
  int fds[4];

  server->listener_limits.sockets_per_address = 3;
  net_server_start (server);
  for (guint i = 0; i < 3; i++) {
    fds[i] = net_client_connect (server);
    net_client_send_text (fds[i], GET_HELLO);
    expect_hello (fds[i]);
  }
  fds[3] = net_client_connect (server);
  nothing = net_client_read_to_end (fds[3]);
  g_assert_cmpstr (nothing, ==, "");
  close (fds[3]);

  close (fds[0]);
  wait_until (parlour_listener_get_count (server->listener) == 2);
  fds[0] = net_client_connect (server);
  net_client_send_text (fds[0], GET_HELLO);
  expect_hello (fds[0]);
  for (guint i = 0; i < 3; i++)
    close (fds[i]);
  net_server_free (server);
}

static void
warned_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer warnings)
{
  g_atomic_int_inc ((int *)warnings);
}

#define FILLERS_MAX 64

/* With no descriptor left, whoever connects waits and is served once there is one again. */
static void
test_no_descriptor_left_is_waited_out (void)
{
  NetServer *server = net_server_new ();
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  struct rlimit before, tight;
  int fillers[FILLERS_MAX];
  guint n_fillers = 0;
  int warnings = 0;
  guint handler = g_log_set_handler ("parlour-listener", G_LOG_LEVEL_WARNING, warned_cb, &warnings);
  int fd;

  net_server_start (server);
  getrlimit (RLIMIT_NOFILE, &before);
  tight = before;
  tight.rlim_cur = count_descriptors () + FILLERS_MAX / 2;
  setrlimit (RLIMIT_NOFILE, &tight);
  while ((fillers[n_fillers] = dup (0)) >= 0)
    n_fillers++;
  close (fillers[--n_fillers]); /* for the client itself */
  fd = net_client_connect (server);
  net_client_send_text (fd, GET_HELLO);
  wait_until (g_atomic_int_get (&warnings) >= 2);
  g_assert_cmpuint (parlour_listener_get_count (server->listener), ==, 0);
  setrlimit (RLIMIT_NOFILE, &before);
  expect_hello (fd);
  while (n_fillers > 0)
    close (fillers[--n_fillers]);
  close (fd);
  g_assert_cmpint (warnings, <, 20);
  g_log_remove_handler ("parlour-listener", handler);
  g_log_set_always_fatal (fatal);
  net_server_free (server);
}

static void
test_taken_and_foreign_addresses_are_told (void)
{
  NetServer *server = net_server_new ();
  g_autoptr (SoupServer) soup = soup_server_new (NULL, NULL);
  g_autoptr (ParlourListener) listener = parlour_listener_new (soup, NULL, NULL);
  g_autofree char *taken = NULL;
  static const char *const wrong[] = {"", "nowhere", "127.0.0.1:x", "::1:7447", "1.2.3.4:99999"};

  net_server_start (server);
  taken = g_strdup_printf ("127.0.0.1:%u", server->port);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (parlour_listener_bind (listener, wrong[i], &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (parlour_listener_bind (listener, taken, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
    g_assert_nonnull (strstr (error->message, "taken"));
  }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (parlour_listener_bind (listener, "192.0.2.1:0", &error));
    g_assert_nonnull (strstr (error->message, "not an address of this computer"));
  }
  net_server_free (server);
}

static void
test_inherited_socket_is_listened_on (void)
{
  g_autoptr (SoupServer) soup = soup_server_new (NULL, NULL);
  g_autoptr (ParlourListener) listener = parlour_listener_new (soup, NULL, NULL);
  g_autoptr (GSocketListener) other = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) uris = NULL;
  int not_listening = socket (AF_INET, SOCK_STREAM, 0);
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  g_assert_false (parlour_listener_adopt_socket (listener, not_listening, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_cmpint (listen (fd, 1), ==, 0);
  g_assert_true (parlour_listener_adopt_socket (listener, fd, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (parlour_listener_get_port (listener), !=, 0);
  uris = parlour_listener_get_uris (listener);
  g_assert_cmpuint (g_strv_length (uris), ==, 1);
  g_assert_true (g_str_has_prefix (uris[0], "http://0.0.0.0:"));
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http/keep-alive", test_keep_alive);
  g_test_add_func ("/http/clients-that-leave-leak-nothing", test_clients_that_leave_leak_nothing);
  g_test_add_func ("/http/half-a-request-is-not-carried-out",
                   test_half_a_request_is_not_carried_out);
  g_test_add_func ("/http/headers-have-a-deadline", test_headers_have_a_deadline);
  g_test_add_func ("/http/idle-connection-has-a-deadline", test_idle_connection_has_a_deadline);
  g_test_add_func ("/http/body-that-stops-has-a-deadline", test_body_that_stops_has_a_deadline);
  g_test_add_func ("/http/long-poll-has-no-deadline", test_long_poll_has_no_deadline);
  g_test_add_func ("/http/body-within-the-limit", test_body_within_the_limit);
  g_test_add_func ("/http/too-large-body-is-told-so", test_too_large_body_is_told_so);
  g_test_add_func ("/http/headers-have-a-size", test_headers_have_a_size);
  g_test_add_func ("/http/one-address-has-a-limit", test_one_address_has_a_limit);
  g_test_add_func ("/http/no-descriptor-left-is-waited-out", test_no_descriptor_left_is_waited_out);
  g_test_add_func ("/http/taken-and-foreign-addresses-are-told",
                   test_taken_and_foreign_addresses_are_told);
  g_test_add_func ("/http/inherited-socket-is-listened-on", test_inherited_socket_is_listened_on);
  return g_test_run ();
}

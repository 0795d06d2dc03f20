/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-framing"

#include "test-net-server.h"

#include <malloc.h>
#include <sys/socket.h>
#include <unistd.h>

/* Requests whose end is in doubt are refused, and leave nothing behind. */

static void
test_doubtful_length_is_refused (void)
{
  static const char *const requests[] = {
      "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
      "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
      "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\n",
      "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
      "0\r\n\r\n",
      "POST /small HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  };
  /* by the guard, so in libsoup's words */
  static const char *const spoiled[] = {
      "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
      "\r\n0\r\n\r\n",
      "POST /small HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n",
      "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3, 5\r\n\r\nabc",
      "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: +3\r\n\r\nabc",
      "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n 5\r\n\r\nabc",
  };
  NetServer *server = net_server_new ();

  net_server_start (server);
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    net_client_check_answer (server, requests[i], "HTTP/1.1 400 ");
  for (guint i = 0; i < G_N_ELEMENTS (spoiled); i++)
    net_client_check_answer (server, spoiled[i], "HTTP/1.0 400 ");
  wait_until (parlour_listener_get_count (server->listener) == 0);
  g_assert_cmpuint (server->handled, ==, 0);
  net_server_free (server);
}

/* Nobody who has not even signed in makes the server larger: libsoup loses the path of a request
 * whose body it can't tell the length of, and of one that is cut off. */
static void
test_refused_requests_cost_no_memory (void)
{
  static const char *const ends[] = {
      "Transfer-Encoding: x\r\n\r\n",
      "Transfer-Encoding:\r\n\r\n",
      "Content-Length: x\r\n\r\n",
      "Transfer-Encoding: chunked\r\n x\r\n\r\n",
      "X: y",
      "Content-Length: 0\r\n\r\nPOST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: x\r\n\r\n",
  };
  NetServer *server = net_server_new ();
  g_autofree char *path = g_strnfill (50 * 1000, 'x');
  gsize before = 0;

  net_server_start (server);
  for (guint i = 0; i < 40 * G_N_ELEMENTS (ends); i++) {
    g_autofree char *request =
        g_strdup_printf ("POST /%s HTTP/1.1\r\nHost: h\r\n%s", path, ends[i % G_N_ELEMENTS (ends)]);
    int fd = net_client_connect (server);

    net_client_send_text (fd, request);
    shutdown (fd, SHUT_WR);
    g_free (net_client_read_to_end (fd));
    close (fd);
    if (i == G_N_ELEMENTS (ends))
      before = mallinfo2 ().uordblks;
  }
  wait_until (parlour_listener_get_count (server->listener) == 0);
  g_assert_cmpuint (mallinfo2 ().uordblks, <, before + 1024 * 1024);
  net_server_free (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/framing/doubtful-length-is-refused", test_doubtful_length_is_refused);
  g_test_add_func ("/framing/refused-requests-cost-no-memory",
                   test_refused_requests_cost_no_memory);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-client"

#include "test-net-frames.h"
#include "test-net-server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The raw client of the transport's tests: it sends what no library would. Runs on the test's
 * thread.
 */

#define READ_SECONDS 10

int
net_client_connect (NetServer *server)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons (server->port)};
  struct timeval limit = {.tv_sec = READ_SECONDS};
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int result;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  result = connect (fd, (struct sockaddr *)&address, sizeof address);
  g_assert_cmpint (result, ==, 0);
  return fd;
}

void
net_client_send (int fd, const void *bytes, gsize length)
{
  const guint8 *from = bytes;

  while (length > 0) {
    gssize count = send (fd, from, length, MSG_NOSIGNAL);

    if (count < 0)
      return;
    from += count;
    length -= (gsize)count;
  }
}

void
net_client_send_text (int fd, const char *text)
{
  net_client_send (fd, text, strlen (text));
}

static gssize
read_some (int fd, void *buffer, gsize length)
{
  gssize count = recv (fd, buffer, length, 0);

  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    g_error ("nothing came within %d s", READ_SECONDS);
  return count;
}

char *
net_client_read_head (int fd)
{
  GString *head = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") && read_some (fd, &byte, 1) == 1)
    g_string_append_c (head, byte);
  return g_string_free (head, FALSE);
}

char *
net_client_read_to_end (int fd)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize count;

  while ((count = read_some (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, count);
  return g_string_free (text, count < 0);
}

void
net_client_check_answer (NetServer *server, const char *request, const char *status)
{
  int fd = net_client_connect (server);
  g_autofree char *answer = NULL;

  net_client_send_text (fd, request);
  answer = net_client_read_to_end (fd);
  g_test_message ("%s", answer);
  g_assert_nonnull (answer);
  g_assert_true (g_str_has_prefix (answer, status));
  close (fd);
}

int
net_client_upgrade (NetServer *server, GByteArray *early)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *head = NULL;
  int fd = net_client_connect (server);
  static const char request[] = "GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  g_byte_array_append (bytes, (const guint8 *)request, sizeof request - 1);
  if (early != NULL)
    g_byte_array_append (bytes, early->data, early->len);
  net_client_send (fd, bytes->data, bytes->len);

  head = net_client_read_head (fd);
  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 101 "));
  g_assert_nonnull (strstr (head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  g_assert_null (strstr (head, "Sec-WebSocket-Extensions"));
  return fd;
}

static gboolean
read_exactly (int fd, guint8 *bytes, gsize length)
{
  while (length > 0) {
    gssize count = read_some (fd, bytes, length);

    if (count <= 0)
      return FALSE;
    bytes += count;
    length -= (gsize)count;
  }
  return TRUE;
}

GByteArray *
net_client_read_frame (int fd, guint8 *first)
{
  guint8 header[10];
  gsize have = 0, size, payload = 0;
  GByteArray *bytes;

  do {
    if (!read_exactly (fd, header + have, 1))
      return NULL;
    have++;
    size = frames_header_size (header, have, &payload);
  } while (size == 0);

  *first = header[0];
  bytes = g_byte_array_new ();
  g_byte_array_set_size (bytes, (guint)payload);
  if (read_exactly (fd, bytes->data, payload))
    return bytes;
  g_byte_array_unref (bytes);
  return NULL;
}

guint16
net_client_read_close (int fd)
{
  for (;;) {
    guint8 first;
    g_autoptr (GByteArray) frame = net_client_read_frame (fd, &first);

    if (frame == NULL)
      return 0;
    if (first == FRAME_CLOSE)
      return frame->len >= 2 ? (guint16)(frame->data[0] << 8 | frame->data[1]) : 1005;
  }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* This file owns the client's end of a WebSocket (RFC 6455). On the thread of its caller. */

#define HEADER_MAX    14
#define ANSWER_MS     30000
#define OPCODE_TEXT   1
#define OPCODE_CLOSE  8
#define OPCODE_PING   9
#define OPCODE_PONG   10
#define FINAL         0x80
#define MASKED        0x80
#define LENGTH_16     126
#define LENGTH_64     127
#define LOOPBACK_BITS ((guint32)127 << 24)

static void
must (int code, const char *what)
{
  if (code < 0)
    g_error ("%s: %s", what, gnutls_strerror (code));
}

/* The descriptor blocks; reading never waits, since poll has said that there is something. */
static gssize
pull_cb (gnutls_transport_ptr_t pointer, void *buffer, gsize length)
{
  const Socket *self = pointer;

  return recv (self->fd, buffer, length, MSG_DONTWAIT);
}

static gssize
push_cb (gnutls_transport_ptr_t pointer, const void *bytes, gsize length)
{
  const Socket *self = pointer;

  return send (self->fd, bytes, length, MSG_NOSIGNAL);
}

static void wait_readable (Socket *self);

static void
begin_tls (Socket *self)
{
  int code;

  must (gnutls_init (&self->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK), "TLS");
  must (gnutls_certificate_allocate_credentials (&self->credentials), "TLS");
  must (gnutls_set_default_priority (self->tls), "TLS");
  gnutls_credentials_set (self->tls, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_transport_set_ptr (self->tls, self);
  gnutls_transport_set_pull_function (self->tls, pull_cb);
  gnutls_transport_set_push_function (self->tls, push_cb);
  while ((code = gnutls_handshake (self->tls)) != 0) {
    if (gnutls_error_is_fatal (code))
      must (code, "handshake");
    wait_readable (self);
  }
}

static gssize
send_some (Socket *self, const void *bytes, gsize length)
{
  gssize count;

  if (self->tls == NULL)
    return send (self->fd, bytes, length, MSG_NOSIGNAL);
  count = gnutls_record_send (self->tls, bytes, length);
  if (count < 0 && count != GNUTLS_E_INTERRUPTED)
    must ((int)count, "send");
  if (count < 0)
    errno = EINTR;
  return count;
}

static void
send_all (Socket *self, const void *bytes, gsize length)
{
  for (const guint8 *from = bytes; length > 0;) {
    gssize count = send_some (self, from, length);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      g_error ("send: %s", g_strerror (errno));
    from += count;
    length -= (gsize)count;
  }
}

/* A client has to mask; the mask of zeros is allowed and leaves the text as it is. */
static void
send_frame (Socket *self, guint8 opcode, const void *bytes, gsize length)
{
  guint8 frame[HEADER_MAX + 8192];
  gsize header = length < LENGTH_16 ? 2 : 4;

  g_assert (length < 8192);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (guint8)(length < LENGTH_16 ? length : LENGTH_16);
  if (header == 4) {
    frame[2] = (guint8)(length >> 8);
    frame[3] = (guint8)length;
  }
  memset (frame + header, 0, 4);
  if (length > 0)
    memcpy (frame + header + 4, bytes, length);
  send_all (self, frame, header + 4 + length);
}

void
socket_send (Socket *self, const char *text, gsize length)
{
  send_frame (self, OPCODE_TEXT, text, length);
}

/* The size of the header, 0 where it is not whole. A server's frames have no mask. */
static gsize
parse_header (const guint8 *bytes, gsize have, gsize *payload)
{
  gsize n = 0;

  if (have < 2)
    return 0;
  *payload = bytes[1] & 0x7f;
  if (*payload < LENGTH_16)
    return 2;
  n = *payload == LENGTH_16 ? 2 : 8;
  if (have < 2 + n)
    return 0;
  *payload = 0;
  for (gsize i = 0; i < n; i++)
    *payload = *payload << 8 | bytes[2 + i];
  return 2 + n;
}

static void
handle (Socket *self,
        guint8 first,
        const guint8 *payload,
        gsize length,
        SocketFrame frame,
        gpointer data)
{
  switch (first) {
  case FINAL | OPCODE_TEXT:
    frame ((const char *)payload, length, data);
    break;
  case FINAL | OPCODE_PING:
    send_frame (self, OPCODE_PONG, payload, length);
    break;
  case FINAL | OPCODE_CLOSE:
    g_error ("the server closes with %d %.*s", length >= 2 ? payload[0] << 8 | payload[1] : 0,
             length >= 2 ? (int)length - 2 : 0, (const char *)payload + 2);
  default:
    g_error ("a frame that begins with 0x%02x", first);
  }
}

/* Whether there was something to read. */
static gboolean
receive_plain (Socket *self)
{
  guint8 bytes[16384];
  gssize count = recv (self->fd, bytes, sizeof bytes, MSG_DONTWAIT);

  if (count < 0 && (errno == EAGAIN || errno == EINTR))
    return FALSE;
  if (count <= 0)
    g_error ("recv: %s", count == 0 ? "the server has closed" : g_strerror (errno));
  g_byte_array_append (self->received, bytes, (guint)count);
  return TRUE;
}

static gboolean
receive (Socket *self)
{
  guint8 bytes[16384];
  guint before = self->received->len;
  gssize count;

  if (self->tls == NULL)
    return receive_plain (self);
  while ((count = gnutls_record_recv (self->tls, bytes, sizeof bytes)) > 0)
    g_byte_array_append (self->received, bytes, (guint)count);
  if (count == 0)
    g_error ("the server has closed");
  if (gnutls_error_is_fatal ((int)count))
    must ((int)count, "recv");
  return self->received->len > before;
}

void
socket_read (Socket *self, SocketFrame frame, gpointer data)
{
  gsize taken = 0, payload = 0, header;

  if (!receive (self))
    return;
  for (;;) {
    const guint8 *bytes = self->received->data + taken;
    gsize have = self->received->len - taken;
    header = parse_header (bytes, have, &payload);
    if (header == 0 || have < header + payload)
      break;
    handle (self, bytes[0], bytes + header, payload, frame, data);
    taken += header + payload;
  }
  g_byte_array_remove_range (self->received, 0, (guint)taken);
}

static void
wait_readable (Socket *self)
{
  struct pollfd poller = {.fd = self->fd, .events = POLLIN};

  if (poll (&poller, 1, ANSWER_MS) != 1)
    g_error ("no answer within %d s", ANSWER_MS / 1000);
}

static int
connect_from (guint source, guint16 port)
{
  struct sockaddr_in from = {.sin_family = AF_INET};
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons (port)};
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

  from.sin_addr.s_addr = htonl (LOOPBACK_BITS | source);
  to.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd < 0 || bind (fd, (struct sockaddr *)&from, sizeof from) != 0 ||
      connect (fd, (struct sockaddr *)&to, sizeof to) != 0)
    g_error ("connect: %s", g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static void
upgrade (Socket *self, guint16 port, const char *token)
{
  g_autofree char *request =
      g_strdup_printf ("GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                       "Authorization: Bearer %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
                       port, token, "dGhlIHNhbXBsZSBub25jZQ==");
  const char *end = NULL;

  send_all (self, request, strlen (request));
  while (end == NULL) {
    wait_readable (self);
    receive (self);
    if (self->received->len > 0) /* with TLS something may have come that is no data */
      end = g_strstr_len ((char *)self->received->data, self->received->len, "\r\n\r\n");
  }
  if (!g_str_has_prefix ((char *)self->received->data, "HTTP/1.1 101 "))
    g_error ("no WebSocket: %.*s", (int)self->received->len, (char *)self->received->data);
  g_byte_array_remove_range (self->received, 0, (guint)(end + 4 - (char *)self->received->data));
}

static void
welcome_cb (const char *text, gsize length, gpointer data)
{
  gboolean *welcome = data;

  *welcome |= g_strstr_len (text, (gssize)MIN (length, 32), "\"op\":\"welcome\"") != NULL;
}

void
socket_open (Socket *self, guint16 port, gboolean tls, guint source, const char *token)
{
  static const char hello[] = "{\"op\":\"hello\",\"epoch\":null,\"positions\":{}}";
  gboolean welcome = FALSE;

  self->fd = connect_from (source, port);
  self->received = g_byte_array_new ();
  if (tls)
    begin_tls (self);
  upgrade (self, port, token);
  socket_send (self, hello, strlen (hello));
  while (!welcome) {
    wait_readable (self);
    socket_read (self, welcome_cb, &welcome);
  }
}

void
socket_close (Socket *self)
{
  if (self->tls != NULL) {
    gnutls_deinit (self->tls);
    gnutls_certificate_free_credentials (self->credentials);
  }
  close (self->fd);
  g_byte_array_unref (self->received);
}

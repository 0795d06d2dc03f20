/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-tls-client"

#include "tls-client.h"

#include "test-net-frames.h"

#include "server/identity.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The TLS client of tests. On the test's thread. */

#define RECORD_BYTES 16384

NetServer *
tls_server_new (void)
{
  NetServer *server = net_server_new ();
  g_autofree char *folder = g_dir_make_tmp ("parlour-test-XXXXXX", NULL);
  g_autofree char *key = g_build_filename (folder, PARLOUR_KEY_FILE, NULL);
  g_autofree char *certificate = g_build_filename (folder, PARLOUR_CERTIFICATE_FILE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourIdentity) identity = parlour_identity_open (folder, &error);

  g_assert_no_error (error);
  server->tls = parlour_tls_new (identity->certificate, identity->key, &error);
  g_assert_no_error (error);
  g_unlink (key);
  g_unlink (certificate);
  g_rmdir (folder);
  return server;
}

NetServer *
tls_server_begin (void)
{
  NetServer *server = tls_server_new ();

  net_server_start (server);
  return server;
}

void
tls_server_end (NetServer *server)
{
  wait_until (parlour_listener_get_count (server->listener) == 0);
  net_server_free (server);
}

static gssize
push_cb (gnutls_transport_ptr_t pointer, const void *bytes, gsize length)
{
  TlsClient *self = pointer;
  gsize piece = self->piece != 0 ? MIN (self->piece, length) : length;

  return send (self->fd, bytes, piece, MSG_NOSIGNAL);
}

static gssize
pull_cb (gnutls_transport_ptr_t pointer, void *buffer, gsize length)
{
  TlsClient *self = pointer;
  gssize count = recv (self->fd, buffer, length, 0);

  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    g_error ("nothing came within the time limit");
  return count;
}

TlsClient *
tls_client_new_for (NetServer *server, const char *priority, const char *protocol)
{
  TlsClient *self = g_new0 (TlsClient, 1);
  const gnutls_datum_t datum = {.data = (guchar *)protocol, .size = (guint)strlen (protocol)};

  self->fd = net_client_connect (server);
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof (int));
  gnutls_init (&self->session, GNUTLS_CLIENT);
  gnutls_certificate_allocate_credentials (&self->credentials);
  g_assert_cmpint (gnutls_priority_set_direct (self->session, priority, NULL), ==, 0);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_alpn_set_protocols (self->session, &datum, 1, 0);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_push_function (self->session, push_cb);
  gnutls_transport_set_pull_function (self->session, pull_cb);
  return self;
}

TlsClient *
tls_client_new (NetServer *server, const char *priority)
{
  return tls_client_new_for (server, priority, "http/1.1");
}

int
tls_client_shake_hands (TlsClient *self)
{
  int code;

  do
    code = gnutls_handshake (self->session);
  while (code < 0 && !gnutls_error_is_fatal (code));
  return code;
}

TlsClient *
tls_client_open (NetServer *server, const char *priority)
{
  TlsClient *self = tls_client_new (server, priority);

  g_assert_cmpint (tls_client_shake_hands (self), ==, 0);
  return self;
}

void
tls_client_free (TlsClient *self)
{
  gnutls_deinit (self->session);
  gnutls_certificate_free_credentials (self->credentials);
  close (self->fd);
  g_free (self);
}

void
tls_client_send (TlsClient *self, const void *bytes, gsize length)
{
  for (const guint8 *from = bytes; length > 0;) {
    gssize count = gnutls_record_send (self->session, from, MIN (length, RECORD_BYTES));

    if (count == GNUTLS_E_AGAIN || count == GNUTLS_E_INTERRUPTED)
      continue;
    if (count < 0)
      return;
    from += count;
    length -= (gsize)count;
  }
}

void
tls_client_send_text (TlsClient *self, const char *text)
{
  tls_client_send (self, text, strlen (text));
}

gssize
tls_client_read (TlsClient *self, void *buffer, gsize length)
{
  gssize count;

  do
    count = gnutls_record_recv (self->session, buffer, length);
  while (count < 0 && !gnutls_error_is_fatal ((int)count));
  return count;
}

static char *
read_head (TlsClient *self)
{
  GString *head = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") && tls_client_read (self, &byte, 1) == 1)
    g_string_append_c (head, byte);
  return g_string_free (head, FALSE);
}

char *
tls_client_read_to_end (TlsClient *self, int *code)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize count;

  while ((count = tls_client_read (self, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, count);
  *code = (int)count;
  return g_string_free (text, FALSE);
}

static gboolean
read_exactly (TlsClient *self, guint8 *bytes, gsize length)
{
  while (length > 0) {
    gssize count = tls_client_read (self, bytes, length);

    if (count <= 0)
      return FALSE;
    bytes += count;
    length -= (gsize)count;
  }
  return TRUE;
}

void
tls_client_get (TlsClient *self)
{
  g_autofree char *head = NULL;
  guint8 body[5];

  tls_client_send_text (self, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  head = read_head (self);
  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 200 "));
  g_assert_true (read_exactly (self, body, sizeof body));
  g_assert_cmpmem (body, 5, "hello", 5);
}

void
tls_client_upgrade (TlsClient *self, GByteArray *early)
{
  static const char request[] = "GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *head = NULL;

  g_byte_array_append (bytes, (const guint8 *)request, sizeof request - 1);
  if (early != NULL)
    g_byte_array_append (bytes, early->data, early->len);
  tls_client_send (self, bytes->data, bytes->len);
  head = read_head (self);
  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 101 "));
}

void
tls_client_send_frame (TlsClient *self, guint8 first, const void *payload, gsize length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  frames_add (bytes, first, payload, length);
  tls_client_send (self, bytes->data, bytes->len);
}

GByteArray *
tls_client_read_frame (TlsClient *self, guint8 *first)
{
  guint8 header[10];
  gsize have = 0, size, payload = 0;
  GByteArray *bytes;

  do {
    if (!read_exactly (self, header + have, 1))
      return NULL;
    have++;
    size = frames_header_size (header, have, &payload);
  } while (size == 0);

  *first = header[0];
  bytes = g_byte_array_new ();
  g_byte_array_set_size (bytes, (guint)payload);
  if (read_exactly (self, bytes->data, payload))
    return bytes;
  g_byte_array_unref (bytes);
  return NULL;
}

void
tls_client_echo (TlsClient *self, gsize length)
{
  g_autofree char *text = g_strnfill (length, 'a');
  g_autoptr (GByteArray) answer = NULL;
  guint8 first = 0;

  for (gsize i = 0; i < length; i++)
    text[i] = (char)('a' + i % 23);
  tls_client_send_frame (self, FRAME_TEXT, text, length);
  answer = tls_client_read_frame (self, &first);
  g_assert_nonnull (answer);
  g_assert_cmpuint (first, ==, FRAME_TEXT);
  g_assert_cmpmem (answer->data, answer->len, text, length);
}

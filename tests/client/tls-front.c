/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls-front.h"

#include <string.h>

/* This file owns a TLS server for tests: a thread a connection, and one more for each that is
 * passed on. */

#define BODY "{\"id\":\"place\",\"name\":\"Front\",\"version\":\"1\",\"registration\":\"open\"}"
#define ANSWER                                                                                     \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n" BODY

struct _TlsFront {
  GSocketService *service;
  guint16 port;
  guint16 upstream;
  GMutex lock;
  GTlsCertificate *certificate;
  GPtrArray *sockets; /* GSocket: what is connected */
  gint n_threads;
  gint n_bytes;
  gint n_handshakes;
};

static void
copy_on (TlsFront *self, GIOStream *from, GIOStream *to, gboolean counts)
{
  char buffer[8192];
  gssize n;

  while ((n = g_input_stream_read (g_io_stream_get_input_stream (from), buffer, sizeof buffer, NULL,
                                   NULL)) > 0) {
    if (counts)
      g_atomic_int_add (&self->n_bytes, (gint)n);
    if (!g_output_stream_write_all (g_io_stream_get_output_stream (to), buffer, (gsize)n, NULL,
                                    NULL, NULL))
      break;
  }
}

static void
shut (GIOStream *stream)
{
  if (G_IS_SOCKET_CONNECTION (stream))
    g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)), TRUE, TRUE,
                       NULL);
}

typedef struct {
  TlsFront *front;
  GIOStream *from;
  GIOStream *to;
} Back;

static gpointer
back_thread (gpointer data)
{
  Back *back = data;

  copy_on (back->front, back->from, back->to, FALSE);
  g_io_stream_close (back->to, NULL, NULL);
  return NULL;
}

static void
pass_on (TlsFront *self, GIOStream *client, GIOStream *raw)
{
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) server =
      g_socket_client_connect_to_host (connector, "127.0.0.1", self->upstream, NULL, NULL);

  if (server == NULL)
    return;
  Back back = {.front = self, .from = G_IO_STREAM (server), .to = client};
  GThread *thread = g_thread_new ("tls-front-back", back_thread, &back);
  copy_on (self, client, G_IO_STREAM (server), TRUE);
  shut (G_IO_STREAM (server));
  g_thread_join (thread);
  shut (raw);
}

static void
answer (TlsFront *self, GIOStream *client)
{
  g_autofree char *text = g_strdup_printf (ANSWER, strlen (BODY));
  GString *heard = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (g_io_stream_get_input_stream (client), buffer, sizeof buffer,
                                   NULL, NULL)) > 0) {
    g_atomic_int_add (&self->n_bytes, (gint)n);
    g_string_append_len (heard, buffer, n);
    if (strstr (heard->str, "\r\n\r\n") == NULL)
      continue;
    g_string_truncate (heard, 0);
    g_output_stream_write_all (g_io_stream_get_output_stream (client), text, strlen (text), NULL,
                               NULL, NULL);
  }
  g_string_free (heard, TRUE);
}

static void
serve (TlsFront *self, GIOStream *raw, GTlsCertificate *certificate)
{
  g_autoptr (GIOStream) client = g_tls_server_connection_new (raw, certificate, NULL);

  g_atomic_int_inc (&self->n_handshakes);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (client), NULL, NULL))
    return;
  if (self->upstream != 0)
    pass_on (self, client, raw);
  else
    answer (self, client);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        TlsFront *self)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_atomic_int_inc (&self->n_threads);
  g_mutex_lock (&self->lock);
  g_autoptr (GTlsCertificate) certificate = g_object_ref (self->certificate);
  g_ptr_array_add (self->sockets, g_object_ref (socket));
  g_mutex_unlock (&self->lock);
  serve (self, G_IO_STREAM (connection), certificate);
  g_mutex_lock (&self->lock);
  g_ptr_array_remove (self->sockets, socket);
  g_mutex_unlock (&self->lock);
  g_atomic_int_add (&self->n_threads, -1);
  return TRUE;
}

static GTlsCertificate *
make_certificate (const TlsCard *card)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = tls_card_to_pem (card, FALSE);
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (pem, -1, &error);

  g_assert_no_error (error);
  return certificate;
}

TlsFront *
tls_front_new (const TlsCard *card, guint16 upstream)
{
  TlsFront *self = g_new0 (TlsFront, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_mutex_init (&self->lock);
  self->upstream = upstream;
  self->certificate = make_certificate (card);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->service = g_threaded_socket_service_new (64);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return self;
}

static void
end_all (TlsFront *self)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->sockets->len; i++)
    g_socket_shutdown (self->sockets->pdata[i], TRUE, TRUE, NULL);
  g_mutex_unlock (&self->lock);
}

void
tls_front_free (TlsFront *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  end_all (self);
  while (g_atomic_int_get (&self->n_threads) > 0)
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (self->service);
  g_object_unref (self->certificate);
  g_ptr_array_unref (self->sockets);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint16
tls_front_get_port (TlsFront *self)
{
  return self->port;
}

char *
tls_front_to_address (TlsFront *self)
{
  return g_strdup_printf ("https://127.0.0.1:%u", self->port);
}

ParlourDestination *
tls_front_to_destination (TlsFront *self, TlsKey *pinned)
{
  g_autofree char *address = tls_front_to_address (self);
  const char *const addresses[] = {address, NULL};
  ParlourFingerprint pin = pinned != NULL ? tls_key_fingerprint (pinned) : (ParlourFingerprint){0};

  return parlour_destination_new (
      &(ParlourDestination){.addresses = addresses, .pin = pinned != NULL ? &pin : NULL});
}

void
tls_front_show (TlsFront *self, const TlsCard *card)
{
  g_mutex_lock (&self->lock);
  g_object_unref (self->certificate);
  self->certificate = make_certificate (card);
  g_mutex_unlock (&self->lock);
  end_all (self);
}

guint
tls_front_count_bytes (TlsFront *self)
{
  return (guint)g_atomic_int_get (&self->n_bytes);
}

guint
tls_front_count_handshakes (TlsFront *self)
{
  return (guint)g_atomic_int_get (&self->n_handshakes);
}

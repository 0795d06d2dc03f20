/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-listener"

#include "server/net/listener.h"

#include "server/net/connection-stream.h"
#include "server/net/deadlines.h"
#include "server/net/keep-listening.h"
#include "server/net/listen-address.h"
#include "server/net/quota.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

/* Accepts connections, counts them, and hands them to libsoup; follows each request to know what
 * its connection waits for. Runs on the main loop. */

/* Accepted at one look, so that a flood leaves room for the connections that are there. */
#define ACCEPTS_A_TURN 64
/* After which accepting is tried again when the process has no descriptor left. */
#define BACK_OFF_MS 200
/* A peer that vanished without a word is found after these. */
#define USER_TIMEOUT_MS  60000
#define KEEPALIVE_IDLE_S 60
#define KEEPALIVE_GAP_S  15
#define KEEPALIVE_PROBES 4

typedef struct {
  ParlourListener *listener;
  GSocketAddress *address;
  int fd;
  GSource *source; /* waits for connections, or for the end of the back-off */
} Port;

struct _ParlourListener {
  GObject parent_instance;
  SoupServer *server;
  ParlourListenerLimits limits;
  ParlourTls *tls;    /* NULL: plain HTTP */
  GPtrArray *proxies; /* of GInetAddress */
  GMainContext *context;
  ParlourQuota *quota;
  ParlourDeadlines *deadlines;
  GPtrArray *ports;
  gboolean refused; /* somebody; the log has heard of it */
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (ParlourListener, parlour_listener, G_TYPE_OBJECT)

static void wait_for_connections (Port *port);

static void
clear_source (Port *port)
{
  if (port->source != NULL)
    g_source_destroy (port->source);
  g_clear_pointer (&port->source, g_source_unref);
}

static void
port_free (Port *port)
{
  clear_source (port);
  close (port->fd);
  g_object_unref (port->address);
  g_free (port);
}

static void
set_option (int fd, int level, int option, int value)
{
  if (setsockopt (fd, level, option, &value, sizeof value) != 0)
    g_debug ("socket option %d: %s", option, g_strerror (errno));
}

static void
prepare_socket (int fd)
{
  set_option (fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT_MS);
  set_option (fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option (fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S);
  set_option (fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_GAP_S);
  set_option (fd, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES);
}

static GSocketAddress *
get_local_address (int fd)
{
  struct sockaddr_storage native;
  socklen_t length = sizeof native;

  if (getsockname (fd, (struct sockaddr *)&native, &length) != 0)
    return NULL;
  return g_socket_address_new_from_native (&native, length);
}

static void
hand_over (ParlourListener *self, ParlourTransport *transport, GSocketAddress *remote)
{
  g_autoptr (GSocketAddress) local = get_local_address (transport->fd);
  g_autoptr (ParlourConnectionStream) stream = parlour_connection_stream_new (transport);
  g_autoptr (GError) error = NULL;

  if (local == NULL)
    return;

  parlour_connection_stream_bind_address (stream, remote);
  parlour_deadlines_add (self->deadlines, stream);
  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (stream), local, remote, &error))
    g_warning ("A connection was not accepted: %s", error->message);
}

static gboolean
is_proxy (ParlourListener *self, GInetAddress *host)
{
  for (guint i = 0; i < self->proxies->len; i++)
    if (g_inet_address_equal (self->proxies->pdata[i], host))
      return TRUE;
  return FALSE;
}

/* Without TLS a password would go over the network for everybody to read: that is between this
 * computer's programs, or between the proxy and us. */
static gboolean
may_come (ParlourListener *self, GInetAddress *host)
{
  if (self->tls != NULL || g_inet_address_get_is_loopback (host) || is_proxy (self, host))
    return TRUE;
  g_autofree char *text = g_inet_address_to_string (host);
  if (!self->refused)
    g_message ("Without TLS only this computer and the proxies are let in, not %s", text);
  self->refused = TRUE;
  return FALSE;
}

static void
take_connection (ParlourListener *self, int fd, GSocketAddress *remote)
{
  GInetAddress *host = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));

  if (!may_come (self, host)) {
    close (fd);
    return;
  }
  ParlourSeat *seat = parlour_quota_take (self->quota, is_proxy (self, host) ? NULL : host);
  ParlourTransport *transport;

  if (seat == NULL) {
    close (fd);
    return;
  }

  prepare_socket (fd);
  transport = self->tls != NULL ? parlour_transport_new_tls (self->tls, fd)
                                : parlour_transport_new_plain (fd);
  parlour_transport_set_seat (transport, seat, (GDestroyNotify)parlour_seat_free);
  hand_over (self, transport, remote);
}

/* FALSE where nothing more waits to be accepted, with errno. */
static gboolean
accept_one (Port *port)
{
  struct sockaddr_storage native;
  socklen_t length = sizeof native;
  g_autoptr (GSocketAddress) remote = NULL;
  int fd = accept4 (port->fd, (struct sockaddr *)&native, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

  if (fd < 0)
    return FALSE;

  remote = parlour_listen_address_from_native (&native, length);
  if (G_IS_INET_SOCKET_ADDRESS (remote))
    take_connection (port->listener, fd, remote);
  else
    close (fd);
  return TRUE;
}

static gboolean
back_off_cb (gpointer user_data)
{
  Port *port = user_data;

  clear_source (port);
  wait_for_connections (port);
  return G_SOURCE_REMOVE;
}

static void
back_off (Port *port)
{
  clear_source (port);
  port->source = g_timeout_source_new (BACK_OFF_MS);
  g_source_set_callback (port->source, back_off_cb, port, NULL);
  g_source_attach (port->source, port->listener->context);
}

static gboolean
accept_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Port *port = user_data;

  for (guint i = 0; i < ACCEPTS_A_TURN; i++) {
    if (accept_one (port))
      continue;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      g_warning ("No connection can be accepted: %s", g_strerror (errno));
      back_off (port);
      return G_SOURCE_REMOVE;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK)
      break;
    /* Anything else is the end of that one connection (accept(2)). */
  }
  return G_SOURCE_CONTINUE;
}

static void
wait_for_connections (Port *port)
{
  port->source = g_unix_fd_source_new (port->fd, G_IO_IN);
  g_source_set_callback (port->source, G_SOURCE_FUNC (accept_cb), port, NULL);
  g_source_attach (port->source, port->listener->context);
}

static void
set_phase (SoupServerMessage *message, ParlourConnectionPhase phase)
{
  ParlourConnectionStream *stream = parlour_connection_stream_of_message (message);

  if (stream != NULL)
    parlour_connection_stream_set_phase (stream, phase);
}

static void
got_headers_cb (SoupServerMessage *message, gpointer user_data)
{
  set_phase (message, PARLOUR_PHASE_BODY);
}

static void
request_started_cb (ParlourListener *self, SoupServerMessage *message, SoupServer *server)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), NULL);
}

static void
request_read_cb (ParlourListener *self, SoupServerMessage *message, SoupServer *server)
{
  set_phase (message, PARLOUR_PHASE_HANDLING);
  if (self->stopping)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                  "close");
}

static void
request_ended_cb (ParlourListener *self, SoupServerMessage *message, SoupServer *server)
{
  ParlourConnectionStream *stream = parlour_connection_stream_of_message (message);

  if (stream == NULL)
    return;
  parlour_connection_stream_set_phase (stream, PARLOUR_PHASE_IDLE);
  if (self->stopping)
    parlour_connection_stream_shutdown (stream);
}

static void
follow_requests (ParlourListener *self)
{
  g_signal_connect_object (self->server, "request-started", G_CALLBACK (request_started_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "request-read", G_CALLBACK (request_read_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "request-finished", G_CALLBACK (request_ended_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "request-aborted", G_CALLBACK (request_ended_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
parlour_listener_finalize (GObject *object)
{
  ParlourListener *self = PARLOUR_LISTENER (object);

  g_clear_pointer (&self->ports, g_ptr_array_unref);
  g_clear_pointer (&self->deadlines, parlour_deadlines_free);
  g_clear_pointer (&self->quota, parlour_quota_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->tls, parlour_tls_unref);
  g_clear_pointer (&self->proxies, g_ptr_array_unref);
  g_clear_object (&self->server);
  G_OBJECT_CLASS (parlour_listener_parent_class)->finalize (object);
}

static void
parlour_listener_class_init (ParlourListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlour_listener_finalize;
}

static void
parlour_listener_init (ParlourListener *self)
{
  self->ports = g_ptr_array_new_with_free_func ((GDestroyNotify)port_free);
  self->proxies = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_ref_thread_default ();
}

ParlourListener *
parlour_listener_new (SoupServer *server, const ParlourListenerLimits *limits, GError **error)
{
  g_autoptr (ParlourListener) self = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);

  if (!parlour_keep_listening (server, error))
    return NULL;

  self = g_object_new (PARLOUR_TYPE_LISTENER, NULL);
  self->server = g_object_ref (server);
  self->limits = limits != NULL ? *limits : PARLOUR_LISTENER_LIMITS_DEFAULT;
  self->quota = parlour_quota_new (self->limits.sockets, self->limits.sockets_per_address,
                                   self->limits.newcomers_per_address);
  self->deadlines =
      parlour_deadlines_new (self->limits.header_ms, self->limits.idle_ms, self->limits.stall_ms);
  follow_requests (self);
  return g_steal_pointer (&self);
}

void
parlour_listener_set_tls (ParlourListener *self, ParlourTls *tls)
{
  g_return_if_fail (PARLOUR_IS_LISTENER (self));

  g_clear_pointer (&self->tls, parlour_tls_unref);
  if (tls != NULL)
    self->tls = parlour_tls_ref (tls);
}

static void
add_port (ParlourListener *self, int fd, GSocketAddress *address)
{
  Port *port = g_new0 (Port, 1);

  port->listener = self;
  port->fd = fd;
  port->address = g_object_ref (address);
  g_ptr_array_add (self->ports, port);
  wait_for_connections (port);
}

gboolean
parlour_listener_bind (ParlourListener *self, const char *address, GError **error)
{
  g_autoptr (GSocketAddress) wanted = NULL;
  int fd;

  g_return_val_if_fail (PARLOUR_IS_LISTENER (self), FALSE);

  wanted = parlour_listen_address_parse (address, error);
  if (wanted == NULL)
    return FALSE;
  fd = parlour_listen_socket_open (wanted, error);
  return fd >= 0 && parlour_listener_adopt_socket (self, fd, error);
}

static gboolean
is_listening (int fd)
{
  int listening = 0;
  socklen_t length = sizeof listening;

  return getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) == 0 && listening;
}

gboolean
parlour_listener_adopt_socket (ParlourListener *self, int fd, GError **error)
{
  g_autoptr (GSocketAddress) address = get_local_address (fd);

  if (!G_IS_INET_SOCKET_ADDRESS (address) || !is_listening (fd)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "Descriptor %d is not a listening TCP socket", fd);
    close (fd);
    return FALSE;
  }

  fcntl (fd, F_SETFD, FD_CLOEXEC);
  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) | O_NONBLOCK);
  add_port (self, fd, address);
  return TRUE;
}

guint16
parlour_listener_get_port (ParlourListener *self)
{
  Port *port;

  if (self->ports->len == 0)
    return 0;
  port = g_ptr_array_index (self->ports, 0);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (port->address));
}

GStrv
parlour_listener_get_uris (ParlourListener *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *scheme = self->tls != NULL ? "https://" : "http://";

  for (guint i = 0; i < self->ports->len; i++) {
    Port *port = g_ptr_array_index (self->ports, i);
    g_autofree char *text = parlour_listen_address_to_text (port->address);
    g_autofree char *uri = g_strconcat (scheme, text, NULL);

    g_strv_builder_add (builder, uri);
  }
  return g_strv_builder_end (builder);
}

gboolean
parlour_listener_is_loopback (ParlourListener *self)
{
  for (guint i = 0; i < self->ports->len; i++) {
    const Port *port = g_ptr_array_index (self->ports, i);
    GInetSocketAddress *address = G_INET_SOCKET_ADDRESS (port->address);

    if (!g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address)))
      return FALSE;
  }
  return TRUE;
}

void
parlour_listener_set_room (ParlourListener *self,
                           guint sockets,
                           guint sockets_per_address,
                           guint newcomers_per_address)
{
  parlour_quota_set_room (self->quota, sockets, sockets_per_address, newcomers_per_address);
}

void
parlour_listener_set_proxies (ParlourListener *self, const char *const *addresses)
{
  g_ptr_array_set_size (self->proxies, 0);
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++) {
    GInetAddress *address = g_inet_address_new_from_string (addresses[i]);

    if (address != NULL)
      g_ptr_array_add (self->proxies, address);
  }
}

void
parlour_listener_admit (SoupServerMessage *message)
{
  ParlourConnectionStream *stream = parlour_connection_stream_of_message (message);
  ParlourSeat *seat = stream != NULL ? parlour_connection_stream_get_seat (stream) : NULL;

  if (seat != NULL)
    parlour_seat_admit (seat);
}

guint
parlour_listener_get_count (ParlourListener *self)
{
  return parlour_quota_get_count (self->quota);
}

void
parlour_listener_stop_accepting (ParlourListener *self)
{
  self->stopping = TRUE;
  g_ptr_array_set_size (self->ports, 0);
  parlour_deadlines_end_all (self->deadlines, TRUE);
}

void
parlour_listener_stop (ParlourListener *self)
{
  parlour_listener_stop_accepting (self);
  parlour_deadlines_end_all (self->deadlines, FALSE);
}

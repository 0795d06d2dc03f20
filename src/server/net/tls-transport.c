/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-tls-transport"

#include "server/net/tls.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A transport with a TLS session. Runs on the thread of whoever owns it at the time. */

#define RECORD_BYTES 16384
/* Alerts and the like that a peer may send inside of a handshake. */
#define INTERRUPTIONS_MAX 8
#define THROWN_AWAY                                                                                \
  16384 /* of a request in plain HTTP, so that its answer is not lost by a reset */

static const char plain_answer[] = "HTTP/1.1 400 Bad Request\r\n"
                                   "Content-Type: text/plain; charset=utf-8\r\n"
                                   "Connection: close\r\n"
                                   "Content-Length: 45\r\n\r\n"
                                   "This port speaks TLS: write https:// instead.";

typedef enum {
  PHASE_NEW,         /* nothing has come yet */
  PHASE_HANDSHAKE,   /* writes are joined */
  PHASE_LAST_FLIGHT, /* done, but not all of it is sent */
  PHASE_OPEN,
  PHASE_BROKEN, /* no more than an end can be read */
} Phase;

typedef struct {
  ParlourTransport base;
  ParlourTls *tls;
  gnutls_session_t session;
  ParlourPullBuffer *pulled; /* NULL: read as much as is asked for */
  GByteArray *flight;        /* what the handshake has yet to send; NULL afterwards */
  Phase phase;
  guint unsent : 1;   /* the descriptor did not take all of a record */
  guint may_pull : 1; /* the descriptor was not read since the caller asked */
  guint said_bye : 1;
} TlsTransport;

/* --- below the session ------------------------------------------------------------------------ */

static gssize
receive (TlsTransport *self, void *buffer, gsize length)
{
  gssize count;

  do
    count = recv (self->base.fd, buffer, length, MSG_DONTWAIT);
  while (count < 0 && errno == EINTR);

  if (count < 0)
    gnutls_transport_set_errno (self->session, errno);
  return count;
}

static gssize
take_pulled (ParlourPullBuffer *pulled, void *buffer, gsize length)
{
  gsize count = MIN (length, pulled->end - pulled->begin);

  memcpy (buffer, pulled->bytes + pulled->begin, count);
  pulled->begin += count;
  return (gssize)count;
}

static gboolean
has_pulled (TlsTransport *self)
{
  return self->pulled != NULL && self->pulled->reader == self &&
         self->pulled->begin < self->pulled->end;
}

/* One read of the descriptor for each time that the caller asks: there may be more, but others wait
 * as well. */
static gssize
pull_cb (gnutls_transport_ptr_t pointer, void *buffer, gsize length)
{
  TlsTransport *self = pointer;
  gssize count;

  if (self->pulled == NULL)
    return receive (self, buffer, length);
  if (has_pulled (self))
    return take_pulled (self->pulled, buffer, length);
  if (!self->may_pull) {
    gnutls_transport_set_errno (self->session, EAGAIN);
    return -1;
  }

  self->may_pull = FALSE;
  count = receive (self, self->pulled->bytes, self->pulled->size);
  if (count <= 0)
    return count;
  self->pulled->reader = self;
  self->pulled->begin = 0;
  self->pulled->end = (gsize)count;
  return take_pulled (self->pulled, buffer, length);
}

static gssize
send_some (TlsTransport *self, const void *bytes, gsize length)
{
  gssize count;

  do
    count = send (self->base.fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);
  return count;
}

static gssize
push_cb (gnutls_transport_ptr_t pointer, const void *bytes, gsize length)
{
  TlsTransport *self = pointer;
  gssize count;

  if (self->flight != NULL) {
    g_byte_array_append (self->flight, bytes, (guint)length);
    return (gssize)length;
  }
  count = send_some (self, bytes, length);
  if (count < 0)
    gnutls_transport_set_errno (self->session, errno);
  return count;
}

/* --- handshake -------------------------------------------------------------------------------- */

static gssize
fail (TlsTransport *self)
{
  self->phase = PHASE_BROKEN;
  errno = EPROTO;
  return PARLOUR_TRANSPORT_FAILED;
}

/* TRUE once everything is sent. */
static gboolean
flush_flight (TlsTransport *self)
{
  gssize count;

  if (self->flight->len == 0)
    return TRUE;
  count = send_some (self, self->flight->data, self->flight->len);
  if (count > 0)
    g_byte_array_remove_range (self->flight, 0, (guint)count);
  return self->flight->len == 0;
}

static void
answer_plainly (TlsTransport *self)
{
  guint8 thrown_away[THROWN_AWAY];

  (void)!recv (self->base.fd, thrown_away, sizeof thrown_away, MSG_DONTWAIT);
  (void)!send_some (self, plain_answer, sizeof plain_answer - 1);
  shutdown (self->base.fd, SHUT_WR);
}

/* Looks at the first byte without taking it: a handshake begins with 22, a method with a letter. */
static gssize
look_at_first (TlsTransport *self)
{
  guint8 first;
  gssize count = recv (self->base.fd, &first, 1, MSG_DONTWAIT | MSG_PEEK);

  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
    return PARLOUR_TRANSPORT_AGAIN;
  if (count <= 0) {
    self->phase = PHASE_BROKEN;
    return count == 0 ? 0 : PARLOUR_TRANSPORT_FAILED;
  }
  if (g_ascii_isalpha (first)) {
    answer_plainly (self);
    return fail (self);
  }
  self->phase = PHASE_HANDSHAKE;
  return 1;
}

static int
handshake_step (TlsTransport *self)
{
  for (guint i = 0; i < INTERRUPTIONS_MAX; i++) {
    int code = gnutls_handshake (self->session);
    if (code == GNUTLS_E_SUCCESS || code == GNUTLS_E_AGAIN || gnutls_error_is_fatal (code))
      return code;
  }
  return GNUTLS_E_HANDSHAKE_TOO_LARGE;
}

static gssize
shake_hands (TlsTransport *self)
{
  int code = handshake_step (self);

  if (code == GNUTLS_E_SUCCESS) {
    self->phase = PHASE_LAST_FLIGHT;
    return 1;
  }
  if (code != GNUTLS_E_AGAIN) {
    g_debug ("no TLS with a peer: %s", gnutls_strerror (code));
    gnutls_alert_send_appropriate (self->session, code);
  }
  flush_flight (self);
  return code == GNUTLS_E_AGAIN ? PARLOUR_TRANSPORT_AGAIN : fail (self);
}

static gssize
send_last_flight (TlsTransport *self)
{
  if (!flush_flight (self))
    return PARLOUR_TRANSPORT_AGAIN;

  g_clear_pointer (&self->flight, g_byte_array_unref);
  self->phase = PHASE_OPEN;
  return 1;
}

/* 1 when the session is open. */
static gssize
open_up (TlsTransport *self)
{
  gssize result = 1;

  if (self->phase == PHASE_NEW)
    result = look_at_first (self);
  if (result == 1 && self->phase == PHASE_HANDSHAKE)
    result = shake_hands (self);
  if (result == 1 && self->phase == PHASE_LAST_FLIGHT)
    result = send_last_flight (self);
  if (self->phase == PHASE_BROKEN && result == 1)
    result = 0;
  return result;
}

/* --- the transport's functions ---------------------------------------------------------------- */

/* A client of TLS 1.2 may ask for another handshake: it gets none, and no connection. */
static gssize
refuse_renegotiation (TlsTransport *self)
{
  gnutls_alert_send (self->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
  return fail (self);
}

static gssize
tls_read (ParlourTransport *transport, void *buffer, gsize length)
{
  TlsTransport *self = (TlsTransport *)transport;
  gssize count;

  if (self->phase != PHASE_OPEN) {
    count = open_up (self);
    if (count != 1)
      return count;
  }

  self->may_pull = !has_pulled (self);
  do
    count = gnutls_record_recv (self->session, buffer, length);
  /* what was no data, such as a new key, has been dealt with */
  while (count == GNUTLS_E_INTERRUPTED || (count == GNUTLS_E_AGAIN && has_pulled (self)));

  if (count >= 0)
    return count;
  if (count == GNUTLS_E_AGAIN)
    return PARLOUR_TRANSPORT_AGAIN;
  if (count == GNUTLS_E_PREMATURE_TERMINATION)
    return 0;
  if (count == GNUTLS_E_REHANDSHAKE)
    return refuse_renegotiation (self);
  if (!gnutls_error_is_fatal ((int)count))
    return PARLOUR_TRANSPORT_AGAIN;
  g_debug ("a TLS connection broke: %s", gnutls_strerror ((int)count));
  return fail (self);
}

/* A record that the descriptor did not take is kept encrypted by the session. */
static gssize
tls_write (ParlourTransport *transport, const void *buffer, gsize length)
{
  TlsTransport *self = (TlsTransport *)transport;
  gssize count;

  if (self->phase != PHASE_OPEN)
    return fail (self);

  do
    count = self->unsent ? gnutls_record_send (self->session, NULL, 0)
                         : gnutls_record_send (self->session, buffer, MIN (length, RECORD_BYTES));
  while (count == GNUTLS_E_INTERRUPTED);

  self->unsent = count == GNUTLS_E_AGAIN;
  if (self->unsent)
    return PARLOUR_TRANSPORT_AGAIN;
  return count >= 0 ? (gssize)MIN ((gsize)count, length) : fail (self);
}

static gboolean
tls_has_pending (ParlourTransport *transport)
{
  TlsTransport *self = (TlsTransport *)transport;

  return self->phase == PHASE_OPEN &&
         (has_pulled (self) || gnutls_record_check_pending (self->session) > 0);
}

static GIOCondition
tls_get_wanted (ParlourTransport *transport, GIOCondition operation)
{
  TlsTransport *self = (TlsTransport *)transport;

  if (self->flight != NULL && self->flight->len > 0)
    return G_IO_OUT;
  return self->phase == PHASE_OPEN ? operation : G_IO_IN;
}

static void
tls_set_pull_buffer (ParlourTransport *transport, ParlourPullBuffer *buffer)
{
  TlsTransport *self = (TlsTransport *)transport;

  self->pulled = buffer;
}

/* The descriptor does not block, and whether the peer hears it is its own affair. */
static void
say_bye (TlsTransport *self)
{
  if (self->phase == PHASE_OPEN && !self->said_bye && !self->unsent)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
  self->said_bye = TRUE;
}

static void
tls_shutdown_write (ParlourTransport *transport)
{
  say_bye ((TlsTransport *)transport);
  shutdown (transport->fd, SHUT_WR);
}

static void
tls_free (ParlourTransport *transport)
{
  TlsTransport *self = (TlsTransport *)transport;

  say_bye (self);
  if (self->pulled != NULL && self->pulled->reader == self)
    self->pulled->reader = NULL;
  if (self->session != NULL)
    gnutls_deinit (self->session);
  g_clear_pointer (&self->flight, g_byte_array_unref);
  parlour_tls_unref (self->tls);
  close (transport->fd);
  g_free (self);
}

static const ParlourTransportFuncs tls_funcs = {
    .read = tls_read,
    .write = tls_write,
    .has_pending = tls_has_pending,
    .get_wanted = tls_get_wanted,
    .set_pull_buffer = tls_set_pull_buffer,
    .shutdown_write = tls_shutdown_write,
    .free = tls_free,
};

ParlourTransport *
parlour_transport_new_tls (ParlourTls *tls, int fd)
{
  TlsTransport *self = g_new0 (TlsTransport, 1);

  self->base.funcs = &tls_funcs;
  self->base.fd = fd;
  self->tls = parlour_tls_ref (tls);
  self->session = parlour_tls_new_session (tls);
  if (self->session == NULL) {
    self->phase = PHASE_BROKEN;
    return &self->base;
  }

  self->flight = g_byte_array_new ();
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, pull_cb);
  gnutls_transport_set_push_function (self->session, push_cb);
  return &self->base;
}

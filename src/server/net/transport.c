/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-transport"

#include "server/net/transport.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

/* The functions of a transport, and the plain TCP kind. Runs on the thread of whoever owns the
 * transport at the time. */

static gssize
plain_result (gssize count)
{
  if (count >= 0)
    return count;
  if (errno == EAGAIN || errno == EWOULDBLOCK)
    return PARLOUR_TRANSPORT_AGAIN;
  return PARLOUR_TRANSPORT_FAILED;
}

static gssize
plain_read (ParlourTransport *transport, void *buffer, gsize length)
{
  gssize count;

  do
    count = recv (transport->fd, buffer, length, MSG_DONTWAIT);
  while (count < 0 && errno == EINTR);

  return plain_result (count);
}

static gssize
plain_write (ParlourTransport *transport, const void *buffer, gsize length)
{
  gssize count;

  do
    count = send (transport->fd, buffer, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);

  return plain_result (count);
}

static gboolean
plain_has_pending (ParlourTransport *transport)
{
  return FALSE;
}

static GIOCondition
plain_get_wanted (ParlourTransport *transport, GIOCondition operation)
{
  return operation;
}

static void
plain_shutdown_write (ParlourTransport *transport)
{
  shutdown (transport->fd, SHUT_WR);
}

static void
plain_free (ParlourTransport *transport)
{
  close (transport->fd);
  g_free (transport);
}

static const ParlourTransportFuncs plain_funcs = {
    .read = plain_read,
    .write = plain_write,
    .has_pending = plain_has_pending,
    .get_wanted = plain_get_wanted,
    .shutdown_write = plain_shutdown_write,
    .free = plain_free,
};

ParlourTransport *
parlour_transport_new_plain (int fd)
{
  ParlourTransport *self = g_new0 (ParlourTransport, 1);

  self->funcs = &plain_funcs;
  self->fd = fd;
  return self;
}

void
parlour_transport_set_seat (ParlourTransport *self, gpointer seat, GDestroyNotify seat_free)
{
  g_return_if_fail (self->seat == NULL);

  self->seat = seat;
  self->seat_free = seat_free;
}

gssize
parlour_transport_read (ParlourTransport *self, void *buffer, gsize length)
{
  return self->funcs->read (self, buffer, length);
}

gssize
parlour_transport_write (ParlourTransport *self, const void *buffer, gsize length)
{
  return self->funcs->write (self, buffer, length);
}

gboolean
parlour_transport_has_pending (ParlourTransport *self)
{
  return self->funcs->has_pending (self);
}

GIOCondition
parlour_transport_get_wanted (ParlourTransport *self, GIOCondition operation)
{
  return self->funcs->get_wanted (self, operation);
}

void
parlour_transport_shutdown_write (ParlourTransport *self)
{
  self->funcs->shutdown_write (self);
}

void
parlour_transport_set_pull_buffer (ParlourTransport *self, ParlourPullBuffer *buffer)
{
  if (self->funcs->set_pull_buffer != NULL)
    self->funcs->set_pull_buffer (self, buffer);
}

void
parlour_transport_shutdown (ParlourTransport *self)
{
  shutdown (self->fd, SHUT_RDWR);
}

void
parlour_transport_free (ParlourTransport *self)
{
  gpointer seat = self->seat;
  GDestroyNotify seat_free = self->seat_free;

  self->funcs->free (self);
  if (seat_free != NULL)
    seat_free (seat);
}

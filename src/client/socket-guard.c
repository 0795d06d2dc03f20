/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-socket-guard"

#include "client/socket-guard.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

/* This file owns the bound on a message that does not end. On the thread of its context. */

typedef struct {
  GSource source;
  GSocket *socket;
  guint64 most;
  guint64 fed;
} Guard;

/* What the program has taken: all that came but what the kernel still holds. */
static guint64
count_read (GSocket *socket)
{
  struct tcp_info info = {0};
  socklen_t size = sizeof info;
  gssize unread = g_socket_get_available_bytes (socket);

  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
      size < offsetof (struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received)
    return 0;
  return info.tcpi_bytes_received - MIN ((guint64)MAX (unread, 0), info.tcpi_bytes_received);
}

static gboolean
is_over (GSource *source)
{
  Guard *self = (Guard *)source;
  guint64 n = count_read (self->socket);

  return n > self->fed && n - self->fed > self->most;
}

static gboolean
prepare (GSource *source, int *timeout)
{
  *timeout = -1;
  return is_over (source);
}

static gboolean
check (GSource *source)
{
  return is_over (source);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback != NULL ? callback (data) : G_SOURCE_REMOVE;
}

static void
finalize (GSource *source)
{
  g_clear_object (&((Guard *)source)->socket);
}

static GSourceFuncs functions = {
    .prepare = prepare, .check = check, .dispatch = dispatch, .finalize = finalize};

GSource *
parlour_socket_guard_new (GSocket *socket, guint64 most)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  GSource *source = g_source_new (&functions, sizeof (Guard));
  Guard *self = (Guard *)source;
  self->socket = g_object_ref (socket);
  self->most = most;
  self->fed = count_read (socket);
  g_source_set_priority (source, G_PRIORITY_HIGH); /* a source that reads all the time hides none */
  g_source_set_static_name (source, "parlour-socket-guard");
  return source;
}

void
parlour_socket_guard_feed (GSource *guard)
{
  Guard *self = (Guard *)guard;

  self->fed = count_read (self->socket);
}

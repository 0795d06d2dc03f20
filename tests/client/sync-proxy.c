/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-proxy.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* This file owns a network that breaks where one says. A thread a connection. */

typedef struct {
  int ends[2];
} Link;

/* With the lock held. Both ends learn of it at once, as from a cable that is pulled and put back.
 */
static void
cut_all (SyncProxy *self)
{
  for (GList *item = self->links; item != NULL; item = item->next) {
    Link *link = item->data;
    shutdown (link->ends[0], SHUT_RDWR);
    shutdown (link->ends[1], SHUT_RDWR);
  }
  self->left = -1;
  self->n_cuts++;
}

/* How many of @n bytes may pass. */
static gsize
allow (SyncProxy *self, gsize n, gboolean *cut)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *cut = self->left >= 0 && (guint64)self->left <= n;
  if (*cut)
    n = (gsize)self->left;
  else if (self->left > 0)
    self->left -= (gint64)n;
  self->passed += n;
  return n;
}

static gboolean
write_all (int descriptor, const char *data, gsize n)
{
  while (n > 0) {
    gssize written = send (descriptor, data, n, MSG_NOSIGNAL);
    if (written <= 0)
      return FALSE;
    data += written;
    n -= (gsize)written;
  }
  return TRUE;
}

static gboolean
pass_on (SyncProxy *self, int from, int to)
{
  char buffer[65536];
  gboolean cut = FALSE;
  gssize n = recv (from, buffer, sizeof buffer, 0);

  if (n <= 0)
    return FALSE;

  gsize allowed = allow (self, (gsize)n, &cut);
  gboolean written = write_all (to, buffer, allowed);
  if (cut)
    sync_proxy_cut (self);
  return written && !cut;
}

static void
carry (SyncProxy *self, Link *link)
{
  struct pollfd fds[2] = {{link->ends[0], POLLIN, 0}, {link->ends[1], POLLIN, 0}};

  for (;;) {
    if (poll (fds, 2, -1) < 0)
      return;
    for (int i = 0; i < 2; i++)
      if (fds[i].revents != 0 && !pass_on (self, link->ends[i], link->ends[1 - i]))
        return;
  }
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  SyncProxy *self = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) onward =
      g_socket_client_connect_to_host (client, "127.0.0.1", self->target, NULL, NULL);

  if (onward == NULL)
    return TRUE;

  Link link = {{g_socket_get_fd (g_socket_connection_get_socket (connection)),
                g_socket_get_fd (g_socket_connection_get_socket (onward))}};
  fcntl (link.ends[0], F_SETFL, 0); /* GSocket has them non-blocking */
  fcntl (link.ends[1], F_SETFL, 0);
  g_mutex_lock (&self->lock);
  self->links = g_list_prepend (self->links, &link);
  g_mutex_unlock (&self->lock);
  carry (self, &link);
  g_mutex_lock (&self->lock);
  self->links = g_list_remove (self->links, &link);
  g_mutex_unlock (&self->lock);
  g_io_stream_close (G_IO_STREAM (onward), NULL, NULL);
  return TRUE;
}

SyncProxy *
sync_proxy_new (guint16 target)
{
  SyncProxy *self = g_new0 (SyncProxy, 1);
  g_autoptr (GError) error = NULL;

  self->target = target;
  self->left = -1;
  g_mutex_init (&self->lock);
  self->service = g_threaded_socket_service_new (32);
  self->port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->address = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

static gboolean
has_links (SyncProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->links != NULL;
}

void
sync_proxy_free (SyncProxy *self)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (has_links (self) && g_get_monotonic_time () < end) {
    sync_proxy_cut (self);
    g_thread_yield ();
  }
  g_assert_false (has_links (self));
  g_clear_object (&self->service);
  g_mutex_clear (&self->lock);
  g_free (self->address);
  g_free (self);
}

void
sync_proxy_arm (SyncProxy *self, gint64 bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->left = bytes;
  self->passed = 0;
}

void
sync_proxy_cut (SyncProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  cut_all (self);
}

guint
sync_proxy_get_cuts (SyncProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_cuts;
}

guint64
sync_proxy_get_passed (SyncProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->passed;
}

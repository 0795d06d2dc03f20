/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-hub-queue"

#include "server/net/hub-queue.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* The way into the hub's thread. Pushing is for any thread, taking for the hub's. */

gboolean
parlour_hub_queue_init (ParlourHubQueue *self, GError **error)
{
  self->event_fd = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (self->event_fd < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "No eventfd for the hub: %s",
                 g_strerror (errno));
    return FALSE;
  }

  g_mutex_init (&self->lock);
  self->commands = g_array_new (FALSE, FALSE, sizeof (ParlourHubCommand));
  return TRUE;
}

void
parlour_hub_queue_clear (ParlourHubQueue *self)
{
  g_clear_pointer (&self->commands, g_array_unref);
  g_mutex_clear (&self->lock);
  close (self->event_fd);
}

static void
wake (ParlourHubQueue *self)
{
  if (eventfd_write (self->event_fd, 1) != 0)
    g_critical ("The hub cannot be woken: %s", g_strerror (errno));
}

static gboolean
append (ParlourHubQueue *self, ParlourHubCommand *command, gboolean last)
{
  gboolean must_wake = FALSE;
  gboolean open;

  g_mutex_lock (&self->lock);
  open = !self->closed;
  if (open) {
    g_array_append_val (self->commands, *command);
    self->closed = last;
    must_wake = !self->woken && g_thread_self () != self->reader;
    self->woken = self->woken || must_wake;
  }
  g_mutex_unlock (&self->lock);

  if (must_wake)
    wake (self);
  return open;
}

gboolean
parlour_hub_queue_push (ParlourHubQueue *self, ParlourHubCommand *command)
{
  return append (self, command, FALSE);
}

gboolean
parlour_hub_queue_close (ParlourHubQueue *self, ParlourHubCommand *last)
{
  return append (self, last, TRUE);
}

GArray *
parlour_hub_queue_take (ParlourHubQueue *self, GArray *emptied)
{
  GArray *commands;

  g_mutex_lock (&self->lock);
  commands = self->commands;
  self->commands = emptied;
  g_mutex_unlock (&self->lock);
  return commands;
}

gboolean
parlour_hub_queue_is_empty (ParlourHubQueue *self)
{
  gboolean empty;

  g_mutex_lock (&self->lock);
  empty = self->commands->len == 0;
  g_mutex_unlock (&self->lock);
  return empty;
}

void
parlour_hub_queue_woke (ParlourHubQueue *self)
{
  eventfd_t count;

  /* Read first: a push in between writes again, and costs one more look at worst. */
  (void)eventfd_read (self->event_fd, &count);
  g_mutex_lock (&self->lock);
  self->woken = FALSE;
  g_mutex_unlock (&self->lock);
}

void
parlour_hub_command_clear (ParlourHubCommand *command)
{
  g_clear_pointer (&command->framed, g_bytes_unref);
  g_clear_pointer (&command->text, g_free);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-linger"

#include "server/net/linger.h"

#include <glib-unix.h>

/* The end of a connection whose sender has more to say than we hear. Owns the transport until its
 * end. Runs on the main loop. */

#define LINGER_BYTES (16 * 1024 * 1024)
#define LINGER_MS    5000
#define BYTES_A_TURN (64 * 1024)

typedef struct {
  ParlourTransport *transport;
  GBytes *answer;
  gsize written;
  gsize thrown_away;
  gboolean shut;
  GSource *io_source;
  GSource *deadline;
} Linger;

static void wait_for_peer (Linger *self);

static void
linger_end (Linger *self)
{
  g_source_destroy (self->io_source);
  g_source_destroy (self->deadline);
  g_source_unref (self->io_source);
  g_source_unref (self->deadline);
  g_bytes_unref (self->answer);
  parlour_transport_free (self->transport);
  g_free (self);
}

/* FALSE where the connection is of no more use. */
static gboolean
write_answer (Linger *self)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (self->answer, &length);
  gssize count;

  if (self->shut)
    return TRUE;

  count = parlour_transport_write (self->transport, bytes + self->written, length - self->written);
  if (count == PARLOUR_TRANSPORT_FAILED)
    return FALSE;
  self->written += (gsize)MAX (count, 0);
  if (self->written == length) {
    self->shut = TRUE;
    parlour_transport_shutdown_write (self->transport);
  }
  return TRUE;
}

static gboolean
throw_away (Linger *self)
{
  guint8 buffer[BYTES_A_TURN];
  gssize count = parlour_transport_read (self->transport, buffer, sizeof buffer);

  if (count == PARLOUR_TRANSPORT_AGAIN)
    return TRUE;
  if (count <= 0)
    return FALSE;
  self->thrown_away += (gsize)count;
  return self->thrown_away <= LINGER_BYTES;
}

static gboolean
io_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Linger *self = user_data;

  if (!write_answer (self) || !throw_away (self)) {
    linger_end (self);
    return G_SOURCE_REMOVE;
  }

  if (self->shut && (condition & G_IO_OUT)) {
    g_source_destroy (self->io_source);
    g_source_unref (self->io_source);
    wait_for_peer (self);
    return G_SOURCE_REMOVE;
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  linger_end (user_data);
  return G_SOURCE_REMOVE;
}

static void
wait_for_peer (Linger *self)
{
  GIOCondition wanted = parlour_transport_get_wanted (self->transport, G_IO_IN);

  if (!self->shut)
    wanted |= parlour_transport_get_wanted (self->transport, G_IO_OUT);
  self->io_source = g_unix_fd_source_new (self->transport->fd, wanted);
  g_source_set_callback (self->io_source, G_SOURCE_FUNC (io_cb), self, NULL);
  g_source_attach (self->io_source, g_main_context_get_thread_default ());
}

void
parlour_linger (ParlourTransport *transport, GBytes *answer)
{
  Linger *self = g_new0 (Linger, 1);

  self->transport = transport;
  self->answer = answer;
  self->deadline = g_timeout_source_new (LINGER_MS);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
  wait_for_peer (self);
}

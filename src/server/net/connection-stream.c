/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-connection-stream"

#include "server/net/connection-stream.h"

#include "server/net/connection-io.h"

/* The GIOStream that libsoup gets for each connection. Owns the transport until somebody takes it.
 * Runs on the main loop. */

#define STREAM_KEY "parlour-connection-stream"

/* Bytes that libsoup can have read ahead: its own buffer. */
#define EARLY_BYTES 16384

struct _ParlourConnectionStream {
  GIOStream parent_instance;
  ParlourConnectionIo *io;
  GInputStream *input;
  GOutputStream *output;
};

G_DEFINE_FINAL_TYPE (ParlourConnectionStream, parlour_connection_stream, G_TYPE_IO_STREAM)

static GInputStream *
get_input_stream (GIOStream *stream)
{
  return PARLOUR_CONNECTION_STREAM (stream)->input;
}

static GOutputStream *
get_output_stream (GIOStream *stream)
{
  return PARLOUR_CONNECTION_STREAM (stream)->output;
}

static gboolean
close_fn (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  ParlourConnectionStream *self = PARLOUR_CONNECTION_STREAM (stream);

  g_clear_pointer (&self->io->transport, parlour_transport_free);
  return TRUE;
}

static void
parlour_connection_stream_finalize (GObject *object)
{
  ParlourConnectionStream *self = PARLOUR_CONNECTION_STREAM (object);

  g_clear_pointer (&self->io->transport, parlour_transport_free);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_pointer (&self->io, parlour_connection_io_unref);
  G_OBJECT_CLASS (parlour_connection_stream_parent_class)->finalize (object);
}

static void
parlour_connection_stream_class_init (ParlourConnectionStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  object_class->finalize = parlour_connection_stream_finalize;
  stream_class->get_input_stream = get_input_stream;
  stream_class->get_output_stream = get_output_stream;
  stream_class->close_fn = close_fn;
}

static void
parlour_connection_stream_init (ParlourConnectionStream *self)
{
}

ParlourConnectionStream *
parlour_connection_stream_new (ParlourTransport *transport)
{
  ParlourConnectionStream *self = g_object_new (PARLOUR_TYPE_CONNECTION_STREAM, NULL);

  self->io = parlour_connection_io_new (transport);
  self->input = parlour_connection_input_new (self->io);
  self->output = parlour_connection_output_new (self->io);
  return self;
}

gpointer
parlour_connection_stream_get_seat (ParlourConnectionStream *self)
{
  return self->io->transport != NULL ? self->io->transport->seat : NULL;
}

void
parlour_connection_stream_shutdown (ParlourConnectionStream *self)
{
  if (self->io->transport != NULL)
    parlour_transport_shutdown (self->io->transport);
}

void
parlour_connection_stream_set_phase (ParlourConnectionStream *self, ParlourConnectionPhase phase)
{
  parlour_connection_io_set_phase (self->io, phase);
}

ParlourConnectionPhase
parlour_connection_stream_get_phase (ParlourConnectionStream *self)
{
  return self->io->phase;
}

gint64
parlour_connection_stream_get_since (ParlourConnectionStream *self)
{
  if (self->io->phase != PARLOUR_PHASE_HANDLING)
    return self->io->since;
  return self->io->blocked_since;
}

void
parlour_connection_stream_bind_address (ParlourConnectionStream *self,
                                        GSocketAddress *remote_address)
{
  GWeakRef *reference = g_new (GWeakRef, 1);

  g_weak_ref_init (reference, self);
  g_object_set_data_full (G_OBJECT (remote_address), STREAM_KEY, reference,
                          (GDestroyNotify)parlour_connection_weak_ref_free);
}

ParlourConnectionStream *
parlour_connection_stream_of_message (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  GWeakRef *reference = address ? g_object_get_data (G_OBJECT (address), STREAM_KEY) : NULL;
  g_autoptr (ParlourConnectionStream) self = reference ? g_weak_ref_get (reference) : NULL;

  return self;
}

/* Reads until libsoup's buffer is empty; the frozen stream below it answers nothing. */
static GBytes *
drain (GIOStream *stolen)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stolen));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[EARLY_BYTES];
  gssize count;

  while ((count = g_pollable_input_stream_read_nonblocking (input, buffer, sizeof buffer, NULL,
                                                            NULL)) > 0)
    g_byte_array_append (bytes, buffer, (guint)count);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

ParlourTransport *
parlour_connection_stream_steal (SoupServerMessage *message, GBytes **early)
{
  ParlourConnectionStream *self = parlour_connection_stream_of_message (message);
  g_autoptr (ParlourConnectionStream) held = NULL;
  g_autoptr (GIOStream) stolen = NULL;

  if (self == NULL || self->io->transport == NULL)
    return NULL;

  held = g_object_ref (self);
  /* Nothing more is read from the peer, so that what libsoup has read already can be told from what
   * it has not; it also ends the end-of-file workaround. */
  self->io->frozen = TRUE;
  stolen = soup_server_message_steal_connection (message);
  if (stolen == NULL)
    return NULL;

  if (early != NULL)
    *early = drain (stolen);
  return g_steal_pointer (&self->io->transport);
}

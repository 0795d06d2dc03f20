/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-connection-io"

#include "server/net/connection-io.h"

#include "server/net/eof-quirk.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <string.h>

/* The two pollable halves of a connection stream. Run on the main loop, but for a blocking write.
 */

/* How long libsoup's thread waits for room when it ends a chunked answer. */
#define BLOCKING_WRITE_MS 10000

#define PARLOUR_TYPE_CONNECTION_INPUT (parlour_connection_input_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConnectionInput, parlour_connection_input, PARLOUR, CONNECTION_INPUT, GInputStream)

#define PARLOUR_TYPE_CONNECTION_OUTPUT (parlour_connection_output_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConnectionOutput, parlour_connection_output, PARLOUR, CONNECTION_OUTPUT, GOutputStream)

struct _ParlourConnectionInput {
  GInputStream parent_instance;
  ParlourConnectionIo *io;
};

struct _ParlourConnectionOutput {
  GOutputStream parent_instance;
  ParlourConnectionIo *io;
};

static void pollable_input_init (GPollableInputStreamInterface *interface);
static void pollable_output_init (GPollableOutputStreamInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourConnectionInput,
                               parlour_connection_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      pollable_input_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourConnectionOutput,
                               parlour_connection_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      pollable_output_init))

static gssize
set_would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Nothing to do yet");
  return -1;
}

static gssize
set_closed (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The connection is closed");
  return -1;
}

static gssize
set_failed (GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "The connection broke: %s",
               g_strerror (code));
  return -1;
}

/* Also between requests: half of the next one may have come together with the last. */
static gboolean
needs_unanswerable (ParlourConnectionIo *io)
{
  return io->phase == PARLOUR_PHASE_HEADERS || io->phase == PARLOUR_PHASE_IDLE;
}

static gssize
read_end (ParlourConnectionIo *io, void *buffer, gsize length)
{
  if (!io->ended && !needs_unanswerable (io))
    return 0;

  io->ended = TRUE;
  return (gssize)parlour_eof_quirk_read (&io->eof_told, buffer, length);
}

static gsize
take_held (ParlourConnectionIo *io, void *buffer, gsize length)
{
  gsize count = MIN (length, io->held->len);

  memcpy (buffer, io->held->data, count);
  g_byte_array_remove_range (io->held, 0, (guint)count);
  if (io->held->len == 0)
    g_clear_pointer (&io->held, g_byte_array_unref);
  return count;
}

static void
hold (ParlourConnectionIo *io, const guint8 *data, gsize length)
{
  if (length == 0)
    return;
  if (io->held == NULL)
    io->held = g_byte_array_new ();
  g_byte_array_prepend (io->held, data, (guint)length);
}

/* libsoup gets no more than one request's headers at a time, and only what it may get of them. */
static gsize
guard_headers (ParlourConnectionIo *io, guint8 *buffer, gsize length)
{
  gboolean ended = FALSE;
  gsize count = parlour_header_guard_take (&io->guard, buffer, length, &ended);

  hold (io, buffer + count, length - count);
  if (ended)
    parlour_header_guard_begin (&io->guard);
  return count;
}

static gssize
read_some (ParlourConnectionIo *io, void *buffer, gsize length, GError **error)
{
  gssize count;

  if (io->transport == NULL)
    return set_closed (error);
  if (io->frozen && io->held == NULL)
    return set_would_block (error);
  if (io->ended && io->held == NULL)
    return read_end (io, buffer, length);

  count = io->held != NULL ? (gssize)take_held (io, buffer, length)
                           : parlour_transport_read (io->transport, buffer, length);
  if (count == PARLOUR_TRANSPORT_AGAIN)
    return set_would_block (error);
  if (count == 0 || (count < 0 && io->phase == PARLOUR_PHASE_IDLE))
    return read_end (io, buffer, length);
  if (count < 0)
    return set_failed (error);

  if (io->phase == PARLOUR_PHASE_IDLE)
    parlour_connection_io_set_phase (io, PARLOUR_PHASE_HEADERS);
  else if (io->phase == PARLOUR_PHASE_BODY)
    io->since = g_get_monotonic_time ();
  return io->phase == PARLOUR_PHASE_HEADERS && !io->frozen
             ? (gssize)guard_headers (io, buffer, (gsize)count)
             : count;
}

static gssize
write_some (ParlourConnectionIo *io, const void *buffer, gsize length, GError **error)
{
  gssize count;

  if (io->transport == NULL)
    return set_closed (error);
  if (io->ended)
    return (gssize)length;

  count = parlour_transport_write (io->transport, buffer, length);
  if (count == PARLOUR_TRANSPORT_FAILED)
    return set_failed (error);
  if (count == PARLOUR_TRANSPORT_AGAIN) {
    if (io->blocked_since == 0)
      io->blocked_since = g_get_monotonic_time ();
    return set_would_block (error);
  }
  io->blocked_since = 0;
  return count;
}

/* libsoup only reads without blocking; whoever does not is told so. */
static gssize
input_read (
    GInputStream *stream, void *buffer, gsize length, GCancellable *cancellable, GError **error)
{
  return read_some (PARLOUR_CONNECTION_INPUT (stream)->io, buffer, length, error);
}

static gssize
input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize length, GError **error)
{
  return read_some (PARLOUR_CONNECTION_INPUT (stream)->io, buffer, length, error);
}

static gboolean
input_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gssize
output_write_nonblocking (GPollableOutputStream *stream,
                          const void *buffer,
                          gsize length,
                          GError **error)
{
  return write_some (PARLOUR_CONNECTION_OUTPUT (stream)->io, buffer, length, error);
}

static gssize
output_write (GOutputStream *stream,
              const void *buffer,
              gsize length,
              GCancellable *cancellable,
              GError **error)
{
  ParlourConnectionIo *io = PARLOUR_CONNECTION_OUTPUT (stream)->io;

  for (;;) {
    g_autoptr (GError) local = NULL;
    gssize count = write_some (io, buffer, length, &local);
    struct pollfd wait = {.events = POLLOUT};

    if (count >= 0)
      return count;
    if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
      wait.fd = io->transport->fd;
      if (poll (&wait, 1, BLOCKING_WRITE_MS) > 0)
        continue;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return -1;
  }
}

static gboolean
output_close (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static GSource *
make_source (GObject *stream, ParlourConnectionIo *io, GIOCondition operation, GCancellable *cancel)
{
  g_autoptr (GSource) wait = NULL;
  gboolean at_once = io->transport == NULL || io->ended;

  at_once |= operation == G_IO_IN && io->held != NULL;
  if (!at_once && operation == G_IO_IN)
    at_once = parlour_transport_has_pending (io->transport);

  if (at_once)
    wait = g_timeout_source_new (0);
  else
    wait = g_unix_fd_source_new (io->transport->fd,
                                 parlour_transport_get_wanted (io->transport, operation));
  return g_pollable_source_new_full (stream, wait, cancel);
}

static GSource *
input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  return make_source (G_OBJECT (stream), PARLOUR_CONNECTION_INPUT (stream)->io, G_IO_IN,
                      cancellable);
}

static GSource *
output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  return make_source (G_OBJECT (stream), PARLOUR_CONNECTION_OUTPUT (stream)->io, G_IO_OUT,
                      cancellable);
}

static gboolean
is_ready (ParlourConnectionIo *io, GIOCondition operation)
{
  struct pollfd look = {0};

  if (io->transport == NULL || io->ended)
    return TRUE;
  if (operation == G_IO_IN && (io->held != NULL || parlour_transport_has_pending (io->transport)))
    return TRUE;

  look.fd = io->transport->fd;
  look.events = (short)parlour_transport_get_wanted (io->transport, operation);
  return poll (&look, 1, 0) > 0;
}

static gboolean
input_is_readable (GPollableInputStream *stream)
{
  return is_ready (PARLOUR_CONNECTION_INPUT (stream)->io, G_IO_IN);
}

static gboolean
output_is_writable (GPollableOutputStream *stream)
{
  return is_ready (PARLOUR_CONNECTION_OUTPUT (stream)->io, G_IO_OUT);
}

static void
pollable_input_init (GPollableInputStreamInterface *interface)
{
  interface->is_readable = input_is_readable;
  interface->create_source = input_create_source;
  interface->read_nonblocking = input_read_nonblocking;
}

static void
pollable_output_init (GPollableOutputStreamInterface *interface)
{
  interface->is_writable = output_is_writable;
  interface->create_source = output_create_source;
  interface->write_nonblocking = output_write_nonblocking;
}

static void
parlour_connection_input_finalize (GObject *object)
{
  g_clear_pointer (&PARLOUR_CONNECTION_INPUT (object)->io, parlour_connection_io_unref);
  G_OBJECT_CLASS (parlour_connection_input_parent_class)->finalize (object);
}

static void
parlour_connection_input_class_init (ParlourConnectionInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlour_connection_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = input_read;
  G_INPUT_STREAM_CLASS (klass)->close_fn = input_close;
}

static void
parlour_connection_input_init (ParlourConnectionInput *self)
{
}

static void
parlour_connection_output_finalize (GObject *object)
{
  g_clear_pointer (&PARLOUR_CONNECTION_OUTPUT (object)->io, parlour_connection_io_unref);
  G_OBJECT_CLASS (parlour_connection_output_parent_class)->finalize (object);
}

static void
parlour_connection_output_class_init (ParlourConnectionOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlour_connection_output_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = output_write;
  G_OUTPUT_STREAM_CLASS (klass)->close_fn = output_close;
}

static void
parlour_connection_output_init (ParlourConnectionOutput *self)
{
}

ParlourConnectionIo *
parlour_connection_io_new (ParlourTransport *transport)
{
  ParlourConnectionIo *self = g_new0 (ParlourConnectionIo, 1);

  g_ref_count_init (&self->references);
  self->transport = transport;
  parlour_connection_io_set_phase (self, PARLOUR_PHASE_HEADERS);
  return self;
}

void
parlour_connection_io_unref (ParlourConnectionIo *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->held, g_byte_array_unref);
  g_free (self);
}

void
parlour_connection_io_set_phase (ParlourConnectionIo *self, ParlourConnectionPhase phase)
{
  if (phase == PARLOUR_PHASE_HEADERS)
    parlour_header_guard_begin (&self->guard);
  self->phase = phase;
  self->since = g_get_monotonic_time ();
  self->blocked_since = 0;
}

GInputStream *
parlour_connection_input_new (ParlourConnectionIo *io)
{
  ParlourConnectionInput *self = g_object_new (PARLOUR_TYPE_CONNECTION_INPUT, NULL);

  g_ref_count_inc (&io->references);
  self->io = io;
  return G_INPUT_STREAM (self);
}

GOutputStream *
parlour_connection_output_new (ParlourConnectionIo *io)
{
  ParlourConnectionOutput *self = g_object_new (PARLOUR_TYPE_CONNECTION_OUTPUT, NULL);

  g_ref_count_inc (&io->references);
  self->io = io;
  return G_OUTPUT_STREAM (self);
}

void
parlour_connection_weak_ref_free (GWeakRef *reference)
{
  g_weak_ref_clear (reference);
  g_free (reference);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourTransport:
 *
 * One accepted connection below HTTP and WebSocket: a non-blocking descriptor and how bytes pass
 * over it, plain or, see tls.h, by a TLS session.
 * It has one owner at a time and is touched on that owner's thread alone: first the connection
 * stream on the main loop, after the upgrade the hub.
 */
typedef struct _ParlourTransport ParlourTransport;

/**
 * ParlourPullBuffer:
 *
 * Where transports of one thread put what they take from their descriptors: one large read instead
 * of two small ones for each record, without a buffer for each connection. Only what the newest
 * reader has left in it counts, so its owner reads a transport until it has nothing pending before
 * it reads the next one.
 */
typedef struct {
  guint8 *bytes;
  gsize size;
  gsize begin;
  gsize end;
  gpointer reader; /* the transport whose bytes these are */
} ParlourPullBuffer;

/* What read and write return when they return no count of bytes. */
#define PARLOUR_TRANSPORT_AGAIN  (-1) /* wait for what parlour_transport_get_wanted() says */
#define PARLOUR_TRANSPORT_FAILED (-2) /* errno says why; the connection is of no more use */

typedef struct {
  /* 0 at the end of the stream */
  gssize (*read) (ParlourTransport *transport, void *buffer, gsize length);
  /* after AGAIN the same bytes are passed again, at most 16 KiB */
  gssize (*write) (ParlourTransport *transport, const void *buffer, gsize length);
  /* bytes that were taken from the descriptor and not yet read: poll does not show them */
  gboolean (*has_pending) (ParlourTransport *transport);
  /* G_IO_IN or G_IO_OUT: what an operation that returned AGAIN waits for */
  GIOCondition (*get_wanted) (ParlourTransport *transport, GIOCondition operation);
  /* nullable: from now on reads pass through @buffer; NULL: they don't any more */
  void (*set_pull_buffer) (ParlourTransport *transport, ParlourPullBuffer *buffer);
  /* says goodbye to the peer without blocking; no more is written afterwards */
  void (*shutdown_write) (ParlourTransport *transport);
  void (*free) (ParlourTransport *transport);
} ParlourTransportFuncs;

struct _ParlourTransport {
  const ParlourTransportFuncs *funcs;
  int fd;
  gpointer seat; /* counts the connection, see quota.h; freed with the transport */
  GDestroyNotify seat_free;
};

/**
 * parlour_transport_new_plain:
 * @fd: (transfer full): a connected, non-blocking socket
 */
ParlourTransport *parlour_transport_new_plain (int fd);

/** parlour_transport_set_seat: @seat is freed with the transport, on whichever thread that is. */
void parlour_transport_set_seat (ParlourTransport *self, gpointer seat, GDestroyNotify seat_free);

gssize parlour_transport_read (ParlourTransport *self, void *buffer, gsize length);
gssize parlour_transport_write (ParlourTransport *self, const void *buffer, gsize length);
gboolean parlour_transport_has_pending (ParlourTransport *self);
GIOCondition parlour_transport_get_wanted (ParlourTransport *self, GIOCondition operation);
void parlour_transport_shutdown_write (ParlourTransport *self);

/** parlour_transport_set_pull_buffer: @buffer is the owner's and outlives its time with @self. */
void parlour_transport_set_pull_buffer (ParlourTransport *self, ParlourPullBuffer *buffer);

/** parlour_transport_shutdown: both directions at once; whoever waits for it wakes up. */
void parlour_transport_shutdown (ParlourTransport *self);

/** parlour_transport_free: closes the descriptor and gives the seat back. */
void parlour_transport_free (ParlourTransport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourTransport, parlour_transport_free)

G_END_DECLS

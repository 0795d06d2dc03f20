/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/transport.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What a connection does at the moment; each has its own deadline. */
typedef enum {
  PARLOUR_PHASE_HEADERS,  /* a request's headers come in, or the first one is waited for */
  PARLOUR_PHASE_BODY,     /* its body comes in */
  PARLOUR_PHASE_HANDLING, /* it is being carried out or answered */
  PARLOUR_PHASE_IDLE,     /* answered, kept alive */
} ParlourConnectionPhase;

#define PARLOUR_TYPE_CONNECTION_STREAM (parlour_connection_stream_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConnectionStream, parlour_connection_stream, PARLOUR, CONNECTION_STREAM, GIOStream)

/**
 * parlour_connection_stream_new:
 * @transport: (transfer full)
 *
 * A connection as libsoup sees it. Its streams are pollable and never block on the main loop;
 * closing it closes the transport. Main loop, but for the end of a chunked answer, which libsoup
 * writes from a thread while the main loop leaves the stream alone.
 */
ParlourConnectionStream *parlour_connection_stream_new (ParlourTransport *transport);

/** parlour_connection_stream_get_seat: (transfer none) (nullable): see
 * parlour_transport_set_seat().
 */
gpointer parlour_connection_stream_get_seat (ParlourConnectionStream *self);

/** parlour_connection_stream_shutdown: ends it from our side; libsoup sees the end of the stream.
 */
void parlour_connection_stream_shutdown (ParlourConnectionStream *self);

void parlour_connection_stream_set_phase (ParlourConnectionStream *self,
                                          ParlourConnectionPhase phase);
ParlourConnectionPhase parlour_connection_stream_get_phase (ParlourConnectionStream *self);

/** parlour_connection_stream_get_since: monotonic µs at which the phase began or, where bytes have
 * to flow, the last ones did; 0 where nothing is waited for from the peer. */
gint64 parlour_connection_stream_get_since (ParlourConnectionStream *self);

/**
 * parlour_connection_stream_bind_address: makes the stream findable by its remote address's object,
 * which is the only thing of ours that libsoup hands on with a message. */
void parlour_connection_stream_bind_address (ParlourConnectionStream *self,
                                             GSocketAddress *remote_address);

/**
 * parlour_connection_stream_of_message:
 *
 * Returns: (transfer none) (nullable): %NULL where the connection is not one of ours, or has gone
 */
ParlourConnectionStream *parlour_connection_stream_of_message (SoupServerMessage *message);

/**
 * parlour_connection_stream_steal:
 * @early: (out) (optional): what libsoup had read beyond the request
 *
 * Takes a message's connection away from libsoup. @message is finished by it; from an idle source,
 * not from inside one of its signals.
 *
 * Returns: (transfer full) (nullable): %NULL where the connection has gone
 */
ParlourTransport *parlour_connection_stream_steal (SoupServerMessage *message, GBytes **early);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/connection-stream.h"
#include "server/net/header-guard.h"

G_BEGIN_DECLS

/**
 * ParlourConnectionIo:
 *
 * What a connection stream shares with its two halves, which a source of libsoup's may keep alive
 * longer. Counted; main loop.
 */
typedef struct {
  grefcount references;
  ParlourTransport *transport; /* NULL once closed or taken */
  ParlourConnectionPhase phase;
  gint64 since;         /* the phase's begin, or its last bytes */
  gint64 blocked_since; /* a write found no room; 0 where the last one did */
  ParlourHeaderGuard guard;
  GByteArray *held; /* came along with the end of the headers before; nullable */
  gsize eof_told;
  gboolean ended; /* the peer has closed: what is written goes nowhere */
  gboolean frozen;
} ParlourConnectionIo;

ParlourConnectionIo *parlour_connection_io_new (ParlourTransport *transport);
void parlour_connection_io_unref (ParlourConnectionIo *self);
void parlour_connection_io_set_phase (ParlourConnectionIo *self, ParlourConnectionPhase phase);

/** parlour_connection_input_new: (transfer full): a #GPollableInputStream. */
GInputStream *parlour_connection_input_new (ParlourConnectionIo *io);

/** parlour_connection_output_new: (transfer full): a #GPollableOutputStream. */
GOutputStream *parlour_connection_output_new (ParlourConnectionIo *io);

void parlour_connection_weak_ref_free (GWeakRef *reference);

G_END_DECLS

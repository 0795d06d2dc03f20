/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/transport.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/**
 * ParlourTls:
 *
 * What all TLS connections of a server share: key and certificate, what is spoken, and the key of
 * the tickets by which clients come back with half a handshake. Immutable; counted atomically, each
 * connection holds it.
 */
typedef struct _ParlourTls ParlourTls;

/**
 * parlour_tls_new:
 * @certificate: PEM, the server's own first
 * @key: PEM
 * @error: a #GIOErrorEnum
 *
 * Any thread; parses, but reads no file.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourTls *parlour_tls_new (GBytes *certificate, GBytes *key, GError **error);

ParlourTls *parlour_tls_ref (ParlourTls *self);
void parlour_tls_unref (ParlourTls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourTls, parlour_tls_unref)

/**
 * parlour_tls_new_session:
 *
 * A server's session, non-blocking, with nothing but its transport functions missing. It holds no
 * reference on @self, which must outlive it.
 *
 * Returns: (transfer full) (nullable): %NULL without memory
 */
gnutls_session_t parlour_tls_new_session (ParlourTls *self);

/**
 * parlour_transport_new_tls:
 * @tls: held until the transport is freed
 * @fd: (transfer full): a connected, non-blocking socket
 *
 * The handshake runs inside of the first reads: they return %PARLOUR_TRANSPORT_AGAIN until it is
 * done. A peer that speaks plain HTTP is told so, in plain HTTP. On the thread of the owner, as all
 * transports.
 *
 * Returns: (transfer full): without memory for a session one that fails when it is read
 */
ParlourTransport *parlour_transport_new_tls (ParlourTls *tls, int fd);

G_END_DECLS

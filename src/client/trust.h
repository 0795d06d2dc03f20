/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Whether a server is the one that it should be, decided in the handshake, before a request goes
 * out. Main thread. */

/**
 * parlour_trust_new_database:
 * @pin: (nullable)
 *
 * Returns: (transfer full) (nullable): what a session with @pin needs: a database that vouches for
 *   nobody, so that every certificate comes to parlour_trust_guard(); %NULL without a pin: the
 *   system's
 */
GTlsDatabase *parlour_trust_new_database (const ParlourFingerprint *pin);

/**
 * parlour_trust_guard:
 * @pin: (nullable)
 * @cancellable: of the sending of @message; cancelled where the handshake went past the check
 *
 * With a @pin, the key of the server's certificate decides and nothing else: no name, no date, no
 * authority. Without, what the system's authorities vouch for passes.
 */
void parlour_trust_guard (SoupMessage *message,
                          const ParlourFingerprint *pin,
                          GCancellable *cancellable);

/**
 * parlour_trust_explain:
 * @error: (inout): why @message failed
 *
 * Becomes a #PARLOUR_CLIENT_ERROR with what the server showed, if that is why.
 */
void parlour_trust_explain (SoupMessage *message, GError **error);

/** parlour_trust_read: the fingerprint of @certificate; FALSE where it can't be read. */
gboolean parlour_trust_read (GTlsCertificate *certificate, ParlourFingerprint *fingerprint);

G_END_DECLS

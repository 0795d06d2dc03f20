/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/hub.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * parlour_upgrade_check:
 * @error: #PARLOUR_PROBLEM_UPGRADE_REQUIRED (426) where @message asks for no WebSocket or for
 *   another version of it, #PARLOUR_PROBLEM_MALFORMED_REQUEST where the handshake is broken
 *
 * Whether @message is a good handshake (RFC 6455, 4.2.1). To be called before the token is looked
 * up. Main loop.
 */
gboolean parlour_upgrade_check (SoupServerMessage *message, GError **error);

/**
 * parlour_upgrade_begin:
 * @hub: kept alive until the connection is handed over
 * @connection_data: (transfer full): what the hub's handler gets with every call for it
 * @destroy: frees @connection_data, on the hub's thread, or on the main loop where the client went
 *   away before the hand-over
 * @error: as parlour_upgrade_check()
 *
 * Answers 101 and hands the connection to @hub once that is written. Made by the HTTP layer in the
 * request's handler (paused or not) after `Host`, `Origin` and the token were checked; a paused
 * message is then unpaused by the caller. On failure @connection_data stays the caller's and the
 * caller answers @error. Main loop.
 */
gboolean parlour_upgrade_begin (SoupServerMessage *message,
                                ParlourHub *hub,
                                gpointer connection_data,
                                GDestroyNotify destroy,
                                GError **error);

G_END_DECLS

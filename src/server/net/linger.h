/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/transport.h"

G_BEGIN_DECLS

/**
 * parlour_linger:
 * @transport: (transfer full): a connection that was taken from libsoup
 * @answer: (transfer full): bytes to be written as the last ones
 *
 * Writes @answer, ends our side, and throws away what the peer still sends, up to 16 MiB or 5 s: a
 * connection that is closed with bytes unread is reset, and the peer would lose the answer. Runs by
 * itself on the thread-default main context.
 */
void parlour_linger (ParlourTransport *transport, GBytes *answer);

G_END_DECLS

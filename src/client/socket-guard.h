/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * parlour_socket_guard_new:
 * @socket: what a connection reads from
 *
 * A source that fires once more than @most bytes were read from @socket since
 * parlour_socket_guard_feed(). libsoup before 3.8 bounds a WebSocket's frame but not the message
 * that its fragments make, and gives no word between them. It wakes nobody: it looks whenever the
 * loop turns. Where the kernel does not count it never fires.
 *
 * Returns: (transfer full): its callback is a #GSourceFunc
 */
GSource *parlour_socket_guard_new (GSocket *socket, guint64 most);

/** parlour_socket_guard_feed: a whole message has come: counts from here. */
void parlour_socket_guard_feed (GSource *guard);

G_END_DECLS

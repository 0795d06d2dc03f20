/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/**
 * parlour_listen_address_parse:
 * @text: "127.0.0.1:7447", "[::1]:0", "localhost:7447"; a missing port is 7447
 * @error: a #GIOErrorEnum
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable)
 */
GSocketAddress *parlour_listen_address_parse (const char *text, GError **error);

/** parlour_listen_address_to_text: (transfer full): "127.0.0.1:7447" or "[::1]:7447". */
char *parlour_listen_address_to_text (GSocketAddress *address);

/**
 * parlour_listen_address_from_native:
 *
 * Returns: (transfer full) (nullable): an IPv4 address that came mapped into IPv6 as what it is
 */
GSocketAddress *parlour_listen_address_from_native (const struct sockaddr_storage *native,
                                                    socklen_t length);

/**
 * parlour_listen_socket_open:
 *
 * Where @address is "[::]", IPv4 is accepted as well; without IPv6 it becomes "0.0.0.0".
 *
 * Returns: a listening descriptor, non-blocking; -1 with one clear sentence
 */
int parlour_listen_socket_open (GSocketAddress *address, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * parlour_address_normalize:
 * @text: what a person typed: "192.168.1.5", "[::1]:7447", "https://chat.example.org/"
 * @error: a #PARLOUR_PROBLEM_INVALID_FIELD with field "server"
 *
 * Makes the one spelling of a server's address: scheme, host in lower case, port. Without a scheme
 * it is `https`, at %PARLOUR_DEFAULT_PORT where none is said; `https://` without a port is 443, as
 * everywhere; `http://` is for this computer alone. User info, path, query and fragment are
 * refused. Any thread.
 *
 * Returns: (transfer full) (nullable): for instance "https://192.168.1.5:7447"
 */
char *parlour_address_normalize (const char *text, GError **error);

/**
 * parlour_address_normalize_host_port:
 * @text: "HOST:PORT", IPv6 in brackets; strictly that
 * @error: a #PARLOUR_PROBLEM_INVALID_FIELD with field "server"
 *
 * Returns: (transfer full) (nullable): in lower case, IP addresses in their usual spelling
 */
char *parlour_address_normalize_host_port (const char *text, GError **error);

/** parlour_address_is_secure: whether @address, normalised, is reached over TLS. */
gboolean parlour_address_is_secure (const char *address);

/** parlour_address_get_host_port: (transfer none): what follows the scheme of a normalised address.
 */
const char *parlour_address_get_host_port (const char *address);

/** parlour_host_is_loopback: whether @host is "localhost" or an IP literal of the loopback range.
 */
gboolean parlour_host_is_loopback (const char *host);

G_END_DECLS

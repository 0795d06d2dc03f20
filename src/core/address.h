/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * parlour_address_normalize:
 * @text: what a person typed, or a link held: "127.0.0.1:7447", "http://localhost:7447/", "[::1]"
 * @error: a #PARLOUR_PROBLEM_INVALID_FIELD with field "server"
 *
 * Makes the one spelling of a server's address: scheme, host in lower case, port. Until TLS comes,
 * plain HTTP to a loopback address is the only kind, and a missing scheme means that one. User
 * info, path, query and fragment are refused. Any thread.
 *
 * Returns: (transfer full) (nullable): for instance "http://127.0.0.1:7447"
 */
char *parlour_address_normalize (const char *text, GError **error);

/** parlour_host_is_loopback: whether @host is "localhost" or an IP literal of the loopback range.
 */
gboolean parlour_host_is_loopback (const char *host);

G_END_DECLS

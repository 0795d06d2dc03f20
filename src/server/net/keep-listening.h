/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * parlour_keep_listening:
 *
 * A #SoupServer without a listener of its own closes after each response. Gives @server one that
 * nobody can reach: a local socket whose name is gone before it returns. Main loop.
 */
gboolean parlour_keep_listening (SoupServer *server, GError **error);

G_END_DECLS

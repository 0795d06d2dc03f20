/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* libsoup before 3.4 forgets to close a kept-alive connection whose client has gone while no
 * request was under way: a descriptor leaks each time. Headers that cannot be answered make it
 * close. */
#define PARLOUR_NEEDS_EOF_QUIRK (!SOUP_CHECK_VERSION (3, 4, 0))

/**
 * parlour_eof_quirk_read:
 * @told: (inout): how much of it was already read; 0 at first
 *
 * What libsoup reads instead of the end of a connection. Whatever stood before it is refused, also
 * the half of a request's headers: libsoup takes headers that end with the connection for whole
 * ones, and would carry out a request whose sender was cut off.
 *
 * Returns: the number of bytes; 0 when it has been read in full
 */
gsize parlour_eof_quirk_read (gsize *told, void *buffer, gsize length);

G_END_DECLS

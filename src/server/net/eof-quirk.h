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
 * What a kept-alive connection reads instead of its end. It is refused whatever stood before it,
 * also the half of a request's headers, so that nothing half-sent is ever carried out.
 *
 * Returns: the number of bytes; 0 when it has been read in full
 */
gsize parlour_eof_quirk_read (gsize *told, void *buffer, gsize length);

G_END_DECLS

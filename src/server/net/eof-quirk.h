/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * parlour_eof_quirk_read:
 * @told: (inout): how much of it was already read; 0 at first
 *
 * What libsoup reads instead of the end of a connection. Whatever stood before it is refused, also
 * the half of a request's headers: libsoup takes headers that end with the connection for whole
 * ones, and would carry out a request whose sender was cut off. Before 3.4 it also forgets to close
 * a kept-alive connection whose client has gone: a descriptor leaks each time, but for headers that
 * cannot be answered.
 *
 * Returns: the number of bytes; 0 when it has been read in full
 */
gsize parlour_eof_quirk_read (gsize *told, void *buffer, gsize length);

G_END_DECLS

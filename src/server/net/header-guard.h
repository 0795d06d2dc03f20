/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourHeaderGuard:
 *
 * Looks at the headers of one request before libsoup does. libsoup 3.2 loses the request's path
 * each time a `Transfer-Encoding` or `Content-Length` is none that it knows, so that whoever sends
 * such requests eats up the server's memory. Where the guard meets one, or a line that goes on in
 * the next (RFC 9112, 5.2, lets a server refuse those), it puts a zero byte there, by which libsoup
 * refuses the headers before it has kept anything of them. Pure.
 */
typedef struct {
  gsize lines;           /* that have ended */
  gsize position;        /* in the line */
  int field;             /* that the line may be of, or is; -1 for none to look at */
  gsize value;           /* how much of its value was met; the blanks before it don't count */
  gboolean after_return; /* the line is "\r" so far */
  gboolean in_value;
  gboolean value_ended; /* by a blank */
} ParlourHeaderGuard;

void parlour_header_guard_begin (ParlourHeaderGuard *self);

/**
 * parlour_header_guard_take:
 * @data: what came; may be changed
 * @ended: (out): whether the headers are complete with what is returned
 *
 * Returns: how much of @data belongs to the headers
 */
gsize
parlour_header_guard_take (ParlourHeaderGuard *self, guint8 *data, gsize length, gboolean *ended);

G_END_DECLS

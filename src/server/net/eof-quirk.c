/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-eof-quirk"

#include "server/net/eof-quirk.h"

#include <string.h>

/* Works around what libsoup makes of a client that goes away: below 3.4 a leak, and half a request
 * that is carried out. Pure. */

/* As a request's first line it is malformed. Behind half a line or a whole one of a request's
 * headers it ends them with a zero byte among them, which libsoup answers 400 before any handler,
 * and before it keeps anything of them. It must not begin with a line's end, or it would complete
 * the headers of somebody who was cut off. */
static const char unanswerable[] = ".eof: \0\r\n\r\n";
#define LENGTH (sizeof unanswerable - 1)

gsize
parlour_eof_quirk_read (gsize *told, void *buffer, gsize length)
{
  gsize count = MIN (length, LENGTH - *told);

  memcpy (buffer, unanswerable + *told, count);
  *told += count;
  return count;
}

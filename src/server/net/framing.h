/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * parlour_net_check_framing:
 * @error: a #PARLOUR_PROBLEM_MALFORMED_REQUEST
 *
 * Whether the length of the request's body has only one reading (RFC 9112, 6.3): not two
 * `Content-Length`, none beside `Transfer-Encoding`, no other coding than `chunked`, a plain
 * number. To be called first in the early handler (when the headers are read); where it fails, call
 * parlour_net_refuse(). Main loop.
 */
gboolean parlour_net_check_framing (SoupServerMessage *message, GError **error);

/**
 * parlour_net_limit_body:
 * @limit: bytes; 0 for a route that takes no body
 * @error: a #PARLOUR_PROBLEM_TOO_LARGE, where the headers already say that the body is larger
 *
 * To be called in the early handler, before any byte of the body is read. A body without a length
 * (chunked) is counted as it comes, and past the limit answered 413 from here, without another
 * call of the route: its handler never runs. Where it fails, call parlour_net_refuse(). Main loop.
 */
gboolean parlour_net_limit_body (SoupServerMessage *message, guint64 limit, GError **error);

/**
 * parlour_net_refuse:
 * @problem: becomes an `application/problem+json` answer
 *
 * Answers a request at its headers and closes the connection. What the sender still has under way
 * is read and thrown away, up to 16 MiB or 5 s, so that it can read the answer. To be called in the
 * early handler, or at any time before the answer has begun. The connection is taken away from
 * libsoup: set no status and no body yourself and don't unpause @message; the normal handler is not
 * called, and the server emits no further signal for it. What is kept with @message goes with the
 * object. Main loop.
 */
void parlour_net_refuse (SoupServerMessage *message, const GError *problem);

G_END_DECLS

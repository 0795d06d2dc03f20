/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/admission.h"
#include "server/dispatch.h"
#include "server/feed.h"
#include "server/net/hub.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * ParlourHttpFront:
 *
 * Makes calls of HTTP requests and answers of calls. It lives on the main loop; calls come back to
 * it from any thread.
 */
typedef struct _ParlourHttpFront ParlourHttpFront;

/**
 * parlour_http_front_new:
 *
 * Everything that it is given outlives it, the dispatcher at least parlour_http_front_close(). Runs
 * on the thread-default main context of the calling thread.
 */
ParlourHttpFront *parlour_http_front_new (const ParlourConfig *config,
                                          ParlourAdmission *admission,
                                          ParlourDispatch *dispatch,
                                          ParlourHub *hub,
                                          ParlourFeed *feed);

/** parlour_http_front_set_config: @config outlives @self or the next one; for names, origins,
 * proxies. */
void parlour_http_front_set_config (ParlourHttpFront *self, const ParlourConfig *config);

/** parlour_http_front_get_server: (transfer none): for the listener. */
SoupServer *parlour_http_front_get_server (ParlourHttpFront *self);

/** parlour_http_front_close: begins no call any more: from here on the dispatcher may go. */
void parlour_http_front_close (ParlourHttpFront *self);

/** parlour_http_front_flush: answers the calls that have come back; TRUE while some are under way.
 */
gboolean parlour_http_front_flush (ParlourHttpFront *self);

/** parlour_http_front_free: once no call is with a dispatcher any more. */
void parlour_http_front_free (ParlourHttpFront *self);

G_END_DECLS

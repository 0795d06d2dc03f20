/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/admission.h"
#include "server/dispatch.h"
#include "server/feed.h"
#include "server/net/hub.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * ParlourHttp:
 *
 * Makes calls of HTTP requests and answers of calls. It lives on the main loop; calls come back to
 * it from any thread.
 */
typedef struct _ParlourHttp ParlourHttp;

/**
 * parlour_http_new:
 *
 * Everything that it is given outlives it, the dispatcher at least parlour_http_close(). Runs on
 * the thread-default main context of the calling thread.
 */
ParlourHttp *parlour_http_new (const ParlourConfig *config,
                               ParlourAdmission *admission,
                               ParlourDispatch *dispatch,
                               ParlourHub *hub,
                               ParlourFeed *feed);

/** parlour_http_set_config: @config outlives @self or the next one; for names, origins, proxies. */
void parlour_http_set_config (ParlourHttp *self, const ParlourConfig *config);

/** parlour_http_get_server: (transfer none): for the listener. */
SoupServer *parlour_http_get_server (ParlourHttp *self);

/** parlour_http_close: begins no call any more: from here on the dispatcher may go. */
void parlour_http_close (ParlourHttp *self);

/** parlour_http_flush: answers the calls that have come back; TRUE while some are under way. */
gboolean parlour_http_flush (ParlourHttp *self);

/** parlour_http_free: once no call is with a dispatcher any more. */
void parlour_http_free (ParlourHttp *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/admission.h"
#include "server/config.h"
#include "server/dispatch.h"
#include "server/net/hub.h"
#include "server/online.h"

G_BEGIN_DECLS

/**
 * ParlourFeed:
 *
 * One thread that brings every connection what its member has not yet got: for each stream the
 * position reached, driven by the client's acknowledgements and never by a queue of its own. What
 * it sends it has read from the database, with a connection of its own.
 */
typedef struct _ParlourFeed ParlourFeed;

/**
 * ParlourPeer: who is behind a socket; what the hub keeps with a connection. Atomically counted.
 */
typedef struct _ParlourPeer ParlourPeer;

/** parlour_peer_new: (transfer full): from the call that opened the socket. */
ParlourPeer *parlour_peer_new (ParlourFeed *feed, const ParlourCall *call);
void parlour_peer_free (ParlourPeer *self);

/**
 * parlour_feed_new:
 * @path: of the database, whose schema is up to date
 *
 * Returns: (transfer full) (nullable): it keeps what it hears until parlour_feed_start()
 */
ParlourFeed *parlour_feed_new (const ParlourConfig *config, const char *path, GError **error);

/** parlour_feed_get_handler: (transfer none): for parlour_hub_new(), with the feed as user data. */
const ParlourHubHandler *parlour_feed_get_handler (void);

/** parlour_feed_start: starts the thread. All three outlive parlour_feed_stop(). */
void parlour_feed_start (ParlourFeed *self,
                         ParlourHub *hub,
                         ParlourDispatch *dispatch,
                         ParlourAdmission *admission);

/** parlour_feed_get_online: (transfer none): who has a socket open. Any thread. */
ParlourOnline *parlour_feed_get_online (ParlourFeed *self);

/** parlour_feed_changed: (transfer full): what was committed. Any thread. */
void parlour_feed_changed (ParlourFeed *self, ParlourChanges *changes);

/** parlour_feed_wait: (transfer full): a call that waits for its stream. Any thread. */
void parlour_feed_wait (ParlourFeed *self, ParlourCall *call);

/**
 * parlour_feed_stop:
 *
 * Writes the delivered marks that it holds, answers all calls that wait and ends the thread. What
 * comes later is dropped; a call is answered.
 */
void parlour_feed_stop (ParlourFeed *self);

/** parlour_feed_free: after parlour_feed_stop(), where it was started. */
void parlour_feed_free (ParlourFeed *self);

G_END_DECLS

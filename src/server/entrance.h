/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"
#include "server/net/listener.h"

G_BEGIN_DECLS

/**
 * ParlourEntrance:
 *
 * Where a server is reached: its addresses, its key, and what the local network hears of it. On the
 * server's main context.
 */
typedef struct _ParlourEntrance ParlourEntrance;

/**
 * parlour_entrance_new:
 * @config: outlives it
 * @folder: the data folder, which this process holds
 * @sockets: (nullable): of int, inherited, and the entrance's from now on; %NULL: where @config
 * says
 * @error: one clear sentence
 *
 * Makes or reads the key, then listens. Blocks on the disk.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourEntrance *parlour_entrance_new (const ParlourConfig *config,
                                       const char *folder,
                                       SoupServer *soup,
                                       GArray *sockets,
                                       GError **error);

/** parlour_entrance_free: closes all that is still open. */
void parlour_entrance_free (ParlourEntrance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourEntrance, parlour_entrance_free)

ParlourListener *parlour_entrance_get_listener (ParlourEntrance *self);

/** parlour_entrance_get_fingerprint: (nullable): base64url; %NULL without TLS of our own. */
const char *parlour_entrance_get_fingerprint (ParlourEntrance *self);

/**
 * parlour_entrance_announce:
 * @name: of the place
 *
 * Tells the local network, where others can reach the server and know it again by its key.
 */
void parlour_entrance_announce (ParlourEntrance *self, const char *name);

/** parlour_entrance_set_name: the place is called otherwise now. */
void parlour_entrance_set_name (ParlourEntrance *self, const char *name);

/** parlour_entrance_close: takes nobody new, and tells nobody any more. */
void parlour_entrance_close (ParlourEntrance *self);

/**
 * parlour_entrance_load_tls:
 * @config: with PARLOUR_TLS_FILES
 * @known: the fingerprint that clients know; it is said where it is another one now
 *
 * Reads the files again. Blocks on the disk; any thread but the main loop's.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourTls *
parlour_entrance_load_tls (const ParlourConfig *config, const char *known, GError **error);

/**
 * parlour_entrance_check_reach:
 * @config: new values for the running server
 *
 * Whether nobody's password would go over a network without TLS.
 */
gboolean
parlour_entrance_check_reach (ParlourEntrance *self, const ParlourConfig *config, GError **error);

/** parlour_entrance_reload: announcement, limits and proxies of @config, and @tls (nullable), from
 * now on. */
void parlour_entrance_reload (ParlourEntrance *self, const ParlourConfig *config, ParlourTls *tls);

G_END_DECLS

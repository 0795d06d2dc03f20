/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

G_BEGIN_DECLS

/**
 * ParlourFoundServer:
 *
 * A server that says on the local network that it is there. All of it is what anyone could say;
 * only a handshake with the pin tells whether it is true. Main thread.
 *
 * Properties (notify): "name", "addresses" (GStrv, normalised), "port" (guint), "fingerprint"
 * (text, nullable), "known" (gboolean: one of our accounts has this key), "other-key" (gboolean:
 * it bears the name of a place of ours, but shows another key).
 */
#define PARLOUR_TYPE_FOUND_SERVER (parlour_found_server_get_type ())
G_DECLARE_FINAL_TYPE (ParlourFoundServer, parlour_found_server, PARLOUR, FOUND_SERVER, GObject)

const char *parlour_found_server_get_name (ParlourFoundServer *self);
const char *const *parlour_found_server_get_addresses (ParlourFoundServer *self);
/** parlour_found_server_get_fingerprint: (transfer none) (nullable) */
const ParlourFingerprint *parlour_found_server_get_fingerprint (ParlourFoundServer *self);
gboolean parlour_found_server_get_known (ParlourFoundServer *self);
gboolean parlour_found_server_get_other_key (ParlourFoundServer *self);

/** parlour_found_server_to_destination: (transfer full): with the fingerprint as its pin: who is
 * at the address must be who was announced. A person still compares it at the first contact. */
ParlourDestination *parlour_found_server_to_destination (ParlourFoundServer *self);

/**
 * ParlourDiscovery:
 *
 * The servers of the local network: a GListModel of #ParlourFoundServer that come and go live, by
 * Avahi over the system bus. Nothing is connected to, except that an account whose server is found
 * at a new address takes that address after a handshake with its pin. Main thread.
 *
 * Property "available" (gboolean, notify): FALSE where there is no Avahi, or until it has answered.
 */
#define PARLOUR_TYPE_DISCOVERY (parlour_discovery_get_type ())
G_DECLARE_FINAL_TYPE (ParlourDiscovery, parlour_discovery, PARLOUR, DISCOVERY, GObject)

/**
 * parlour_discovery_new:
 * @accounts: (nullable): to mark what is known
 * @bus: (nullable): where Avahi is; NULL is the system bus
 *
 * Starts to browse; ends with the last reference.
 */
ParlourDiscovery *parlour_discovery_new (ParlourAccounts *accounts, GDBusConnection *bus);
gboolean parlour_discovery_get_available (ParlourDiscovery *self);

G_END_DECLS

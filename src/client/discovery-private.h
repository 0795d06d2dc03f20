/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/discovery.h"

#include "client/found-server-private.h"

G_BEGIN_DECLS

/* Inside the files of discovery only. */

struct _ParlourDiscovery {
  GObject parent_instance;

  ParlourAccounts *accounts; /* nullable */
  GDBusConnection *bus;
  GCancellable *cancellable; /* of this run of Avahi */
  guint watch;
  guint items; /* subscriptions */
  guint found;
  char *browser; /* its object's path; nullable */
  gboolean available;

  GHashTable *sightings; /* "interface/protocol/domain/service" → ParlourSighting, NULL: asked */
  GHashTable *resolvers; /* the same key → its object's path */
  GPtrArray *servers;    /* ParlourFoundServer, by name */
};

/* --- discovery.c: the list -------------------------------------------------------------------- */

/** parlour_discovery_see: (transfer full): @sighting is what @key is now. */
void parlour_discovery_see (ParlourDiscovery *self, const char *key, ParlourSighting *sighting);
void parlour_discovery_lose (ParlourDiscovery *self, const char *key);
void parlour_discovery_clear (ParlourDiscovery *self);
void parlour_discovery_set_available (ParlourDiscovery *self, gboolean available);

/* --- discovery-avahi.c: what Avahi says ------------------------------------------------------- */

/** parlour_discovery_watch: follows Avahi on the bus, as it comes and goes. */
void parlour_discovery_watch (ParlourDiscovery *self);

/** parlour_discovery_stop_browsing: asks this Avahi nothing more. */
void parlour_discovery_stop_browsing (ParlourDiscovery *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-discovery"

#include "client/discovery-private.h"

#include <string.h>

/* This file owns what Avahi tells of the local network. Main thread. */

#define AVAHI          "org.freedesktop.Avahi"
#define AVAHI_SERVER   AVAHI ".Server"
#define AVAHI_BROWSER  AVAHI ".ServiceBrowser"
#define AVAHI_RESOLVER AVAHI ".ServiceResolver"
#define SERVICE        "_parlour._tcp"
#define ANY            (-1) /* interface, protocol */
#define SIGHTINGS_MAX  512  /* whoever floods the network floods no memory */

static void
free_object (ParlourDiscovery *self, const char *path, const char *interface)
{
  g_dbus_connection_call (self->bus, AVAHI, path, interface, "Free", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

typedef struct {
  ParlourDiscovery *self;
  char *key;
} Resolving;

static void
resolving_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Resolving *resolving = data;
  g_autoptr (ParlourDiscovery) self = resolving->self;
  g_autofree char *key = resolving->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *path = NULL;

  g_free (resolving);
  if (answer == NULL) {
    g_debug ("%s can't be found out: %s", key, error->message);
    return;
  }
  g_variant_get (answer, "(&o)", &path);
  if (g_hash_table_contains (self->sightings, key) && !g_hash_table_contains (self->resolvers, key))
    g_hash_table_insert (self->resolvers, g_steal_pointer (&key), g_strdup (path));
  else
    free_object (self, path, AVAHI_RESOLVER); /* it went while it was asked about */
}

/* A resolver goes on telling: a server's computer may get another address while its name stays, for
 * as long as the network remembers it. */
static void
resolve (ParlourDiscovery *self, GVariant *item, const char *key)
{
  int interface = 0, protocol = 0;
  const char *name = NULL, *type = NULL, *domain = NULL;
  Resolving *resolving = g_new0 (Resolving, 1);

  g_variant_get (item, "(ii&s&s&su)", &interface, &protocol, &name, &type, &domain, NULL);
  resolving->self = g_object_ref (self);
  resolving->key = g_strdup (key);
  g_dbus_connection_call (
      self->bus, AVAHI, "/", AVAHI_SERVER, "ServiceResolverNew",
      g_variant_new ("(iisssiu)", interface, protocol, name, type, domain, protocol, 0),
      G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, resolving_cb,
      resolving);
}

static void
lose (ParlourDiscovery *self, const char *key)
{
  const char *resolver = g_hash_table_lookup (self->resolvers, key);

  if (resolver != NULL)
    free_object (self, resolver, AVAHI_RESOLVER);
  g_hash_table_remove (self->resolvers, key);
  parlour_discovery_lose (self, key);
}

static char *
make_key (int interface, int protocol, const char *domain, const char *name)
{
  return g_strdup_printf ("%d/%d/%s/%s", interface, protocol, domain, name);
}

/* From any resolver on this connection: it may tell before the answer with its path has come. */
static void
found_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *type,
          const char *signal,
          GVariant *parameters,
          gpointer data)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (data);
  int interface = 0, protocol = 0;
  const char *name = NULL, *domain = NULL, *address = NULL;
  g_autoptr (GVariant) txt = NULL;
  guint16 port = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(iissssisqaayu)")))
    return;
  g_variant_get (parameters, "(ii&s&s&s&si&sq@aayu)", &interface, &protocol, &name, NULL, &domain,
                 NULL, NULL, &address, &port, &txt, NULL);
  g_autofree char *key = make_key (interface, protocol, domain, name);
  if (g_hash_table_contains (self->sightings, key))
    parlour_discovery_see (self, key, parlour_sighting_new (name, address, port, txt));
}

static void
item_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *type,
         const char *signal,
         GVariant *parameters,
         gpointer data)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (data);
  int interface = 0, protocol = 0;
  const char *name = NULL, *domain = NULL;

  /* Until the answer with the path has come, it is ours: nobody else is told on this connection. */
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(iisssu)")) ||
      (self->browser != NULL && strcmp (path, self->browser) != 0))
    return;
  g_variant_get (parameters, "(ii&s&s&su)", &interface, &protocol, &name, NULL, &domain, NULL);
  g_autofree char *key = make_key (interface, protocol, domain, name);
  if (strcmp (signal, "ItemRemove") == 0) {
    lose (self, key);
    return;
  }
  if (strcmp (signal, "ItemNew") != 0 || g_hash_table_contains (self->sightings, key) ||
      g_hash_table_size (self->sightings) >= SIGHTINGS_MAX)
    return;
  g_hash_table_insert (self->sightings, g_strdup (key), NULL);
  resolve (self, parameters, key);
}

static void
browsing_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourDiscovery) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL) {
    g_message ("Servers nearby are not looked for: %s", error->message);
    return;
  }
  g_variant_get (answer, "(o)", &self->browser);
  parlour_discovery_set_available (self, TRUE);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (data);

  self->cancellable = g_cancellable_new ();
  self->items = g_dbus_connection_signal_subscribe (bus, owner, AVAHI_BROWSER, NULL, NULL, NULL,
                                                    G_DBUS_SIGNAL_FLAGS_NONE, item_cb, self, NULL);
  self->found = g_dbus_connection_signal_subscribe (bus, owner, AVAHI_RESOLVER, "Found", NULL, NULL,
                                                    G_DBUS_SIGNAL_FLAGS_NONE, found_cb, self, NULL);
  g_dbus_connection_call (bus, AVAHI, "/", AVAHI_SERVER, "ServiceBrowserNew",
                          g_variant_new ("(iissu)", ANY, ANY, SERVICE, "", 0),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          browsing_cb, g_object_ref (self));
}

void
parlour_discovery_stop_browsing (ParlourDiscovery *self)
{
  GHashTableIter iter;
  gpointer path;

  if (self->items != 0) {
    g_dbus_connection_signal_unsubscribe (self->bus, self->items);
    g_dbus_connection_signal_unsubscribe (self->bus, self->found);
  }
  self->items = self->found = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->browser != NULL)
    free_object (self, self->browser, AVAHI_BROWSER);
  g_clear_pointer (&self->browser, g_free);
  g_hash_table_iter_init (&iter, self->resolvers);
  while (g_hash_table_iter_next (&iter, NULL, &path))
    free_object (self, path, AVAHI_RESOLVER);
  g_hash_table_remove_all (self->resolvers);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (data);

  g_clear_pointer (&self->browser, g_free);
  g_hash_table_remove_all (self->resolvers);
  parlour_discovery_stop_browsing (self);
  parlour_discovery_clear (self);
  parlour_discovery_set_available (self, FALSE);
}

void
parlour_discovery_watch (ParlourDiscovery *self)
{
  self->watch = g_bus_watch_name_on_connection (
      self->bus, AVAHI, G_BUS_NAME_WATCHER_FLAGS_AUTO_START, appeared_cb, vanished_cb, self, NULL);
}

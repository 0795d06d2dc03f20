/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-discovery"

#include "client/discovery.h"

#include "client/accounts-private.h"
#include "client/found-server-private.h"

/* This file owns what Avahi tells of the local network, and the list of it. Main thread. */

#define AVAHI           "org.freedesktop.Avahi"
#define AVAHI_SERVER    AVAHI ".Server"
#define AVAHI_BROWSER   AVAHI ".ServiceBrowser"
#define SERVICE         "_parlour._tcp"
#define ANY             (-1) /* interface, protocol */
#define SIGHTINGS_MAX   512  /* whoever floods the network floods no memory */
#define RESOLVE_SECONDS 15

struct _ParlourDiscovery {
  GObject parent_instance;

  ParlourAccounts *accounts; /* nullable */
  GDBusConnection *bus;
  GCancellable *cancellable; /* of this run of Avahi */
  guint watch;
  guint subscription;
  char *browser; /* its object's path; nullable */
  gboolean available;

  GHashTable *sightings; /* "interface/protocol/domain/service" → ParlourSighting, NULL: asked */
  GPtrArray *servers;    /* ParlourFoundServer, by name */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourDiscovery,
                               parlour_discovery,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum {
  PROP_0,
  PROP_AVAILABLE,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

/* --- the list ----------------------------------------------------------------------------------
 */

static int
compare_addresses (gconstpointer a, gconstpointer b)
{
  const char *const *first = a, *const *second = b;
  gboolean first_is_6 = strchr (*first, '[') != NULL, second_is_6 = strchr (*second, '[') != NULL;

  return first_is_6 != second_is_6 ? first_is_6 - second_is_6 : strcmp (*first, *second);
}

/* All addresses at which @server was seen, the older kind first. */
static GPtrArray *
collect_addresses (ParlourDiscovery *self, ParlourFoundServer *server)
{
  GPtrArray *addresses = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->sightings);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const ParlourSighting *sighting = value;
    if (sighting != NULL && sighting->address != NULL &&
        parlour_found_server_is (server, sighting) &&
        !g_ptr_array_find_with_equal_func (addresses, sighting->address, g_str_equal, NULL))
      g_ptr_array_add (addresses, sighting->address);
  }
  g_ptr_array_sort (addresses, compare_addresses);
  g_ptr_array_add (addresses, NULL);
  return addresses;
}

static void
remove_server (ParlourDiscovery *self, guint position)
{
  g_ptr_array_remove_index (self->servers, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
refresh (ParlourDiscovery *self, ParlourFoundServer *server)
{
  g_autoptr (GPtrArray) addresses = collect_addresses (self, server);
  guint position = 0;

  if (addresses->len > 1)
    parlour_found_server_set_addresses (server, (const char *const *)addresses->pdata);
  else if (g_ptr_array_find (self->servers, server, &position))
    remove_server (self, position);
}

static ParlourFoundServer *
find_server (ParlourDiscovery *self, const ParlourSighting *sighting)
{
  for (guint i = 0; i < self->servers->len; i++)
    if (parlour_found_server_is (self->servers->pdata[i], sighting))
      return self->servers->pdata[i];
  return NULL;
}

static void
insert (ParlourDiscovery *self, ParlourFoundServer *server)
{
  guint position = 0;

  while (position < self->servers->len &&
         g_utf8_collate (parlour_found_server_get_name (self->servers->pdata[position]),
                         parlour_found_server_get_name (server)) <= 0)
    position++;
  g_ptr_array_insert (self->servers, (int)position, g_object_ref (server));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

/* Takes @sighting, as what @key is. */
static void
see (ParlourDiscovery *self, const char *key, ParlourSighting *sighting)
{
  g_hash_table_replace (self->sightings, g_strdup (key), sighting);
  if (sighting->address == NULL || sighting->name == NULL)
    return;

  ParlourFoundServer *known = find_server (self, sighting);
  g_autoptr (ParlourFoundServer) server =
      known != NULL ? g_object_ref (known) : parlour_found_server_new (sighting);
  refresh (self, server);
  if (known == NULL) {
    parlour_found_server_compare (server, (GListModel *)self->accounts);
    insert (self, server);
  }
  if (self->accounts != NULL && sighting->has_fingerprint)
    parlour_accounts_offer_address (self->accounts, &sighting->fingerprint, sighting->address);
}

static void
lose (ParlourDiscovery *self, const char *key)
{
  ParlourSighting *sighting = g_hash_table_lookup (self->sightings, key);
  g_autoptr (ParlourFoundServer) server = NULL;

  if (sighting != NULL) {
    ParlourFoundServer *found = find_server (self, sighting);
    server = found != NULL ? g_object_ref (found) : NULL;
  }
  g_hash_table_remove (self->sightings, key);
  if (server != NULL)
    refresh (self, server);
}

static void
compare_all_cb (ParlourDiscovery *self)
{
  for (guint i = 0; i < self->servers->len; i++)
    parlour_found_server_compare (self->servers->pdata[i], (GListModel *)self->accounts);
}

static void
clear (ParlourDiscovery *self)
{
  guint n = self->servers->len;

  g_hash_table_remove_all (self->sightings);
  g_ptr_array_set_size (self->servers, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/* --- what Avahi says ---------------------------------------------------------------------------
 */

typedef struct {
  ParlourDiscovery *self;
  char *key;
} Resolving;

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Resolving *resolving = data;
  g_autoptr (ParlourDiscovery) self = resolving->self;
  g_autofree char *key = resolving->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *service = NULL, *address = NULL;
  g_autoptr (GVariant) txt = NULL;
  guint16 port = 0;

  g_free (resolving);
  if (answer == NULL) {
    g_debug ("%s can't be found out: %s", key, error->message);
    return;
  }
  if (!g_hash_table_contains (self->sightings, key))
    return; /* it went while it was asked about */
  g_variant_get (answer, "(ii&s&s&s&si&sq@aayu)", NULL, NULL, &service, NULL, NULL, NULL, NULL,
                 &address, &port, &txt, NULL);
  see (self, key, parlour_sighting_new (service, address, port, txt));
}

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
      self->bus, AVAHI, "/", AVAHI_SERVER, "ResolveService",
      g_variant_new ("(iisssiu)", interface, protocol, name, type, domain, protocol, 0),
      G_VARIANT_TYPE ("(iissssisqaayu)"), G_DBUS_CALL_FLAGS_NONE, RESOLVE_SECONDS * 1000,
      self->cancellable, resolved_cb, resolving);
}

static char *
make_key (GVariant *item)
{
  int interface = 0, protocol = 0;
  const char *name = NULL, *domain = NULL;

  g_variant_get (item, "(ii&s&s&su)", &interface, &protocol, &name, NULL, &domain, NULL);
  return g_strdup_printf ("%d/%d/%s/%s", interface, protocol, domain, name);
}

static void
signal_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer data)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (data);
  gboolean is_item = g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(iisssu)"));

  /* Until the answer with the path has come, it is ours: nobody else is told on this connection. */
  if (!is_item || (self->browser != NULL && strcmp (path, self->browser) != 0))
    return;
  g_autofree char *key = make_key (parameters);
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
set_available (ParlourDiscovery *self, gboolean available)
{
  if (self->available == available)
    return;
  self->available = available;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVAILABLE]);
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
  set_available (self, TRUE);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (data);

  self->cancellable = g_cancellable_new ();
  self->subscription = g_dbus_connection_signal_subscribe (
      bus, owner, AVAHI_BROWSER, NULL, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, signal_cb, self, NULL);
  g_dbus_connection_call (bus, AVAHI, "/", AVAHI_SERVER, "ServiceBrowserNew",
                          g_variant_new ("(iissu)", ANY, ANY, SERVICE, "", 0),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          browsing_cb, g_object_ref (self));
}

static void
stop_browsing (ParlourDiscovery *self)
{
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->browser != NULL)
    g_dbus_connection_call (self->bus, AVAHI, self->browser, AVAHI_BROWSER, "Free", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  g_clear_pointer (&self->browser, g_free);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (data);

  g_clear_pointer (&self->browser, g_free);
  stop_browsing (self);
  clear (self);
  set_available (self, FALSE);
}

static void
watch (ParlourDiscovery *self)
{
  self->watch = g_bus_watch_name_on_connection (
      self->bus, AVAHI, G_BUS_NAME_WATCHER_FLAGS_AUTO_START, appeared_cb, vanished_cb, self, NULL);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourDiscovery) self = data;
  g_autoptr (GError) error = NULL;

  self->bus = g_bus_get_finish (result, &error);
  if (self->bus != NULL)
    watch (self);
  else
    g_debug ("no system bus: %s", error->message);
}

/* --- the object --------------------------------------------------------------------------------
 */

static GType
get_item_type (GListModel *model)
{
  return PARLOUR_TYPE_FOUND_SERVER;
}

static guint
get_n_items (GListModel *model)
{
  return PARLOUR_DISCOVERY (model)->servers->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (model);

  return position < self->servers->len ? g_object_ref (self->servers->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
parlour_discovery_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, PARLOUR_DISCOVERY (object)->available);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
parlour_discovery_dispose (GObject *object)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (object);

  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  if (self->bus != NULL)
    stop_browsing (self);
  g_clear_object (&self->bus);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (parlour_discovery_parent_class)->dispose (object);
}

static void
parlour_discovery_finalize (GObject *object)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (object);

  g_hash_table_unref (self->sightings);
  g_ptr_array_unref (self->servers);
  G_OBJECT_CLASS (parlour_discovery_parent_class)->finalize (object);
}

static void
parlour_discovery_class_init (ParlourDiscoveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_discovery_get_property;
  object_class->dispose = parlour_discovery_dispose;
  object_class->finalize = parlour_discovery_finalize;
  props[PROP_AVAILABLE] =
      g_param_spec_boolean ("available", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_discovery_init (ParlourDiscovery *self)
{
  self->sightings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify)parlour_sighting_free);
  self->servers = g_ptr_array_new_with_free_func (g_object_unref);
}

gboolean
parlour_discovery_get_available (ParlourDiscovery *self)
{
  g_return_val_if_fail (PARLOUR_IS_DISCOVERY (self), FALSE);
  return self->available;
}

ParlourDiscovery *
parlour_discovery_new (ParlourAccounts *accounts, GDBusConnection *bus)
{
  ParlourDiscovery *self = g_object_new (PARLOUR_TYPE_DISCOVERY, NULL);

  if (accounts != NULL) {
    self->accounts = g_object_ref (accounts);
    g_signal_connect_object (accounts, "items-changed", G_CALLBACK (compare_all_cb), self,
                             G_CONNECT_SWAPPED);
  }
  if (bus != NULL) {
    self->bus = g_object_ref (bus);
    watch (self);
  } else {
    g_bus_get (G_BUS_TYPE_SYSTEM, NULL, bus_cb, g_object_ref (self));
  }
  return self;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-discovery"

#include "client/discovery.h"

#include "client/accounts-private.h"
#include "client/discovery-private.h"

/* This file owns the list of the servers in the local network. Main thread. */

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
void
parlour_discovery_see (ParlourDiscovery *self, const char *key, ParlourSighting *sighting)
{
  const ParlourSighting *before = g_hash_table_lookup (self->sightings, key);
  ParlourFoundServer *was = before != NULL ? find_server (self, before) : NULL;
  g_autoptr (ParlourFoundServer) old = was != NULL ? g_object_ref (was) : NULL;

  g_autofree char *left = before != NULL ? g_strdup (before->address) : NULL;
  g_hash_table_replace (self->sightings, g_strdup (key), sighting);
  if (old != NULL)
    refresh (self, old);
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
    parlour_accounts_offer_address (self->accounts, &sighting->fingerprint, sighting->address,
                                    left);
}

void
parlour_discovery_lose (ParlourDiscovery *self, const char *key)
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

/* What was found while the account was still connected, or answered nothing then, is tried again.
 */
static void
state_cb (ParlourDiscovery *self, GParamSpec *pspec, ParlourAccount *account)
{
  const ParlourFingerprint *pin =
      parlour_account_entry_get_pin (parlour_account_get_entry (account));
  GHashTableIter iter;
  gpointer value;

  if (pin == NULL || parlour_account_get_state (account) != PARLOUR_ACCOUNT_OFFLINE)
    return;
  g_hash_table_iter_init (&iter, self->sightings);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const ParlourSighting *sighting = value;
    if (sighting != NULL && sighting->address != NULL && sighting->has_fingerprint &&
        parlour_fingerprint_equal (&sighting->fingerprint, pin))
      parlour_accounts_offer_address (self->accounts, pin, sighting->address, NULL);
  }
}

static void
accounts_cb (ParlourDiscovery *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (ParlourAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
    g_signal_connect_object (account, "notify::state", G_CALLBACK (state_cb), self,
                             G_CONNECT_SWAPPED);
  }
  for (guint i = 0; i < self->servers->len; i++)
    parlour_found_server_compare (self->servers->pdata[i], G_LIST_MODEL (self->accounts));
}

void
parlour_discovery_clear (ParlourDiscovery *self)
{
  guint n = self->servers->len;

  g_hash_table_remove_all (self->sightings);
  g_ptr_array_set_size (self->servers, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

void
parlour_discovery_set_available (ParlourDiscovery *self, gboolean available)
{
  if (self->available == available)
    return;
  self->available = available;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVAILABLE]);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourDiscovery) self = data;
  g_autoptr (GError) error = NULL;

  self->bus = g_bus_get_finish (result, &error);
  if (self->bus != NULL)
    parlour_discovery_watch (self);
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
    parlour_discovery_stop_browsing (self);
  g_clear_object (&self->bus);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (parlour_discovery_parent_class)->dispose (object);
}

static void
parlour_discovery_finalize (GObject *object)
{
  ParlourDiscovery *self = PARLOUR_DISCOVERY (object);

  g_hash_table_unref (self->sightings);
  g_hash_table_unref (self->resolvers);
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
  self->resolvers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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
    g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_cb), self,
                             G_CONNECT_SWAPPED);
    accounts_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (accounts)));
  }
  if (bus != NULL) {
    self->bus = g_object_ref (bus);
    parlour_discovery_watch (self);
  } else {
    g_bus_get (G_BUS_TYPE_SYSTEM, NULL, bus_cb, g_object_ref (self));
  }
  return self;
}

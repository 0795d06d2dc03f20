/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "avahi-fake.h"

#include <string.h>

/* This file owns a stand-in for Avahi. Main thread. */

#define BROWSER_PATH "/Client1/ServiceBrowser1"

struct _AvahiFake {
  GTestDBus *daemon;
  GDBusConnection *client;
  GDBusConnection *server;
  guint object;
  guint name;
  gboolean owned;
  gboolean browsed;
  GDBusNodeInfo *info;
  guint n_made;
  GPtrArray *resolvers; /* those that are not freed */
  GPtrArray *services;  /* borrowed AvahiFakeService */
};

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.Avahi.Server'>"
    "<method name='ServiceBrowserNew'><arg type='i' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='o' direction='out'/></method>"
    "<method name='ServiceResolverNew'><arg type='i' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='i' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='o' direction='out'/></method>"
    "</interface><interface name='org.freedesktop.Avahi.ServiceResolver'>"
    "<method name='Free'/></interface></node>";

static void
emit_item (AvahiFake *self, const char *signal, const AvahiFakeService *service)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (self->server, NULL, BROWSER_PATH,
                                 "org.freedesktop.Avahi.ServiceBrowser", signal,
                                 g_variant_new ("(iisssu)", service->interface, service->protocol,
                                                service->name, "_parlour._tcp", "local", 4),
                                 &error);
  g_assert_no_error (error);
}

/* --- resolvers ---------------------------------------------------------------------------------
 */

typedef struct {
  AvahiFake *fake;
  int interface;
  int protocol;
  char *name;
  char *path;
  guint object;
} Resolver;

static void
resolver_free (gpointer data)
{
  Resolver *resolver = data;

  g_dbus_connection_unregister_object (resolver->fake->server, resolver->object);
  g_free (resolver->name);
  g_free (resolver->path);
  g_free (resolver);
}

static void
emit_found (const Resolver *resolver, const AvahiFakeService *service)
{
  g_auto (GVariantBuilder) txt = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aay"));
  g_autoptr (GError) error = NULL;

  for (const char *const *line = service->txt; *line != NULL; line++)
    g_variant_builder_add_value (
        &txt, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, *line, strlen (*line), 1));
  g_dbus_connection_emit_signal (resolver->fake->server, NULL, resolver->path,
                                 "org.freedesktop.Avahi.ServiceResolver", "Found",
                                 g_variant_new ("(iissssisqaayu)", resolver->interface,
                                                resolver->protocol, resolver->name, "_parlour._tcp",
                                                "local", "host.local", resolver->protocol,
                                                service->address, service->port, &txt, 4),
                                 &error);
  g_assert_no_error (error);
}

static void
tell (const Resolver *resolver)
{
  for (guint i = 0; i < resolver->fake->services->len; i++) {
    const AvahiFakeService *service = resolver->fake->services->pdata[i];
    if (service->interface == resolver->interface && service->protocol == resolver->protocol &&
        strcmp (service->name, resolver->name) == 0)
      emit_found (resolver, service);
  }
}

static void
resolver_call_cb (GDBusConnection *bus,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer data)
{
  Resolver *resolver = data;

  g_dbus_method_invocation_return_value (invocation, NULL);
  g_ptr_array_remove (resolver->fake->resolvers, resolver);
}

/* Avahi may tell before it answers. */
static void
make_resolver (AvahiFake *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  static const GDBusInterfaceVTable table = {.method_call = resolver_call_cb};
  Resolver *resolver = g_new0 (Resolver, 1);
  g_autoptr (GError) error = NULL;

  resolver->fake = self;
  g_variant_get (parameters, "(iis&s&siu)", &resolver->interface, &resolver->protocol,
                 &resolver->name, NULL, NULL, NULL, NULL);
  resolver->path = g_strdup_printf ("/Client1/ServiceResolver%u", ++self->n_made);
  resolver->object = g_dbus_connection_register_object (
      self->server, resolver->path, self->info->interfaces[1], &table, resolver, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->resolvers, resolver);
  tell (resolver);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", resolver->path));
}

static void
call_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  AvahiFake *self = data;

  if (strcmp (method, "ServiceResolverNew") == 0) {
    make_resolver (self, parameters, invocation);
    return;
  }
  self->browsed = TRUE;
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", BROWSER_PATH));
  for (guint i = 0; i < self->services->len; i++)
    emit_item (self, "ItemNew", self->services->pdata[i]);
}

static GDBusConnection *
connect_to (GTestDBus *daemon)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (daemon),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

AvahiFake *
avahi_fake_new (void)
{
  AvahiFake *self = g_new0 (AvahiFake, 1);
  g_autoptr (GError) error = NULL;
  static const GDBusInterfaceVTable table = {.method_call = call_cb};

  self->info = g_dbus_node_info_new_for_xml (interface_xml, &error);
  g_assert_no_error (error);
  self->resolvers = g_ptr_array_new_with_free_func (resolver_free);
  self->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->daemon);
  self->client = connect_to (self->daemon);
  self->server = connect_to (self->daemon);
  self->services = g_ptr_array_new ();
  self->object = g_dbus_connection_register_object (self->server, "/", self->info->interfaces[0],
                                                    &table, self, NULL, &error);
  g_assert_no_error (error);
  return self;
}

GDBusConnection *
avahi_fake_get_bus (AvahiFake *self)
{
  return self->client;
}

static void
owned_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  ((AvahiFake *)data)->owned = TRUE;
}

void
avahi_fake_start (AvahiFake *self)
{
  self->owned = FALSE;
  self->name =
      g_bus_own_name_on_connection (self->server, "org.freedesktop.Avahi",
                                    G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb, NULL, self, NULL);
  while (!self->owned)
    g_main_context_iteration (NULL, TRUE);
}

void
avahi_fake_stop (AvahiFake *self)
{
  g_clear_handle_id (&self->name, g_bus_unown_name);
  g_ptr_array_set_size (self->resolvers, 0);
  self->browsed = FALSE;
}

void
avahi_fake_announce (AvahiFake *self, const AvahiFakeService *service)
{
  g_ptr_array_add (self->services, (gpointer)service);
  if (self->browsed)
    emit_item (self, "ItemNew", service);
}

void
avahi_fake_tell_again (AvahiFake *self)
{
  for (guint i = 0; i < self->resolvers->len; i++)
    tell (self->resolvers->pdata[i]);
}

guint
avahi_fake_count_resolvers (AvahiFake *self)
{
  return self->resolvers->len;
}

void
avahi_fake_withdraw (AvahiFake *self, const AvahiFakeService *service)
{
  g_ptr_array_remove (self->services, (gpointer)service);
  if (self->browsed)
    emit_item (self, "ItemRemove", service);
}

void
avahi_fake_free (AvahiFake *self)
{
  avahi_fake_stop (self);
  g_ptr_array_unref (self->resolvers);
  g_dbus_node_info_unref (self->info);
  g_dbus_connection_unregister_object (self->server, self->object);
  g_dbus_connection_close_sync (self->client, NULL, NULL);
  g_dbus_connection_close_sync (self->server, NULL, NULL);
  g_object_unref (self->client);
  g_object_unref (self->server);
  g_test_dbus_down (self->daemon);
  g_object_unref (self->daemon);
  g_ptr_array_unref (self->services);
  g_free (self);
}

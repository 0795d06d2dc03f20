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
  GPtrArray *services; /* borrowed AvahiFakeService */
};

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.Avahi.Server'>"
    "<method name='ServiceBrowserNew'><arg type='i' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='o' direction='out'/></method>"
    "<method name='ResolveService'><arg type='i' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='i' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='i' direction='out'/><arg type='i' direction='out'/><arg type='s' direction='out'/>"
    "<arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>"
    "<arg type='i' direction='out'/><arg type='s' direction='out'/><arg type='q' direction='out'/>"
    "<arg type='aay' direction='out'/><arg type='u' direction='out'/></method>"
    "</interface></node>";

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

static void
answer_resolve (AvahiFake *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  int interface = 0, protocol = 0;
  const char *name = NULL;

  g_variant_get (parameters, "(ii&s&s&siu)", &interface, &protocol, &name, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < self->services->len; i++) {
    const AvahiFakeService *service = self->services->pdata[i];
    g_auto (GVariantBuilder) txt = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aay"));
    if (service->interface != interface || service->protocol != protocol ||
        strcmp (service->name, name) != 0)
      continue;
    for (const char *const *line = service->txt; *line != NULL; line++)
      g_variant_builder_add_value (
          &txt, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, *line, strlen (*line), 1));
    g_dbus_method_invocation_return_value (
        invocation,
        g_variant_new ("(iissssisqaayu)", interface, protocol, name, "_parlour._tcp", "local",
                       "host.local", protocol, service->address, service->port, &txt, 4));
    return;
  }
  g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.Avahi.TimeoutError",
                                              "Timeout reached");
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

  if (strcmp (method, "ResolveService") == 0) {
    answer_resolve (self, parameters, invocation);
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
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, &error);
  static const GDBusInterfaceVTable table = {.method_call = call_cb};

  g_assert_no_error (error);
  self->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->daemon);
  self->client = connect_to (self->daemon);
  self->server = connect_to (self->daemon);
  self->services = g_ptr_array_new ();
  self->object = g_dbus_connection_register_object (self->server, "/", info->interfaces[0], &table,
                                                    self, NULL, &error);
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

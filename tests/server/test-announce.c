/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-announce"

#include "server/announce.h"

#include <string.h>

/* What Avahi is asked for, by a stand-in on a bus of its own. */

typedef struct {
  GTestDBus *daemon;
  GDBusConnection *client;
  GDBusConnection *avahi;
  guint objects[2];
  guint owned;
  int state;        /* what GetState answers */
  char *taken;      /* a name that AddService refuses; nullable */
  char *added;      /* name of the service that waits for Commit */
  char *announced;  /* name of the committed one; NULL: nothing is */
  GPtrArray *texts; /* of its TXT record */
  guint16 port;
  guint asked; /* for Avahi's state */
  guint freed;
} Fixture;

#define GROUP_PATH "/Client1/EntryGroup1"

static const char xml[] =
    "<node><interface name='org.freedesktop.Avahi.Server'>"
    "<method name='GetState'><arg type='i' direction='out'/></method>"
    "<method name='EntryGroupNew'><arg type='o' direction='out'/></method>"
    "<method name='GetAlternativeServiceName'><arg type='s' direction='in'/>"
    "<arg type='s' direction='out'/></method></interface>"
    "<interface name='org.freedesktop.Avahi.EntryGroup'>"
    "<method name='Reset'/><method name='Commit'/><method name='Free'/>"
    "<method name='AddService'><arg type='i' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='q' direction='in'/>"
    "<arg type='aay' direction='in'/></method></interface></node>";

static void
add_service (Fixture *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *name = NULL, *type = NULL;
  g_autoptr (GVariant) txt = NULL;

  g_variant_get (parameters, "(iiu&s&s&s&sq@aay)", NULL, NULL, NULL, &name, &type, NULL, NULL,
                 &self->port, &txt);
  if (g_strcmp0 (name, self->taken) == 0) {
    g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.Avahi.CollisionError",
                                                "Local name collision");
    return;
  }
  g_assert_cmpstr (type, ==, "_parlour._tcp");
  g_free (self->added);
  self->added = g_strdup (name);
  g_ptr_array_set_size (self->texts, 0);
  for (gsize i = 0; i < g_variant_n_children (txt); i++) {
    g_autoptr (GVariant) text = g_variant_get_child_value (txt, i);
    gsize length = 0;
    const char *bytes = g_variant_get_fixed_array (text, &length, 1);
    g_assert_cmpuint (length, <=, 255);
    g_ptr_array_add (self->texts, g_strndup (bytes, length));
  }
  g_dbus_method_invocation_return_value (invocation, NULL);
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
  Fixture *self = data;
  GVariant *answer = NULL;

  if (g_str_equal (method, "AddService")) {
    add_service (self, parameters, invocation);
    return;
  }
  if (g_str_equal (method, "GetState")) {
    answer = g_variant_new ("(i)", self->state);
    self->asked++;
  } else if (g_str_equal (method, "EntryGroupNew"))
    answer = g_variant_new ("(o)", GROUP_PATH);
  else if (g_str_equal (method, "GetAlternativeServiceName")) {
    const char *name = NULL;
    g_variant_get (parameters, "(&s)", &name);
    g_autofree char *other = g_strconcat (name, " #2", NULL);
    answer = g_variant_new ("(s)", other);
  } else if (g_str_equal (method, "Commit")) {
    g_free (self->announced);
    self->announced = g_strdup (self->added);
  } else {
    g_clear_pointer (&self->announced, g_free);
    self->freed += g_str_equal (method, "Free");
  }
  g_dbus_method_invocation_return_value (invocation, answer);
}

static GDBusConnection *
connect_to (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->daemon),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  static const GDBusInterfaceVTable table = {.method_call = call_cb};

  self->state = 2;
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->daemon);
  self->client = connect_to (self);
  self->avahi = connect_to (self);
  for (guint i = 0; i < 2; i++) {
    self->objects[i] = g_dbus_connection_register_object (
        self->avahi, i == 0 ? "/" : GROUP_PATH, info->interfaces[i], &table, self, NULL, NULL);
    g_assert_cmpuint (self->objects[i], !=, 0);
  }
}

static void
start_avahi (Fixture *self)
{
  self->owned = g_bus_own_name_on_connection (self->avahi, "org.freedesktop.Avahi",
                                              G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
}

static void
stop_avahi (Fixture *self)
{
  g_clear_handle_id (&self->owned, g_bus_unown_name);
  g_clear_pointer (&self->announced, g_free);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  stop_avahi (self);
  for (guint i = 0; i < 2; i++)
    g_dbus_connection_unregister_object (self->avahi, self->objects[i]);
  g_dbus_connection_close_sync (self->client, NULL, NULL);
  g_dbus_connection_close_sync (self->avahi, NULL, NULL);
  g_clear_object (&self->client);
  g_clear_object (&self->avahi);
  g_test_dbus_down (self->daemon);
  g_clear_object (&self->daemon);
  g_ptr_array_unref (self->texts);
  g_free (self->taken);
  g_free (self->added);
}

#define await(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 await_end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;                              \
    while (!(condition) && g_get_monotonic_time () < await_end)                                    \
      g_main_context_iteration (NULL, FALSE);                                                      \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

static void
emit (Fixture *self, const char *path, const char *interface, int state)
{
  g_dbus_connection_emit_signal (self->avahi, NULL, path, interface, "StateChanged",
                                 g_variant_new ("(is)", state, ""), NULL);
}

static gboolean
is_called (Fixture *self, const char *name)
{
  return g_strcmp0 (self->announced, name) == 0;
}

static void
test_announced (Fixture *self, gconstpointer data)
{
  ParlourAnnounce *announce;

  start_avahi (self);
  announce = parlour_announce_new (self->client, "Lime Street", "abc", 7447);
  await (is_called (self, "Lime Street"));
  g_assert_cmpuint (self->port, ==, 7447);
  g_assert_cmpuint (self->texts->len, ==, 3);
  g_assert_cmpstr (self->texts->pdata[0], ==, "name=Lime Street");
  g_assert_cmpstr (self->texts->pdata[1], ==, "v=1");
  g_assert_cmpstr (self->texts->pdata[2], ==, "fp=abc");
  parlour_announce_set_name (announce, "Elm Street");
  await (is_called (self, "Elm Street"));
  parlour_announce_free (announce);
  await (self->freed == 1);
}

/* Taken by another program on this computer, or by somebody on the network. */
static void
test_collisions (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourAnnounce) announce = NULL;

  self->taken = g_strdup ("Lime Street");
  start_avahi (self);
  announce = parlour_announce_new (self->client, "Lime Street", "abc", 7447);
  await (is_called (self, "Lime Street #2"));
  emit (self, GROUP_PATH, "org.freedesktop.Avahi.EntryGroup", 3);
  await (is_called (self, "Lime Street #2 #2"));
  g_assert_cmpstr (self->texts->pdata[0], ==, "name=Lime Street");
}

/* Avahi may come late, go, and come again; and it has to find its own name first. */
static void
test_avahi_comes_and_goes (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourAnnounce) announce =
      parlour_announce_new (self->client, "Lime Street", "abc", 7447);

  for (guint i = 1; i <= 2; i++) {
    self->state = 1;
    start_avahi (self);
    await (self->asked == i);
    g_assert_null (self->announced);
    emit (self, "/", "org.freedesktop.Avahi.Server", 2);
    await (is_called (self, "Lime Street"));
    stop_avahi (self);
  }
}

/* A label of DNS holds 63 bytes. */
static void
test_long_names_are_cut (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourAnnounce) announce = NULL;
  g_autoptr (GString) name = g_string_new ("x");

  for (guint i = 0; i < 200; i++)
    g_string_append (name, "ä");
  start_avahi (self);
  announce = parlour_announce_new (self->client, name->str, "abc", 7447);
  await (self->announced != NULL);
  g_assert_cmpuint (strlen (self->announced), ==, 63);
  g_assert_true (g_utf8_validate (self->announced, -1, NULL));
  g_assert_true (g_utf8_validate (self->texts->pdata[0], -1, NULL));
}

int
main (int argc, char **argv)
{
  g_setenv ("G_DEBUG", "fatal-criticals", TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/announce/announced", test_announced);
  ADD ("/announce/collisions", test_collisions);
  ADD ("/announce/avahi-comes-and-goes", test_avahi_comes_and_goes);
  ADD ("/announce/long-names-are-cut", test_long_names_are_cut);
  return g_test_run ();
}

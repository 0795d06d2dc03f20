/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-announce"

#include "server/announce.h"

#include "core/limits.h"

#include <string.h>

/* This file owns what the local network hears of a server. On its main context. */

#define AVAHI           "org.freedesktop.Avahi"
#define SERVER          AVAHI ".Server"
#define GROUP           AVAHI ".EntryGroup"
#define COLLISION_ERROR AVAHI ".CollisionError"

/* AvahiServerState and AvahiEntryGroupState */
#define SERVER_RUNNING  2
#define GROUP_COLLISION 3
#define GROUP_FAILURE   4

#define ANYWHERE       (-1) /* all interfaces, all protocols */
#define LABEL_BYTES    63   /* RFC 1035, 2.3.4 */
#define TXT_BYTES      255  /* RFC 6763, 6.1 */
#define COLLISIONS_MAX 20

struct _ParlourAnnounce {
  char *name;    /* of the place */
  char *service; /* under which it is announced */
  char *fingerprint;
  guint16 port;
  guint watch;
  guint collisions;
  GDBusConnection *bus; /* while there is an Avahi; NULL else */
  char *group;          /* object path; NULL until Avahi has made one */
  guint server_signal;
  guint group_signal;
  GCancellable *cancellable; /* of what was asked of this Avahi */
};

static void publish (ParlourAnnounce *self);

/* As much of @text as fits, whole characters. */
static char *
cut (const char *text, gsize bytes)
{
  gsize length = strlen (text);

  if (length > bytes)
    for (length = bytes; length > 0 && ((guchar)text[length] & 0xc0) == 0x80;)
      length--;
  return g_strndup (text, length);
}

static void
take_name (ParlourAnnounce *self, const char *name)
{
  g_free (self->name);
  g_free (self->service);
  self->name = g_strdup (name);
  self->service = cut (name[0] != '\0' ? name : "Parlour", LABEL_BYTES);
  self->collisions = 0;
}

/* FALSE where Avahi said no, or has gone; only then is something the matter that may be told. */
static GVariant *
finish (GObject *source, GAsyncResult *result, const char *what, gboolean *collision)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL) {
    g_autofree char *name = g_dbus_error_get_remote_error (error);
    *collision = g_strcmp0 (name, COLLISION_ERROR) == 0;
    if (!*collision && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_message ("Avahi does not announce the server (%s): %s", what, error->message);
  }
  return answer;
}

static void
call (ParlourAnnounce *self,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      GAsyncReadyCallback callback)
{
  g_dbus_connection_call (self->bus, AVAHI, path, interface, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          callback != NULL ? self->cancellable : NULL, callback, self);
}

/* --- publishing ------------------------------------------------------------------------------- */

static gboolean
was_cancelled (
    GAsyncResult *result, GObject *source, GVariant **answer, gboolean *collision, const char *what)
{
  *answer = finish (source, result, what, collision);
  return *answer == NULL && !*collision;
}

static void
alternative_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean collision = FALSE;
  ParlourAnnounce *self = data;

  if (was_cancelled (result, source, &answer, &collision, "another name") || answer == NULL)
    return;
  g_free (self->service);
  g_variant_get (answer, "(s)", &self->service);
  g_message ("The name is taken on this network; announced as “%s”", self->service);
  publish (self);
}

static void
find_other_name (ParlourAnnounce *self)
{
  if (self->collisions++ < COLLISIONS_MAX)
    call (self, "/", SERVER, "GetAlternativeServiceName", g_variant_new ("(s)", self->service),
          alternative_cb);
}

static void
commit_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean collision = FALSE;

  was_cancelled (result, source, &answer, &collision, "commit");
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean collision = FALSE;
  ParlourAnnounce *self = data;

  if (was_cancelled (result, source, &answer, &collision, "service"))
    return;
  if (collision)
    find_other_name (self);
  else
    call (self, self->group, GROUP, "Commit", NULL, commit_cb);
}

static void
add_txt (GVariantBuilder *txt, const char *key, const char *value)
{
  g_autofree char *whole = g_strconcat (key, "=", value, NULL);
  g_autofree char *text = cut (whole, TXT_BYTES);

  g_variant_builder_add_value (
      txt, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, strlen (text), 1));
}

static void
publish (ParlourAnnounce *self)
{
  g_auto (GVariantBuilder) txt = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aay"));

  add_txt (&txt, "name", self->name);
  add_txt (&txt, "v", G_STRINGIFY (PARLOUR_API_VERSION));
  add_txt (&txt, "fp", self->fingerprint);
  call (self, self->group, GROUP, "Reset", NULL, NULL);
  call (self, self->group, GROUP, "AddService",
        g_variant_new ("(iiussssqaay)", ANYWHERE, ANYWHERE, 0, self->service, PARLOUR_SERVICE_TYPE,
                       "", "", self->port, &txt),
        added_cb);
}

static void
group_changed_cb (GDBusConnection *bus,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *signal,
                  GVariant *parameters,
                  gpointer data)
{
  ParlourAnnounce *self = data;
  int state = 0;
  const char *problem = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(is)")))
    return;
  g_variant_get (parameters, "(i&s)", &state, &problem);
  if (state == GROUP_COLLISION)
    find_other_name (self);
  else if (state == GROUP_FAILURE)
    g_message ("Avahi does not announce the server: %s", problem);
}

static void
group_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean collision = FALSE;
  ParlourAnnounce *self = data;

  if (was_cancelled (result, source, &answer, &collision, "group") || answer == NULL)
    return;
  g_variant_get (answer, "(o)", &self->group);
  self->group_signal = g_dbus_connection_signal_subscribe (
      self->bus, AVAHI, GROUP, "StateChanged", self->group, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
      group_changed_cb, self, NULL);
  publish (self);
}

/* Avahi's own name on the network stands, first of all or after a change: what was said before
 * referred to another one. */
static void
take_server_state (ParlourAnnounce *self, int state)
{
  if (state == SERVER_RUNNING && self->group == NULL)
    call (self, "/", SERVER, "EntryGroupNew", NULL, group_made_cb);
  else if (state == SERVER_RUNNING)
    publish (self);
  else if (self->group != NULL)
    call (self, self->group, GROUP, "Reset", NULL, NULL);
}

static void
server_changed_cb (GDBusConnection *bus,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *signal,
                   GVariant *parameters,
                   gpointer data)
{
  int state = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(is)")))
    return;
  g_variant_get (parameters, "(i&s)", &state, NULL);
  take_server_state (data, state);
}

static void
state_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean collision = FALSE;
  int state = 0;

  if (was_cancelled (result, source, &answer, &collision, "state") || answer == NULL)
    return;
  g_variant_get (answer, "(i)", &state);
  take_server_state (data, state);
}

/* --- coming and going ------------------------------------------------------------------------- */

static void
forget (ParlourAnnounce *self)
{
  if (self->bus == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->server_signal != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->server_signal);
  if (self->group_signal != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->group_signal);
  self->server_signal = self->group_signal = 0;
  g_clear_pointer (&self->group, g_free);
  g_clear_object (&self->bus);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  ParlourAnnounce *self = data;

  forget (self);
  self->bus = g_object_ref (bus);
  self->cancellable = g_cancellable_new ();
  self->server_signal =
      g_dbus_connection_signal_subscribe (bus, AVAHI, SERVER, "StateChanged", "/", NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, server_changed_cb, self, NULL);
  call (self, "/", SERVER, "GetState", NULL, state_cb);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  forget (data);
}

ParlourAnnounce *
parlour_announce_new (GDBusConnection *bus, const char *name, const char *fingerprint, guint16 port)
{
  ParlourAnnounce *self = g_new0 (ParlourAnnounce, 1);

  take_name (self, name);
  self->fingerprint = g_strdup (fingerprint);
  self->port = port;
  self->watch = bus != NULL
                    ? g_bus_watch_name_on_connection (bus, AVAHI, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                      appeared_cb, vanished_cb, self, NULL)
                    : g_bus_watch_name (G_BUS_TYPE_SYSTEM, AVAHI, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                        appeared_cb, vanished_cb, self, NULL);
  return self;
}

void
parlour_announce_free (ParlourAnnounce *self)
{
  g_bus_unwatch_name (self->watch);
  if (self->group != NULL)
    call (self, self->group, GROUP, "Free", NULL, NULL);
  forget (self);
  g_free (self->name);
  g_free (self->service);
  g_free (self->fingerprint);
  g_free (self);
}

void
parlour_announce_set_name (ParlourAnnounce *self, const char *name)
{
  if (g_str_equal (name, self->name))
    return;
  take_name (self, name);
  if (self->group != NULL)
    publish (self);
}

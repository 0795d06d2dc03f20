/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-background"

#include "app/background.h"

#include <glib/gi18n.h>

/* The background portal (org.freedesktop.portal.Background, version 2), by GDBus. A request is
 * answered by a signal on an object of its own, whose path is known before the call. Main thread.
 */

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_FACE "org.freedesktop.portal.Background"

enum { STATUS_CHARS_MAX = 96 /* the portal refuses more */ };

struct _ParlourBackground {
  GObject parent_instance;
  ParlourProfile *profile;
  GDBusConnection *bus; /* NULL until it has been asked for, and where there is none */
  GCancellable *cancellable;
  guint answer; /* subscription to the answer under way, or 0 */
  guint requests;
  gboolean wanted;
  char *problem;
  char *status;
};

G_DEFINE_FINAL_TYPE (ParlourBackground, parlour_background, G_TYPE_OBJECT)

enum { PROP_WANTED = 1, PROP_PROBLEM, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
set_problem (ParlourBackground *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
stop_listening (ParlourBackground *self)
{
  if (self->answer != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->answer);
  self->answer = 0;
}

/* Response 0 is a yes to the question; what was allowed stands in the results. */
static void
answered_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *face,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  ParlourBackground *self = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean allowed = FALSE;
  guint response = 0;
  stop_listening (self);
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (!self->wanted ||
      (response == 0 && g_variant_lookup (results, "background", "b", &allowed) && allowed)) {
    set_problem (self, NULL);
    return;
  }
  set_problem (self, _ ("The desktop does not let Parlour run in the background."));
  self->wanted = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WANTED]);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) handle =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (handle || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourBackground *self = user_data;
  g_debug ("No background portal: %s", error->message);
  stop_listening (self);
  if (self->wanted)
    set_problem (self, _ ("Parlour stays, but this desktop can’t start it when you log in."));
}

static GVariant *
make_options (ParlourBackground *self, const char *token)
{
  const char *name = parlour_profile_get_name (self->profile);
  const char *plain[] = {"parlour", "--background", NULL};
  const char *named[] = {"parlour", "--profile", name, "--background", NULL};
  GVariantBuilder options;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("Others can write to you, and reach the place "
                                                  "that this computer hosts")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (self->wanted));
  g_variant_builder_add (&options, "{sv}", "commandline",
                         g_variant_new_strv (*name ? named : plain, -1));
  return g_variant_builder_end (&options);
}

/* ":1.42" is "1_42" in the path of a request. */
static char *
path_of_request (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);
  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

static void
ask (ParlourBackground *self)
{
  g_autofree char *token = g_strdup_printf ("parlour%u", ++self->requests);
  g_autofree char *path = path_of_request (self->bus, token);
  stop_listening (self);
  self->answer = g_dbus_connection_signal_subscribe (
      self->bus, PORTAL_NAME, "org.freedesktop.portal.Request", "Response", path, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, answered_cb, self, NULL);
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, PORTAL_FACE, "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", make_options (self, token)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          asked_cb, self);
}

static void
send_status (ParlourBackground *self)
{
  GVariantBuilder options;
  if (!self->bus || !self->status)
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "message", g_variant_new_string (self->status));
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, PORTAL_FACE, "SetStatus",
                          g_variant_new ("(a{sv})", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, NULL, NULL);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourBackground *self = user_data;
  if (!bus) {
    g_debug ("No session bus: %s", error->message);
    return;
  }
  g_set_object (&self->bus, bus);
  ask (self);
  send_status (self);
}

static void
tell_desktop (ParlourBackground *self)
{
  if (self->bus)
    ask (self);
  else
    g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, self);
}

static void
set_wanted (ParlourBackground *self, gboolean wanted)
{
  if (wanted == self->wanted)
    return;
  self->wanted = wanted;
  set_problem (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WANTED]);
  tell_desktop (self);
}

/* --- the object --------------------------------------------------------------------------- */

static void
parlour_background_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ParlourBackground *self = PARLOUR_BACKGROUND (object);
  if (prop_id == PROP_WANTED)
    g_value_set_boolean (value, self->wanted);
  else if (prop_id == PROP_PROBLEM)
    g_value_set_string (value, self->problem);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_background_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  if (prop_id == PROP_WANTED)
    set_wanted (PARLOUR_BACKGROUND (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_background_dispose (GObject *object)
{
  ParlourBackground *self = PARLOUR_BACKGROUND (object);
  g_cancellable_cancel (self->cancellable);
  if (self->bus)
    stop_listening (self);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (parlour_background_parent_class)->dispose (object);
}

static void
parlour_background_finalize (GObject *object)
{
  ParlourBackground *self = PARLOUR_BACKGROUND (object);
  g_object_unref (self->cancellable);
  parlour_profile_unref (self->profile);
  g_free (self->problem);
  g_free (self->status);
  G_OBJECT_CLASS (parlour_background_parent_class)->finalize (object);
}

static void
parlour_background_class_init (ParlourBackgroundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = parlour_background_get_property;
  object_class->set_property = parlour_background_set_property;
  object_class->dispose = parlour_background_dispose;
  object_class->finalize = parlour_background_finalize;
  props[PROP_WANTED] =
      g_param_spec_boolean ("wanted", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_PROBLEM] =
      g_param_spec_string ("problem", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_background_init (ParlourBackground *self)
{
  self->cancellable = g_cancellable_new ();
}

ParlourBackground *
parlour_background_new (ParlourProfile *profile, gboolean wanted)
{
  ParlourBackground *self = g_object_new (PARLOUR_TYPE_BACKGROUND, NULL);
  self->profile = parlour_profile_ref (profile);
  self->wanted = wanted;
  if (wanted)
    tell_desktop (self);
  return self;
}

gboolean
parlour_background_get_wanted (ParlourBackground *self)
{
  g_return_val_if_fail (PARLOUR_IS_BACKGROUND (self), FALSE);
  return self->wanted;
}

void
parlour_background_set_status (ParlourBackground *self, const char *status)
{
  g_return_if_fail (PARLOUR_IS_BACKGROUND (self));
  g_free (self->status);
  self->status =
      status ? g_utf8_substring (status, 0, MIN (g_utf8_strlen (status, -1), STATUS_CHARS_MAX))
             : NULL;
  send_status (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-settings"

#include "app/settings.h"

#include "config.h"

/* The preferences of a profile: a relocatable schema at a path of the profile's own. Main thread.
 */

struct _ParlourSettings {
  GObject parent_instance;
  GSettings *kept; /* NULL: the schema is not installed, what follows is all there is */
  char *account;   /* shown last, by id; "" for none */
  int width;
  int height;
  gboolean maximized;
  gboolean enter_sends;
  gboolean stay;
};

G_DEFINE_FINAL_TYPE (ParlourSettings, parlour_settings, G_TYPE_OBJECT)

enum { PROP_ENTER_SENDS = 1, PROP_STAY, N_PROPS };
static GParamSpec *props[N_PROPS];

static GSettings *
open_kept (ParlourProfile *profile)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source ? g_settings_schema_source_lookup (source, PARLOUR_APP_ID, TRUE) : NULL;
  if (!schema || !g_settings_schema_has_key (schema, "account")) {
    g_warning ("The settings schema %s is not installed: preferences last for this run only",
               PARLOUR_APP_ID);
    return NULL;
  }
  const char *name = parlour_profile_get_name (profile);
  g_autofree char *path = g_strconcat ("/im/parlour/Parlour/", name, *name ? "/" : "", NULL);
  const char *fixed = g_settings_schema_get_path (schema);
  return g_settings_new_full (schema, NULL, fixed ? NULL : path);
}

/* The kept value, which another program may have changed. */
static void
enter_sends_changed_cb (ParlourSettings *self)
{
  gboolean enter_sends = g_settings_get_boolean (self->kept, "enter-sends");
  if (enter_sends == self->enter_sends)
    return;
  self->enter_sends = enter_sends;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENTER_SENDS]);
}

static void
set_enter_sends (ParlourSettings *self, gboolean enter_sends)
{
  if (enter_sends == self->enter_sends)
    return;
  self->enter_sends = enter_sends;
  if (self->kept)
    g_settings_set_boolean (self->kept, "enter-sends", enter_sends);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENTER_SENDS]);
}

static void
set_stay (ParlourSettings *self, gboolean stay)
{
  if (stay == self->stay)
    return;
  self->stay = stay;
  if (self->kept)
    g_settings_set_boolean (self->kept, "stay-in-background", stay);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STAY]);
}

static void
parlour_settings_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_ENTER_SENDS)
    g_value_set_boolean (value, PARLOUR_SETTINGS (object)->enter_sends);
  else if (prop_id == PROP_STAY)
    g_value_set_boolean (value, PARLOUR_SETTINGS (object)->stay);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_settings_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  if (prop_id == PROP_ENTER_SENDS)
    set_enter_sends (PARLOUR_SETTINGS (object), g_value_get_boolean (value));
  else if (prop_id == PROP_STAY)
    set_stay (PARLOUR_SETTINGS (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_settings_dispose (GObject *object)
{
  g_clear_object (&PARLOUR_SETTINGS (object)->kept);
  g_clear_pointer (&PARLOUR_SETTINGS (object)->account, g_free);
  G_OBJECT_CLASS (parlour_settings_parent_class)->dispose (object);
}

static void
parlour_settings_class_init (ParlourSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = parlour_settings_dispose;
  object_class->get_property = parlour_settings_get_property;
  object_class->set_property = parlour_settings_set_property;
  props[PROP_ENTER_SENDS] =
      g_param_spec_boolean ("enter-sends", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_STAY] =
      g_param_spec_boolean ("stay-in-background", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_settings_init (ParlourSettings *self)
{
  self->account = g_strdup ("");
  self->width = 960;
  self->height = 640;
  self->enter_sends = TRUE;
}

ParlourSettings *
parlour_settings_new (ParlourProfile *profile)
{
  ParlourSettings *self = g_object_new (PARLOUR_TYPE_SETTINGS, NULL);
  self->kept = open_kept (profile);
  if (!self->kept)
    return self;
  g_free (self->account);
  self->account = g_settings_get_string (self->kept, "account");
  self->enter_sends = g_settings_get_boolean (self->kept, "enter-sends");
  self->stay = g_settings_get_boolean (self->kept, "stay-in-background");
  g_signal_connect_object (self->kept, "changed::enter-sends", G_CALLBACK (enter_sends_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}

const char *
parlour_settings_get_account (ParlourSettings *self)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS (self), "");
  return self->account;
}

void
parlour_settings_set_account (ParlourSettings *self, const char *account)
{
  g_return_if_fail (PARLOUR_IS_SETTINGS (self) && account != NULL);
  if (g_str_equal (account, self->account))
    return;
  g_free (self->account);
  self->account = g_strdup (account);
  if (self->kept)
    g_settings_set_string (self->kept, "account", account);
}

void
parlour_settings_get_window (ParlourSettings *self, int *width, int *height, gboolean *big)
{
  g_return_if_fail (PARLOUR_IS_SETTINGS (self));
  if (self->kept) {
    self->width = g_settings_get_int (self->kept, "window-width");
    self->height = g_settings_get_int (self->kept, "window-height");
    self->maximized = g_settings_get_boolean (self->kept, "window-maximized");
  }
  *width = self->width;
  *height = self->height;
  *big = self->maximized;
}

void
parlour_settings_set_window (ParlourSettings *self, int width, int height, gboolean big)
{
  g_return_if_fail (PARLOUR_IS_SETTINGS (self));
  self->width = width;
  self->height = height;
  self->maximized = big;
  if (!self->kept)
    return;
  g_settings_set_int (self->kept, "window-width", width);
  g_settings_set_int (self->kept, "window-height", height);
  g_settings_set_boolean (self->kept, "window-maximized", big);
}

gboolean
parlour_settings_get_enter_sends (ParlourSettings *self)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS (self), TRUE);
  return self->enter_sends;
}

gboolean
parlour_settings_get_stay (ParlourSettings *self)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS (self), FALSE);
  return self->stay;
}

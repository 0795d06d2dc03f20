/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-settings"

#include "app/settings.h"

#include "config.h"

/* The preferences of a profile: a relocatable schema at a path of the profile's own. Main thread.
 */

struct _ParlourSettings {
  GObject parent_instance;
  GSettings *kept; /* NULL: the schema is not installed, what follows is all there is */
  int width;
  int height;
  gboolean maximized;
};

G_DEFINE_FINAL_TYPE (ParlourSettings, parlour_settings, G_TYPE_OBJECT)

static GSettings *
open_kept (ParlourProfile *profile)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source ? g_settings_schema_source_lookup (source, PARLOUR_APP_ID, TRUE) : NULL;
  if (!schema || !g_settings_schema_has_key (schema, "window-width")) {
    g_warning ("The settings schema %s is not installed: preferences last for this run only",
               PARLOUR_APP_ID);
    return NULL;
  }
  const char *name = parlour_profile_get_name (profile);
  g_autofree char *path = g_strconcat ("/im/parlour/Parlour/", name, *name ? "/" : "", NULL);
  const char *fixed = g_settings_schema_get_path (schema);
  return g_settings_new_full (schema, NULL, fixed ? NULL : path);
}

static void
parlour_settings_dispose (GObject *object)
{
  g_clear_object (&PARLOUR_SETTINGS (object)->kept);
  G_OBJECT_CLASS (parlour_settings_parent_class)->dispose (object);
}

static void
parlour_settings_class_init (ParlourSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_settings_dispose;
}

static void
parlour_settings_init (ParlourSettings *self)
{
  self->width = 960;
  self->height = 640;
}

ParlourSettings *
parlour_settings_new (ParlourProfile *profile)
{
  ParlourSettings *self = g_object_new (PARLOUR_TYPE_SETTINGS, NULL);
  self->kept = open_kept (profile);
  return self;
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
  return !self->kept || g_settings_get_boolean (self->kept, "enter-sends");
}

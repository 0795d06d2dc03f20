/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-settings"

#include "app/settings.h"

#include "build-config.h"

/* The preferences of a profile: a relocatable schema at a path of the profile's own. Main thread.
 */

struct _ParlourSettings {
  GObject parent_instance;
  GSettings *kept; /* NULL: the schema is not installed, what follows is all there is */
  char *account;   /* shown last, by id; "" for none */
  int width;
  int height;
  gboolean maximized;
  int values[7]; /* by property */
};

G_DEFINE_FINAL_TYPE (ParlourSettings, parlour_settings, G_TYPE_OBJECT)

enum {
  PROP_ENTER_SENDS,
  PROP_STAY,
  PROP_NOTIFY_PREVIEW,
  PROP_NOTIFY_SOUND,
  PROP_QUIET_HOURS,
  PROP_QUIET_FROM,
  PROP_QUIET_TO,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum { MINUTES_A_STEP = 30, STEPS_A_DAY = 48 };

/* A property is called like its key. */
static const struct {
  const char *key;
  int standard;
  int max; /* 1: a switch */
} kinds[N_PROPS] = {
    [PROP_ENTER_SENDS] = {"enter-sends", TRUE, 1},
    [PROP_STAY] = {"stay-in-background", FALSE, 1},
    [PROP_NOTIFY_PREVIEW] = {"notify-preview", TRUE, 1},
    [PROP_NOTIFY_SOUND] = {"notify-sound", TRUE, 1},
    [PROP_QUIET_HOURS] = {"quiet-hours", FALSE, 1},
    [PROP_QUIET_FROM] = {"quiet-from", 44, STEPS_A_DAY - 1},
    [PROP_QUIET_TO] = {"quiet-to", 14, STEPS_A_DAY - 1},
};
G_STATIC_ASSERT (N_PROPS == G_N_ELEMENTS (((ParlourSettings *)NULL)->values));

static GSettings *
open_kept (ParlourProfile *profile)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source ? g_settings_schema_source_lookup (source, PARLOUR_APP_ID, TRUE) : NULL;
  if (!schema || !g_settings_schema_has_key (schema, "notify-sound")) {
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
read_kept (ParlourSettings *self, guint prop)
{
  self->values[prop] = kinds[prop].max == 1 ? g_settings_get_boolean (self->kept, kinds[prop].key)
                                            : g_settings_get_int (self->kept, kinds[prop].key);
}

/* Another program may have changed the kept value. */
static void
changed_cb (ParlourSettings *self, const char *key)
{
  for (guint i = 0; i < N_PROPS; i++) {
    int before = self->values[i];
    if (!g_str_equal (kinds[i].key, key))
      continue;
    read_kept (self, i);
    if (self->values[i] != before)
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  }
}

static void
set_value (ParlourSettings *self, guint prop, int value)
{
  if (value == self->values[prop])
    return;
  self->values[prop] = value;
  if (self->kept && kinds[prop].max == 1)
    g_settings_set_boolean (self->kept, kinds[prop].key, value);
  else if (self->kept)
    g_settings_set_int (self->kept, kinds[prop].key, value);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* Property ids count from 1. */
static void
parlour_settings_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  int number = PARLOUR_SETTINGS (object)->values[prop_id - 1];
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (value, number);
  else
    g_value_set_uint (value, (guint)number);
}

static void
parlour_settings_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  set_value (PARLOUR_SETTINGS (object), prop_id - 1,
             G_IS_PARAM_SPEC_BOOLEAN (pspec) ? g_value_get_boolean (value)
                                             : (int)g_value_get_uint (value));
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
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  object_class->dispose = parlour_settings_dispose;
  object_class->get_property = parlour_settings_get_property;
  object_class->set_property = parlour_settings_set_property;
  for (guint i = 0; i < N_PROPS; i++) {
    guint max = (guint)kinds[i].max;
    guint standard = (guint)kinds[i].standard;
    props[i] = max == 1 ? g_param_spec_boolean (kinds[i].key, NULL, NULL, standard != 0, flags)
                        : g_param_spec_uint (kinds[i].key, NULL, NULL, 0, max, standard, flags);
    g_object_class_install_property (object_class, i + 1, props[i]);
  }
}

static void
parlour_settings_init (ParlourSettings *self)
{
  self->account = g_strdup ("");
  self->width = 960;
  self->height = 640;
  for (guint i = 0; i < N_PROPS; i++)
    self->values[i] = kinds[i].standard;
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
  for (guint i = 0; i < N_PROPS; i++)
    read_kept (self, i);
  g_signal_connect_object (self->kept, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
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
  return self->values[PROP_ENTER_SENDS];
}

gboolean
parlour_settings_get_stay (ParlourSettings *self)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS (self), FALSE);
  return self->values[PROP_STAY];
}

gboolean
parlour_settings_get_notify_preview (ParlourSettings *self)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS (self), FALSE);
  return self->values[PROP_NOTIFY_PREVIEW];
}

gboolean
parlour_settings_get_notify_sound (ParlourSettings *self)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS (self), FALSE);
  return self->values[PROP_NOTIFY_SOUND];
}

gboolean
parlour_settings_is_quiet (ParlourSettings *self, guint minute)
{
  g_return_val_if_fail (PARLOUR_IS_SETTINGS (self), FALSE);
  int from = self->values[PROP_QUIET_FROM] * MINUTES_A_STEP;
  int to = self->values[PROP_QUIET_TO] * MINUTES_A_STEP;
  int at = (int)minute;
  if (!self->values[PROP_QUIET_HOURS])
    return FALSE;
  return from <= to ? at >= from && at < to : at >= from || at < to;
}

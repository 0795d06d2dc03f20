/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-profile"

#include "client/profile.h"

#include "build-config.h"

#include <glib/gi18n.h>

#include <string.h>

/* This file owns where a profile keeps its things. Any thread; touches no disk. */

struct _ParlourProfile {
  char *name;
  char *config_dir;
  char *data_dir;
  char *application_id;
};

static gboolean
is_good_name (const char *name)
{
  gsize n = strlen (name);

  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '_' && *p != '-')
      return FALSE;
  return n > 0 && n <= 32;
}

/* An element of an application id may not begin with a digit nor hold a hyphen (D-Bus names). */
static char *
application_id_for (const char *name)
{
  if (name == NULL)
    return g_strdup (PARLOUR_APP_ID);
  return g_strdelimit (g_strconcat (PARLOUR_APP_ID, ".Profile_", name, NULL), "-", '_');
}

ParlourProfile *
parlour_profile_new (const char *name, GError **error)
{
  if (name != NULL && !is_good_name (name)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 /* Translators: %s is what was given with --profile */
                 _ ("“%s” can’t name a profile: 1 to 32 of a–z, 0–9, “_” and “-” can."), name);
    return NULL;
  }

  ParlourProfile *self = g_atomic_rc_box_new0 (ParlourProfile);
  g_autofree char *folder =
      name != NULL ? g_strconcat ("parlour-", name, NULL) : g_strdup ("parlour");
  self->name = g_strdup (name != NULL ? name : "");
  self->config_dir = g_build_filename (g_get_user_config_dir (), folder, NULL);
  self->data_dir = g_build_filename (g_get_user_data_dir (), folder, NULL);
  self->application_id = application_id_for (name);
  return self;
}

ParlourProfile *
parlour_profile_ref (ParlourProfile *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourProfile *self = data;

  g_free (self->name);
  g_free (self->config_dir);
  g_free (self->data_dir);
  g_free (self->application_id);
}

void
parlour_profile_unref (ParlourProfile *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
parlour_profile_get_name (const ParlourProfile *self)
{
  return self->name;
}

const char *
parlour_profile_get_config_dir (const ParlourProfile *self)
{
  return self->config_dir;
}

const char *
parlour_profile_get_data_dir (const ParlourProfile *self)
{
  return self->data_dir;
}

const char *
parlour_profile_get_application_id (const ParlourProfile *self)
{
  return self->application_id;
}

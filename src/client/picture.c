/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture"

#include "client/picture-private.h"

/* This file owns what is known of one picture. Main thread. */

G_DEFINE_FINAL_TYPE (ParlourPicture, parlour_picture, G_TYPE_OBJECT)

enum { PROP_PNG = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

GBytes *
parlour_picture_get_png (ParlourPicture *self)
{
  g_return_val_if_fail (PARLOUR_IS_PICTURE (self), NULL);
  return self->png;
}

void
parlour_picture_set_png (ParlourPicture *self, GBytes *png)
{
  if (self->png == png)
    return;
  g_clear_pointer (&self->png, g_bytes_unref);
  self->png = png != NULL ? g_bytes_ref (png) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PNG]);
}

static void
parlour_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PNG)
    g_value_set_boxed (value, PARLOUR_PICTURE (object)->png);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
parlour_picture_finalize (GObject *object)
{
  ParlourPicture *self = PARLOUR_PICTURE (object);

  g_free (self->id);
  g_free (self->path);
  g_free (self->told);
  g_free (self->mark);
  g_clear_pointer (&self->png, g_bytes_unref);
  G_OBJECT_CLASS (parlour_picture_parent_class)->finalize (object);
}

static void
parlour_picture_class_init (ParlourPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_picture_get_property;
  object_class->finalize = parlour_picture_finalize;
  props[PROP_PNG] =
      g_param_spec_boxed ("png", NULL, NULL, G_TYPE_BYTES,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_picture_init (ParlourPicture *self)
{
}

ParlourPicture *
parlour_picture_new (const char *id, gboolean is_group)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  ParlourPicture *self = g_object_new (PARLOUR_TYPE_PICTURE, NULL);

  self->id = g_strdup (id);
  self->is_group = is_group;
  self->path = g_strdup_printf ("/%s/%s/avatar", is_group ? "conversations" : "users", escaped);
  return self;
}

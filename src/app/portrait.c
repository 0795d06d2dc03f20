/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-portrait"

#include "app/portrait.h"

/* Pictures decoded. Main thread, but for the decoding. */

struct _ParlourPortrait {
  GObject parent_instance;
  GBytes *png; /* what is shown, or is to be */
  GdkPaintable *paintable;
};

G_DEFINE_FINAL_TYPE (ParlourPortrait, parlour_portrait, G_TYPE_OBJECT)

enum { PROP_PAINTABLE = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
set_paintable (ParlourPortrait *self, GdkPaintable *paintable)
{
  if (g_set_object (&self->paintable, paintable))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PAINTABLE]);
}

static void
decode_thread (GTask *task, gpointer source, gpointer png, GCancellable *cancellable)
{
  GError *error = NULL;
  GdkTexture *texture = gdk_texture_new_from_bytes (png, &error);
  if (texture)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourPortrait) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_task_get_task_data (G_TASK (result)) != self->png)
    return; /* another one has come meanwhile */
  if (!texture)
    g_message ("A small picture can't be decoded: %s", error->message);
  set_paintable (self, texture ? GDK_PAINTABLE (texture) : NULL);
}

static void
follow_cb (ParlourPortrait *self, GParamSpec *pspec, ParlourPicture *picture)
{
  GBytes *png = parlour_picture_get_png (picture);
  if (png == self->png)
    return;
  g_clear_pointer (&self->png, g_bytes_unref);
  if (!png) {
    set_paintable (self, NULL);
    return;
  }
  self->png = g_bytes_ref (png);
  /* without @self as its source, which its thread must not be the one to end */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, decoded_cb, g_object_ref (self));
  g_task_set_source_tag (task, follow_cb);
  g_task_set_task_data (task, g_bytes_ref (png), (GDestroyNotify)g_bytes_unref);
  g_task_run_in_thread (task, decode_thread);
}

static void
parlour_portrait_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PAINTABLE)
    g_value_set_object (value, PARLOUR_PORTRAIT (object)->paintable);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
parlour_portrait_finalize (GObject *object)
{
  ParlourPortrait *self = PARLOUR_PORTRAIT (object);
  g_clear_pointer (&self->png, g_bytes_unref);
  g_clear_object (&self->paintable);
  G_OBJECT_CLASS (parlour_portrait_parent_class)->finalize (object);
}

static void
parlour_portrait_class_init (ParlourPortraitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = parlour_portrait_get_property;
  object_class->finalize = parlour_portrait_finalize;
  props[PROP_PAINTABLE] =
      g_param_spec_object ("paintable", NULL, NULL, GDK_TYPE_PAINTABLE,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_portrait_init (ParlourPortrait *self)
{
}

ParlourPortrait *
parlour_portrait_of (ParlourPicture *picture)
{
  g_return_val_if_fail (PARLOUR_IS_PICTURE (picture), NULL);
  ParlourPortrait *self = g_object_get_data (G_OBJECT (picture), "parlour-portrait");
  if (self)
    return self;
  self = g_object_new (PARLOUR_TYPE_PORTRAIT, NULL);
  g_object_set_data_full (G_OBJECT (picture), "parlour-portrait", self, g_object_unref);
  g_signal_connect_object (picture, "notify::png", G_CALLBACK (follow_cb), self, G_CONNECT_SWAPPED);
  follow_cb (self, NULL, picture);
  return self;
}

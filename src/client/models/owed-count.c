/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-owed-count"

#include "client/models/owed-count.h"

/* This file owns the count. Any change may change it, and many come at once while the copy is
 * filled in: they are counted together, a moment later. Main thread. */

#define MOMENT_MS 200

struct _ParlourOwedCount {
  GObject parent_instance;
  ParlourCopy *copy;
  GCancellable *cancellable;
  guint timer;
  gboolean counting;
  gboolean again; /* something changed meanwhile */
  guint count;
};

G_DEFINE_FINAL_TYPE (ParlourOwedCount, parlour_owed_count, G_TYPE_OBJECT)

enum { PROP_COUNT = 1, N_PROPS };

static GParamSpec *props[N_PROPS];

static void changed_cb (ParlourOwedCount *self);

static void
set_count (ParlourOwedCount *self, guint count)
{
  if (self->count == count)
    return;
  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNT]);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  int count = parlour_copy_count_owed_finish (PARLOUR_COPY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  ParlourOwedCount *self = PARLOUR_OWED_COUNT (data);
  self->counting = FALSE;
  if (count >= 0)
    set_count (self, (guint)count);
  else
    g_message ("What is owed could not be counted: %s", error->message);
  if (self->again)
    changed_cb (self);
}

static void
moment_cb (gpointer data)
{
  ParlourOwedCount *self = PARLOUR_OWED_COUNT (data);

  self->timer = 0;
  self->again = FALSE;
  self->counting = TRUE;
  parlour_copy_count_owed_async (self->copy, self->cancellable, counted_cb, self);
}

static void
changed_cb (ParlourOwedCount *self)
{
  self->again = TRUE;
  if (self->timer == 0 && !self->counting)
    self->timer = g_timeout_add_once (MOMENT_MS, moment_cb, self);
}

static void
parlour_owed_count_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ParlourOwedCount *self = PARLOUR_OWED_COUNT (object);

  if (prop_id == PROP_COUNT)
    g_value_set_uint (value, self->count);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
parlour_owed_count_dispose (GObject *object)
{
  ParlourOwedCount *self = PARLOUR_OWED_COUNT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->copy);
  G_OBJECT_CLASS (parlour_owed_count_parent_class)->dispose (object);
}

static void
parlour_owed_count_class_init (ParlourOwedCountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_owed_count_get_property;
  object_class->dispose = parlour_owed_count_dispose;
  props[PROP_COUNT] =
      g_param_spec_uint ("count", NULL, NULL, 0, PARLOUR_OWED_MAX, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_owed_count_init (ParlourOwedCount *self)
{
  self->cancellable = g_cancellable_new ();
}

ParlourOwedCount *
parlour_owed_count_new (ParlourCopy *copy)
{
  static const char *const signals[] = {"messages-changed", "conversations-changed",
                                        "outbox-changed"};
  ParlourOwedCount *self;

  g_return_val_if_fail (PARLOUR_IS_COPY (copy), NULL);

  self = g_object_new (PARLOUR_TYPE_OWED_COUNT, NULL);
  self->copy = g_object_ref (copy);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (copy, signals[i], G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return self;
}

guint
parlour_owed_count_get (ParlourOwedCount *self)
{
  g_return_val_if_fail (PARLOUR_IS_OWED_COUNT (self), 0);

  return self->count;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-device-row"

#include "app/account/device-row.h"

#include "app/time-text.h"

#include <glib/gi18n.h>

/* One device. Main thread. */

struct _ParlourDeviceRow {
  AdwActionRow parent_instance;
  char *device;
  GtkWidget *here;
  GtkWidget *sign_out;
};

G_DEFINE_FINAL_TYPE (ParlourDeviceRow, parlour_device_row, ADW_TYPE_ACTION_ROW)

enum { SIGNAL_SIGN_OUT, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
sign_out_cb (ParlourDeviceRow *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_OUT], 0);
}

static void
parlour_device_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_DEVICE_ROW);
  G_OBJECT_CLASS (parlour_device_row_parent_class)->dispose (object);
}

static void
parlour_device_row_finalize (GObject *object)
{
  g_free (PARLOUR_DEVICE_ROW (object)->device);
  G_OBJECT_CLASS (parlour_device_row_parent_class)->finalize (object);
}

static void
parlour_device_row_class_init (ParlourDeviceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_device_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_device_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/device-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourDeviceRow, here);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeviceRow, sign_out);
  gtk_widget_class_bind_template_callback (widget_class, sign_out_cb);
  signals[SIGNAL_SIGN_OUT] = g_signal_new ("sign-out", PARLOUR_TYPE_DEVICE_ROW, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parlour_device_row_init (ParlourDeviceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
subtitle_of (const ParlourDevice *device)
{
  g_autofree char *since = parlour_time_text_short (device->created_at);
  if (device->last_used_at == 0)
    /* Translators: of a device; a time, a weekday or a date */
    return g_strdup_printf (_ ("Signed in since %s"), since);
  g_autofree char *used = parlour_time_text_short (device->last_used_at);
  /* Translators: of a device; both are a time, a weekday or a date */
  return g_strdup_printf (_ ("Signed in since %s, last used %s"), since, used);
}

GtkWidget *
parlour_device_row_new (const ParlourDevice *device)
{
  ParlourDeviceRow *self = g_object_new (PARLOUR_TYPE_DEVICE_ROW, NULL);
  const char *name = device->name && *device->name ? device->name : _ ("A device without a name");
  g_autofree char *subtitle = subtitle_of (device);
  /* Translators: of a button: the name of a device */
  g_autofree char *label = g_strdup_printf (_ ("Sign %s Out…"), name);
  self->device = g_strdup (device->id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->here, device->current);
  gtk_widget_set_visible (self->sign_out, !device->current);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sign_out), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  return GTK_WIDGET (self);
}

const char *
parlour_device_row_get_device (ParlourDeviceRow *self)
{
  g_return_val_if_fail (PARLOUR_IS_DEVICE_ROW (self), NULL);
  return self->device;
}

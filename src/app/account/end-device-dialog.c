/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-end-device-dialog"

#include "app/account/end-device-dialog.h"

#include <glib/gi18n.h>

/* The question; the answer is the caller's. Main thread. */

struct _ParlourEndDeviceDialog {
  AdwMessageDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlourEndDeviceDialog, parlour_end_device_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
parlour_end_device_dialog_class_init (ParlourEndDeviceDialogClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/im/parlour/Parlour/ui/end-device-dialog.ui");
}

static void
parlour_end_device_dialog_init (ParlourEndDeviceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_end_device_dialog_new (GtkWindow *parent, const char *name)
{
  /* Translators: the name of a device */
  g_autofree char *heading = g_strdup_printf (_ ("Sign out %s?"), name);
  return g_object_new (PARLOUR_TYPE_END_DEVICE_DIALOG, "transient-for", parent, "heading", heading,
                       NULL);
}

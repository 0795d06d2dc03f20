/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-device-dialog"

#include "app/account/device-dialog.h"

#include "app/dialog-fit.h"
#include "app/problem-text.h"
#include "app/server/qr-code.h"

#include <glib/gi18n.h>

/* The dialog. It asks for the link as it opens. Main thread. */

struct _ParlourDeviceDialog {
  AdwWindow parent_instance;
  GCancellable *cancellable;
  char *link; /* NULL until it is there */
  GtkStack *stack;
  ParlourQrCode *code;
  GtkLabel *link_label;
  GtkButton *copy;
  AdwStatusPage *problem;
};

G_DEFINE_FINAL_TYPE (ParlourDeviceDialog, parlour_device_dialog, ADW_TYPE_WINDOW)

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link =
      parlour_account_make_device_link_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourDeviceDialog *self = user_data;
  if (!link) {
    g_autofree char *text = parlour_problem_text (error);
    adw_status_page_set_description (self->problem, text);
    gtk_stack_set_visible_child_name (self->stack, "problem");
    return;
  }
  gtk_label_set_text (self->link_label, link);
  parlour_qr_code_set_text (self->code, link);
  gtk_stack_set_visible_child_name (self->stack, "link");
  gtk_widget_grab_focus (GTK_WIDGET (self->copy));
  self->link = g_steal_pointer (&link);
}

static void
copy_cb (ParlourDeviceDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->link);
  gtk_button_set_label (self->copy, _ ("Copied"));
}

static void
parlour_device_dialog_dispose (GObject *object)
{
  ParlourDeviceDialog *self = PARLOUR_DEVICE_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_DEVICE_DIALOG);
  G_OBJECT_CLASS (parlour_device_dialog_parent_class)->dispose (object);
}

static void
parlour_device_dialog_finalize (GObject *object)
{
  ParlourDeviceDialog *self = PARLOUR_DEVICE_DIALOG (object);
  g_object_unref (self->cancellable);
  g_free (self->link);
  G_OBJECT_CLASS (parlour_device_dialog_parent_class)->finalize (object);
}

static void
parlour_device_dialog_class_init (ParlourDeviceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_device_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_device_dialog_finalize;
  g_type_ensure (PARLOUR_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/device-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourDeviceDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeviceDialog, code);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeviceDialog, link_label);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeviceDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeviceDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_device_dialog_init (ParlourDeviceDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parlour_device_dialog_new (GtkWindow *parent, ParlourAccount *account)
{
  ParlourDeviceDialog *self =
      g_object_new (PARLOUR_TYPE_DEVICE_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  parlour_account_make_device_link_async (account, self->cancellable, made_cb, self);
  return GTK_WINDOW (self);
}

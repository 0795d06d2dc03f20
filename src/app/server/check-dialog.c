/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-check-dialog"

#include "app/server/check-dialog.h"

#include "app/dialog-fit.h"
#include "app/server/check-row.h"

/* The dialog. Main thread. */

struct _ParlourCheckDialog {
  AdwWindow parent_instance;
  ParlourConnectionCheck *check;
  GtkListBox *steps;
  GtkWidget *again;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourCheckDialog, parlour_check_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
new_row_cb (gpointer item, gpointer user_data)
{
  return parlour_check_row_new (item);
}

static void
running_cb (ParlourCheckDialog *self)
{
  gboolean running = parlour_connection_check_get_running (self->check);
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_widget_set_sensitive (self->again, !running);
}

static void
again_cb (ParlourCheckDialog *self)
{
  parlour_connection_check_run (self->check);
}

static void
parlour_check_dialog_dispose (GObject *object)
{
  ParlourCheckDialog *self = PARLOUR_CHECK_DIALOG (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_CHECK_DIALOG);
  g_clear_object (&self->check);
  G_OBJECT_CLASS (parlour_check_dialog_parent_class)->dispose (object);
}

static void
parlour_check_dialog_class_init (ParlourCheckDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_check_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/check-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourCheckDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, ParlourCheckDialog, again);
  gtk_widget_class_bind_template_child (widget_class, ParlourCheckDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_check_dialog_init (ParlourCheckDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parlour_check_dialog_new (GtkWindow *parent, ParlourConnectionCheck *check)
{
  ParlourCheckDialog *self =
      g_object_new (PARLOUR_TYPE_CHECK_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->check = g_object_ref (check);
  gtk_list_box_bind_model (self->steps, G_LIST_MODEL (check), new_row_cb, NULL, NULL);
  g_signal_connect_object (check, "notify::running", G_CALLBACK (running_cb), self,
                           G_CONNECT_SWAPPED);
  parlour_connection_check_run (check);
  running_cb (self);
  return GTK_WINDOW (self);
}

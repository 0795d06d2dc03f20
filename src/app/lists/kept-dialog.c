/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-kept-dialog"

#include "app/lists/kept-dialog.h"

#include "app/dialog-fit.h"
#include "app/lists/kept-row.h"
#include "app/problem-text.h"
#include "client/account-calls.h"

#include <glib/gi18n.h>

/* The window. It reads the list once. Main thread. */

struct _ParlourKeptDialog {
  AdwWindow parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable;
  GPtrArray *messages; /* ParlourMessage, as shown; or NULL */
  GtkStack *stack;
  AdwStatusPage *empty;
  AdwStatusPage *problem;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ParlourKeptDialog, parlour_kept_dialog, ADW_TYPE_WINDOW)

static void
add_row (ParlourKeptDialog *self, ParlourMessage *message)
{
  GtkWidget *row = parlour_kept_row_new (self->account, message);
  gtk_list_box_append (self->list, row);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages =
      parlour_account_list_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourKeptDialog *self = user_data;
  if (!messages) {
    g_autofree char *text = parlour_problem_text (error);
    adw_status_page_set_description (self->problem, text);
    gtk_stack_set_visible_child_name (self->stack, "problem");
    return;
  }
  for (guint i = 0; i < messages->len; i++)
    add_row (self, g_ptr_array_index (messages, i));
  gtk_stack_set_visible_child_name (self->stack, messages->len > 0 ? "list" : "empty");
  self->messages = g_steal_pointer (&messages);
}

static void
activated_cb (ParlourKeptDialog *self, GtkListBoxRow *row)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  const ParlourMessage *message =
      g_ptr_array_index (self->messages, gtk_list_box_row_get_index (row));
  if (window)
    g_action_group_activate_action (G_ACTION_GROUP (window), "show-linked-message",
                                    g_variant_new ("(sx)", message->conversation, message->seq));
  gtk_window_close (GTK_WINDOW (self));
}

static void
parlour_kept_dialog_dispose (GObject *object)
{
  ParlourKeptDialog *self = PARLOUR_KEPT_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_KEPT_DIALOG);
  G_OBJECT_CLASS (parlour_kept_dialog_parent_class)->dispose (object);
}

static void
parlour_kept_dialog_class_init (ParlourKeptDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_kept_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/kept-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourKeptDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ParlourKeptDialog, empty);
  gtk_widget_class_bind_template_child (widget_class, ParlourKeptDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourKeptDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_kept_dialog_init (ParlourKeptDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWindow *
parlour_kept_dialog_new (GtkWindow *parent, ParlourAccount *account, const char *conversation)
{
  ParlourKeptDialog *self = g_object_new (PARLOUR_TYPE_KEPT_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->account = g_object_ref (account);
  gtk_window_set_title (GTK_WINDOW (self),
                        conversation ? _ ("Pinned Messages") : _ ("Starred Messages"));
  adw_status_page_set_title (self->empty,
                             conversation ? _ ("Nothing pinned here") : _ ("No starred messages"));
  if (conversation)
    parlour_account_list_pins_async (account, conversation, self->cancellable, listed_cb, self);
  else
    parlour_account_list_stars_async (account, self->cancellable, listed_cb, self);
  return GTK_WINDOW (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-password-dialog"

#include "app/account/password-dialog.h"

#include "app/dialog-fit.h"
#include "app/form.h"
#include "app/problem-text.h"
#include "app/toast.h"
#include "client/account-calls.h"
#include "core/problem.h"
#include "core/text.h"

#include <glib/gi18n.h>

/* The dialog. One request at a time, which dispose cancels. Main thread. */

struct _ParlourPasswordDialog {
  AdwWindow parent_instance;
  ParlourAccount *account;
  GCancellable *cancellable; /* of the request that is under way */
  GtkListBox *form;
  GtkWidget *current;
  GtkWidget *fresh;
  GtkWidget *repeated;
  GtkLabel *problem;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourPasswordDialog, parlour_password_dialog, ADW_TYPE_WINDOW)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_busy (ParlourPasswordDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "password.submit", !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  if (!busy)
    g_clear_object (&self->cancellable);
}

static void
fail_at (GtkWidget *row, const char *text)
{
  parlour_form_set_error (row, text);
  gtk_widget_grab_focus (row);
}

static void
fail (ParlourPasswordDialog *self, const GError *error)
{
  const char *field = parlour_problem_get_field (error);
  g_autofree char *text = parlour_problem_text (error);
  if (g_strcmp0 (field, "current") == 0) {
    fail_at (self->current, _ ("This is not your password."));
  } else if (g_strcmp0 (field, "new") == 0) {
    fail_at (self->fresh, text);
  } else {
    gtk_label_set_text (self->problem, text);
    gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ParlourPasswordDialog *self = user_data;
  set_busy (self, FALSE);
  if (!done) {
    fail (self, error);
    return;
  }
  parlour_toast (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))),
                 _ ("Password changed. Your other devices are signed out."));
  gtk_window_close (GTK_WINDOW (self));
}

/* Says early what the server would say later. */
static gboolean
check (ParlourPasswordDialog *self)
{
  g_autoptr (GError) error = NULL;
  if (!*text_of (self->current)) {
    fail_at (self->current, _ ("Something is missing here."));
    return FALSE;
  }
  if (!parlour_password_check (text_of (self->fresh), &error)) {
    g_autofree char *text = parlour_problem_text (error);
    fail_at (self->fresh, text);
    return FALSE;
  }
  if (!g_str_equal (text_of (self->fresh), text_of (self->repeated))) {
    fail_at (self->repeated, _ ("This is not the same."));
    return FALSE;
  }
  return TRUE;
}

static void
submit_cb (ParlourPasswordDialog *self)
{
  if (self->cancellable)
    return;
  parlour_form_clear (self->form);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  if (!check (self))
    return;
  set_busy (self, TRUE);
  self->cancellable = g_cancellable_new ();
  parlour_account_set_password_async (self->account, text_of (self->current), text_of (self->fresh),
                                      self->cancellable, done_cb, self);
}

static void
submit_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  submit_cb (PARLOUR_PASSWORD_DIALOG (widget));
}

static void
parlour_password_dialog_dispose (GObject *object)
{
  ParlourPasswordDialog *self = PARLOUR_PASSWORD_DIALOG (object);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_PASSWORD_DIALOG);
  G_OBJECT_CLASS (parlour_password_dialog_parent_class)->dispose (object);
}

static void
parlour_password_dialog_class_init (ParlourPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_password_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourPasswordDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourPasswordDialog, current);
  gtk_widget_class_bind_template_child (widget_class, ParlourPasswordDialog, fresh);
  gtk_widget_class_bind_template_child (widget_class, ParlourPasswordDialog, repeated);
  gtk_widget_class_bind_template_child (widget_class, ParlourPasswordDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourPasswordDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_install_action (widget_class, "password.submit", NULL, submit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_password_dialog_init (ParlourPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->current);
  parlour_form_clear_on_edit (self->fresh);
  parlour_form_clear_on_edit (self->repeated);
}

ParlourPasswordDialog *
parlour_password_dialog_new (GtkWindow *parent, ParlourAccount *account)
{
  ParlourPasswordDialog *self =
      g_object_new (PARLOUR_TYPE_PASSWORD_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  self->account = g_object_ref (account);
  gtk_widget_grab_focus (self->current);
  return self;
}

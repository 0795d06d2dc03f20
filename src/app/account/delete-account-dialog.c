/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-delete-account-dialog"

#include "app/account/delete-account-dialog.h"

#include "app/account/account-menu.h"
#include "app/dialog-fit.h"
#include "app/form.h"
#include "app/problem-text.h"
#include "client/account-calls.h"
#include "core/problem.h"

#include <glib/gi18n.h>

/* The dialog. Once the request is under way it can't be taken back: closing the window does not
 * cancel it, and what is kept here goes with the account in any case. Main thread. */

struct _ParlourDeleteAccountDialog {
  AdwWindow parent_instance;
  ParlourAccounts *accounts;
  ParlourAccount *account;
  gboolean busy;
  GtkWidget *choice;
  GtkCheckButton *erase;
  GtkListBox *form;
  GtkWidget *password;
  GtkLabel *lead;
  GtkLabel *problem;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (ParlourDeleteAccountDialog, parlour_delete_account_dialog, ADW_TYPE_WINDOW)

static void
set_busy (ParlourDeleteAccountDialog *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (self->choice, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "delete-account.submit", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "window.close", !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
fail (ParlourDeleteAccountDialog *self, const GError *error)
{
  g_autofree char *text = parlour_problem_text (error);
  if (g_strcmp0 (parlour_problem_get_field (error), "password") == 0) {
    parlour_form_set_error (self->password, _ ("This is not your password."));
    gtk_widget_grab_focus (self->password);
    return;
  }
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  if (!parlour_accounts_sign_out_finish (PARLOUR_ACCOUNTS (source), result, &error))
    g_warning ("Removing what was kept of a deleted account: %s", error->message);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ParlourDeleteAccountDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean deleted = parlour_account_call_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (deleted)
    parlour_accounts_sign_out_async (self->accounts, self->account, NULL, removed_cb, NULL);
  if (!gtk_widget_get_root (GTK_WIDGET (self)))
    return;
  set_busy (self, FALSE);
  if (!deleted) {
    fail (self, error);
    return;
  }
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  gtk_window_destroy (GTK_WINDOW (self));
  if (parent)
    gtk_window_destroy (parent);
}

static void
submit_cb (ParlourDeleteAccountDialog *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));
  if (self->busy)
    return;
  parlour_form_clear (self->form);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  if (!*password) {
    parlour_form_set_error (self->password, _ ("Something is missing here."));
    gtk_widget_grab_focus (self->password);
    return;
  }
  set_busy (self, TRUE);
  parlour_account_delete_me_async (self->account, password,
                                   gtk_check_button_get_active (self->erase), NULL, deleted_cb,
                                   g_object_ref (self));
}

static void
submit_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  submit_cb (PARLOUR_DELETE_ACCOUNT_DIALOG (widget));
}

static void
parlour_delete_account_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARLOUR_TYPE_DELETE_ACCOUNT_DIALOG);
  G_OBJECT_CLASS (parlour_delete_account_dialog_parent_class)->dispose (object);
}

static void
parlour_delete_account_dialog_finalize (GObject *object)
{
  ParlourDeleteAccountDialog *self = PARLOUR_DELETE_ACCOUNT_DIALOG (object);
  g_object_unref (self->accounts);
  g_object_unref (self->account);
  G_OBJECT_CLASS (parlour_delete_account_dialog_parent_class)->finalize (object);
}

static void
parlour_delete_account_dialog_class_init (ParlourDeleteAccountDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = parlour_delete_account_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = parlour_delete_account_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/im/parlour/Parlour/ui/delete-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlourDeleteAccountDialog, choice);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeleteAccountDialog, erase);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeleteAccountDialog, form);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeleteAccountDialog, password);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeleteAccountDialog, lead);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeleteAccountDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ParlourDeleteAccountDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_install_action (widget_class, "delete-account.submit", NULL, submit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
parlour_delete_account_dialog_init (ParlourDeleteAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  parlour_form_clear_on_edit (self->password);
}

GtkWindow *
parlour_delete_account_dialog_new (GtkWindow *parent,
                                   ParlourAccounts *accounts,
                                   ParlourAccount *account)
{
  ParlourDeleteAccountDialog *self =
      g_object_new (PARLOUR_TYPE_DELETE_ACCOUNT_DIALOG, "transient-for", parent, NULL);
  parlour_dialog_fit (GTK_WINDOW (self), parent);
  /* Translators: a username, and the name of a place or the address of its server */
  g_autofree char *lead = g_strdup_printf (
      _ ("The account @%s in %s is deleted for good, and its messages are removed from this "
         "computer. Nobody can undo this."),
      parlour_account_get_username (account), parlour_account_menu_place (account));
  gtk_label_set_text (self->lead, lead);
  self->accounts = g_object_ref (accounts);
  self->account = g_object_ref (account);
  gtk_widget_grab_focus (self->password);
  return GTK_WINDOW (self);
}

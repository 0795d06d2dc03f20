/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sign-out-dialog"

#include "app/account/sign-out-dialog.h"

#include <glib/gi18n.h>

/* Signing out, with its question. Main thread. */

struct _ParlourSignOutDialog {
  AdwMessageDialog parent_instance;
  ParlourAccounts *accounts;
  ParlourAccount *account;
};

G_DEFINE_FINAL_TYPE (ParlourSignOutDialog, parlour_sign_out_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  if (!parlour_accounts_sign_out_finish (PARLOUR_ACCOUNTS (source), result, &error))
    g_warning ("Signing out: %s", error->message);
}

static void
parlour_sign_out_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  ParlourSignOutDialog *self = PARLOUR_SIGN_OUT_DIALOG (dialog);
  if (g_str_equal (response, "sign-out"))
    parlour_accounts_sign_out_async (self->accounts, self->account, NULL, signed_out_cb, NULL);
}

static char *
question (ParlourAccount *account)
{
  guint waiting = parlour_account_get_waiting (account);
  if (waiting == 0)
    return g_strdup (
        _ ("The messages kept on this computer are removed. They stay on the server."));
  return g_strdup_printf (
      /* Translators: %u is how many messages wait to be sent */
      ngettext ("%u message has not been sent yet and will be lost. What was sent stays on the "
                "server.",
                "%u messages have not been sent yet and will be lost. What was sent stays on the "
                "server.",
                waiting),
      waiting);
}

static void
parlour_sign_out_dialog_dispose (GObject *object)
{
  ParlourSignOutDialog *self = PARLOUR_SIGN_OUT_DIALOG (object);
  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (parlour_sign_out_dialog_parent_class)->dispose (object);
}

static void
parlour_sign_out_dialog_class_init (ParlourSignOutDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parlour_sign_out_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = parlour_sign_out_dialog_response;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/im/parlour/Parlour/ui/sign-out-dialog.ui");
}

static void
parlour_sign_out_dialog_init (ParlourSignOutDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parlour_sign_out_dialog_new (GtkWindow *parent, ParlourAccounts *accounts, ParlourAccount *account)
{
  g_autofree char *body = question (account);
  ParlourSignOutDialog *self =
      g_object_new (PARLOUR_TYPE_SIGN_OUT_DIALOG, "transient-for", parent, "body", body, NULL);
  self->accounts = g_object_ref (accounts);
  self->account = g_object_ref (account);
  return GTK_WIDGET (self);
}

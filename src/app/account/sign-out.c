/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sign-out"

#include "app/account/sign-out.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Signing out, with its question. Main thread. */

#define ACCOUNTS "parlour-accounts"
#define ACCOUNT  "parlour-account"

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  if (!parlour_accounts_sign_out_finish (PARLOUR_ACCOUNTS (source), result, &error))
    g_warning ("Signing out: %s", error->message);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response)
{
  if (g_str_equal (response, "sign-out"))
    parlour_accounts_sign_out_async (g_object_get_data (G_OBJECT (dialog), ACCOUNTS),
                                     g_object_get_data (G_OBJECT (dialog), ACCOUNT), NULL,
                                     signed_out_cb, NULL);
}

static char *
question (ParlourAccount *account)
{
  guint waiting = parlour_account_get_waiting (account);
  if (waiting == 0)
    return g_strdup (
        _ ("The messages kept on this computer are removed. They stay on the server."));
  return g_strdup_printf (
      ngettext ("%u message has not been sent yet and will be lost. What was sent stays on the "
                "server.",
                "%u messages have not been sent yet and will be lost. What was sent stays on the "
                "server.",
                waiting),
      waiting);
}

void
parlour_sign_out_ask (GtkWindow *parent, ParlourAccounts *accounts, ParlourAccount *account)
{
  g_autofree char *body = question (account);
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Sign out?"), body);
  g_object_set_data_full (G_OBJECT (dialog), ACCOUNTS, g_object_ref (accounts), g_object_unref);
  g_object_set_data_full (G_OBJECT (dialog), ACCOUNT, g_object_ref (account), g_object_unref);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "sign-out", _ ("_Sign Out"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "sign-out",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

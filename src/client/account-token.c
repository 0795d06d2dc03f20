/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-token"

#include "client/account-private.h"
#include "client/keyring.h"
#include "client/sign-in.h"

#include <glib/gi18n.h>

/* This file owns how a device that is signed out gets a new token. Main thread. */

static void
token_stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* It works for this run all the same; the next start asks for the password again. */
  if (!parlour_keyring_store_finish (result, &error))
    g_debug ("the token is not kept: %s", error->message);
}

static void
keep_token (ParlourAccount *self, const char *token)
{
  g_autofree char *label = parlour_sign_in_label (self->entry);
  const ParlourKeyringKey key = {
      .server_identity = self->entry->identity,
      .user_id = self->entry->user_id,
      .profile = parlour_profile_get_name (self->profile),
  };

  parlour_keyring_store_async (&key, label, token, NULL, token_stored_cb, NULL);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourAccount *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (ParlourSignedIn) signed_in = parlour_sign_in_finish (result, &error);

  if (signed_in == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (strcmp (signed_in->user->id, self->entry->user_id) != 0) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                             _ ("The server knows somebody else by this name now."));
    return;
  }
  parlour_http_set_token (self->http, signed_in->token);
  if (self->keeps_token)
    keep_token (self, signed_in->token);
  parlour_sync_start (self->sync);
  g_task_return_boolean (task, TRUE);
}

void
parlour_account_sign_in_again_async (ParlourAccount *self,
                                     const char *password,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && password != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (ParlourDestination) destination = parlour_account_to_destination (self);
  g_task_set_source_tag (task, parlour_account_sign_in_again_async);
  parlour_sign_in_async (destination, self->entry->username, password, cancellable, signed_in_cb,
                         task);
}

gboolean
parlour_account_sign_in_again_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

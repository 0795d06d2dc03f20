/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts-leave"

#include "client/accounts-private.h"
#include "client/keyring.h"

/* This file owns how an account leaves: session ended where the server can be reached, token and
 * copy removed. Main thread; files are removed on GTask's threads. */

#define LOGOUT_SECONDS 5 /* a server that does not answer does not keep a person signed in */

typedef struct {
  ParlourAccount *account;
  ParlourAccountEntry *entry;
  GCancellable *logout;
  guint timer;
} Leaving;

static void
leaving_free (Leaving *leaving)
{
  g_clear_handle_id (&leaving->timer, g_source_remove);
  g_clear_object (&leaving->account);
  g_clear_object (&leaving->logout);
  parlour_account_entry_free (leaving->entry);
  g_free (leaving);
}

static void
remove_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *folder = data;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  /* The copy's folder holds plain files alone: nothing is followed, nothing below is entered. */
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
    g_autoptr (GError) error = NULL;
    if (!g_file_delete (file, NULL, &error))
      g_warning ("can't remove %s: %s", g_file_peek_path (file), error->message);
  }

  g_autoptr (GFile) self = g_file_new_for_path (folder);
  GError *error = NULL;
  if (g_file_delete (self, NULL, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    g_clear_error (&error);
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Leaving *leaving = g_task_get_task_data (task);
  ParlourAccounts *self = PARLOUR_ACCOUNTS (source);
  GError *error = NULL;

  if (!parlour_accounts_save_finish (self, result, &error)) {
    g_task_return_error (task, error);
    return;
  }

  /* without @self, which its thread must not be the one to end */
  g_autoptr (GTask) removing = g_task_new (NULL, NULL, removed_cb, g_steal_pointer (&task));
  g_task_set_task_data (removing, parlour_accounts_folder (self, leaving->entry->id), g_free);
  g_task_run_in_thread (removing, remove_thread);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Leaving *leaving = g_task_get_task_data (task);
  ParlourAccounts *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!parlour_keyring_clear_finish (result, &error) && error != NULL)
    g_debug ("what the keyring may have stays there; it is no longer good: %s", error->message);
  parlour_accounts_drop (self, leaving->account);
  parlour_accounts_save_async (self, saved_cb, task);
}

static void
logged_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Leaving *leaving = g_task_get_task_data (task);
  ParlourAccounts *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (answer == NULL)
    g_debug ("the server was not told: %s", error->message);
  g_clear_handle_id (&leaving->timer, g_source_remove);

  const ParlourKeyringKey key = {
      .server_identity = leaving->entry->identity,
      .user_id = leaving->entry->user_id,
      .profile = parlour_profile_get_name (self->profile),
  };
  parlour_keyring_clear_async (&key, NULL, cleared_cb, task);
}

static void
give_up_cb (gpointer data)
{
  Leaving *leaving = data;

  leaving->timer = 0;
  g_cancellable_cancel (leaving->logout);
}

void
parlour_accounts_sign_out_async (ParlourAccounts *self,
                                 ParlourAccount *account,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && PARLOUR_IS_ACCOUNT (account));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Leaving *leaving = g_new0 (Leaving, 1);
  leaving->account = g_object_ref (account);
  leaving->entry = parlour_account_entry_copy (parlour_account_get_entry (account));
  leaving->logout = g_cancellable_new ();
  leaving->timer = g_timeout_add_once (LOGOUT_SECONDS * 1000, give_up_cb, leaving);
  g_task_set_source_tag (task, parlour_accounts_sign_out_async);
  g_task_set_task_data (task, leaving, (GDestroyNotify)leaving_free);
  parlour_http_call_async (parlour_account_get_http (account), "POST", "/logout", NULL,
                           leaving->logout, logged_out_cb, task);
}

gboolean
parlour_accounts_sign_out_finish (ParlourAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

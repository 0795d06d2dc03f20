/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts-join"

#include "client/accounts-private.h"
#include "client/keyring.h"
#include "client/probe.h"

/* This file owns how an account comes into the list: look at the place, sign up or in, token into
 * the keyring, copy opened, file written. Main thread. */

void
parlour_accounts_look_async (ParlourAccounts *self,
                             ParlourDestination *destination,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self));
  parlour_probe_async (destination, cancellable, callback, user_data);
}

ParlourPlace *
parlour_accounts_look_finish (ParlourAccounts *self, GAsyncResult *result, GError **error)
{
  return parlour_probe_finish (result, error);
}

typedef struct {
  ParlourSignedIn *signed_in;
  ParlourAccountEntry *entry;
  ParlourAccount *account;
  gboolean is_new; /* it came into the list by this */
} Joining;

static void
joining_free (Joining *joining)
{
  g_clear_pointer (&joining->signed_in, parlour_signed_in_free);
  g_clear_pointer (&joining->entry, parlour_account_entry_free);
  g_clear_object (&joining->account);
  g_free (joining);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Joining *joining = g_task_get_task_data (task);
  ParlourAccounts *self = PARLOUR_ACCOUNTS (source);
  GError *error = NULL;

  if (!parlour_accounts_save_finish (self, result, &error)) {
    if (joining->is_new)
      parlour_accounts_drop (self, joining->account);
    g_task_return_error (task, error);
    return;
  }
  parlour_account_start (joining->account, NULL);
  g_task_return_pointer (task, g_object_ref (joining->account), g_object_unref);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Joining *joining = g_task_get_task_data (task);
  ParlourAccounts *self = PARLOUR_ACCOUNTS (source);
  GError *error = NULL;

  joining->account = parlour_accounts_open_finish (self, result, &error);
  joining->is_new = TRUE;
  if (joining->account != NULL)
    parlour_accounts_save_async (self, saved_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/* The same person on the same server, signed in anew: their copy is still good. */
static ParlourAccount *
find_same (ParlourAccounts *self, const ParlourAccountEntry *entry)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    ParlourAccount *account = g_ptr_array_index (self->accounts, i);
    const ParlourAccountEntry *other = parlour_account_get_entry (account);
    if (strcmp (other->identity, entry->identity) == 0 &&
        strcmp (other->user_id, entry->user_id) == 0)
      return account;
  }
  return NULL;
}

static void
token_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Joining *joining = g_task_get_task_data (task);
  ParlourAccounts *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  ParlourAccount *same = find_same (self, joining->entry);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (parlour_keyring_store_finish (result, &error))
    parlour_accounts_heard_keyring (self, NULL);
  else
    parlour_accounts_heard_keyring (self, error); /* it works for this run all the same */
  if (same == NULL) {
    parlour_accounts_open_async (self, joining->entry, joining->signed_in->user,
                                 joining->signed_in->token, cancellable, opened_cb,
                                 g_steal_pointer (&task));
    return;
  }
  joining->account = g_object_ref (same);
  parlour_http_set_token (parlour_account_get_http (same), joining->signed_in->token);
  parlour_account_learn_addresses (same, joining->entry);
  parlour_accounts_save_async (self, saved_cb, g_steal_pointer (&task));
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Joining *joining = g_task_get_task_data (task);
  ParlourAccounts *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  joining->signed_in = parlour_sign_in_finish (result, &error);
  if (joining->signed_in == NULL) {
    g_task_return_error (task, error);
    return;
  }
  joining->entry = parlour_sign_in_to_entry (joining->signed_in);

  g_autofree char *label = parlour_sign_in_label (joining->entry);
  const ParlourKeyringKey key = {
      .server_identity = joining->entry->identity,
      .user_id = joining->entry->user_id,
      .profile = parlour_profile_get_name (self->profile),
  };
  parlour_keyring_store_async (&key, label, joining->signed_in->token, cancellable, token_kept_cb,
                               g_steal_pointer (&task));
}

static GTask *
task_new (ParlourAccounts *self,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, parlour_accounts_join_async);
  g_task_set_task_data (task, g_new0 (Joining, 1), (GDestroyNotify)joining_free);
  return task;
}

void
parlour_accounts_join_async (ParlourAccounts *self,
                             ParlourDestination *destination,
                             const char *username,
                             const char *display_name,
                             const char *password,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && destination != NULL);
  parlour_sign_up_async (destination, username, display_name, password, cancellable, signed_in_cb,
                         task_new (self, cancellable, callback, user_data));
}

void
parlour_accounts_enter_async (ParlourAccounts *self,
                              ParlourDestination *destination,
                              const char *username,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && destination != NULL);
  parlour_sign_in_async (destination, username, password, cancellable, signed_in_cb,
                         task_new (self, cancellable, callback, user_data));
}

void
parlour_accounts_add_device_async (ParlourAccounts *self,
                                   ParlourDestination *destination,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self) && destination != NULL);
  parlour_sign_in_device_async (destination, cancellable, signed_in_cb,
                                task_new (self, cancellable, callback, user_data));
}

ParlourAccount *
parlour_accounts_join_finish (ParlourAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts-save"

#include "client/accounts-private.h"

/* This file owns when the list of accounts is written: one at a time, so that an older state never
 * comes after a newer one. Main thread; the file is written on GTask's threads. */

typedef struct {
  char *folder;
  GPtrArray *entries;
} Saving;

static void
saving_free (Saving *saving)
{
  g_free (saving->folder);
  g_ptr_array_unref (saving->entries);
  g_free (saving);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (parlour_accounts_file_save (saving->folder, saving->entries, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A task that writes the list as it stands now. Its thread may be the last to let go of it, and
 * must not be the one that ends @self: so it does not hold @self, the savers do. */
static GTask *
task_new (ParlourAccounts *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Saving *saving = g_new0 (Saving, 1);

  saving->folder = g_strdup (parlour_profile_get_config_dir (self->profile));
  saving->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_account_entry_free);
  for (guint i = 0; i < self->accounts->len; i++)
    g_ptr_array_add (saving->entries, parlour_account_entry_copy (parlour_account_get_entry (
                                          g_ptr_array_index (self->accounts, i))));
  g_task_set_source_tag (task, parlour_accounts_save_async);
  g_task_set_task_data (task, saving, (GDestroyNotify)saving_free);
  return task;
}

static void save_waiting (ParlourAccounts *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) savers = data;
  g_autoptr (ParlourAccounts) self = g_object_ref (g_task_get_source_object (savers->pdata[0]));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  self->saving = FALSE;
  for (guint i = 0; i < savers->len; i++)
    if (error != NULL)
      g_task_return_error (savers->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (savers->pdata[i], TRUE);
  save_waiting (self);
}

static void
save_waiting (ParlourAccounts *self)
{
  if (self->saving || self->savers->len == 0)
    return;

  GPtrArray *savers = g_steal_pointer (&self->savers);
  self->savers = g_ptr_array_new_with_free_func (g_object_unref);
  self->saving = TRUE;
  g_autoptr (GTask) writing = task_new (self, written_cb, savers);
  g_task_run_in_thread (writing, save_thread);
}

void
parlour_accounts_save_async (ParlourAccounts *self,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, parlour_accounts_save_async);
  g_ptr_array_add (self->savers, task);
  save_waiting (self);
}

gboolean
parlour_accounts_save_finish (ParlourAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!parlour_accounts_save_finish (PARLOUR_ACCOUNTS (source), result, &error))
    g_warning ("what was learnt about a server is not kept: %s", error->message);
}

static void
learnt_cb (ParlourAccounts *self)
{
  if (!self->closed)
    parlour_accounts_save_async (self, saved_cb, NULL);
}

void
parlour_accounts_watch (ParlourAccounts *self, ParlourAccount *account)
{
  static const char *const learnt[] = {"notify::server", "notify::last-seen", "notify::can-wake",
                                       "notify::display-name"};

  for (gsize i = 0; i < G_N_ELEMENTS (learnt); i++)
    g_signal_connect_object (account, learnt[i], G_CALLBACK (learnt_cb), self, G_CONNECT_SWAPPED);
}

void
parlour_accounts_save_last (ParlourAccounts *self)
{
  if (self->closed || self->accounts->len == 0)
    return;
  self->closed = TRUE;
  if (self->saving)
    return; /* what that thread writes is as good */

  g_autoptr (GTask) writing = task_new (self, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_task_run_in_thread_sync (writing, save_thread);
  if (!g_task_propagate_boolean (writing, &error))
    g_warning ("the accounts are not kept: %s", error->message);
}

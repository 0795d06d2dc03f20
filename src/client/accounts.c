/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-accounts"

#include "client/accounts.h"

#include "client/accounts-private.h"
#include "client/keyring.h"

/* This file owns the list of accounts: what is opened and loaded. Main thread; files are touched on
 * GTask's threads. */

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlourAccounts,
                               parlour_accounts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum {
  PROP_0,
  PROP_KEYRING_STATE,
  PROP_UNREAD,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

char *
parlour_accounts_folder (ParlourAccounts *self, const char *id)
{
  return g_build_filename (parlour_profile_get_data_dir (self->profile), "accounts", id, NULL);
}

void
parlour_accounts_heard_keyring (ParlourAccounts *self, const GError *error)
{
  ParlourKeyringState state = PARLOUR_KEYRING_READY;

  if (error != NULL && error->domain == PARLOUR_KEYRING_ERROR)
    state = (ParlourKeyringState)error->code;
  else if (error != NULL)
    return;
  if (state == self->keyring_state)
    return;
  self->keyring_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEYRING_STATE]);
}

ParlourKeyringState
parlour_accounts_get_keyring_state (ParlourAccounts *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNTS (self), PARLOUR_KEYRING_UNKNOWN);
  return self->keyring_state;
}

guint
parlour_accounts_get_unread (ParlourAccounts *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNTS (self), 0);
  return self->unread;
}

static void
count_unread (ParlourAccounts *self)
{
  guint unread = 0;

  for (guint i = 0; i < self->accounts->len; i++)
    unread += parlour_account_get_unread (g_ptr_array_index (self->accounts, i));
  if (unread == self->unread)
    return;
  self->unread = unread;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNREAD]);
}

/* --- open one ----------------------------------------------------------------------------------
 */

typedef struct {
  ParlourAccountEntry *entry;
  ParlourUser *user;
  char *token;
} Opening;

static void
opening_free (Opening *opening)
{
  parlour_account_entry_free (opening->entry);
  g_clear_pointer (&opening->user, parlour_user_unref);
  g_free (opening->token);
  g_free (opening);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourAccounts *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ParlourCopy) copy = parlour_copy_open_finish (result, &error);

  if (copy == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (g_task_return_error_if_cancelled (task))
    return;
  if (opening->user != NULL)
    parlour_copy_set_me_async (copy, opening->user, NULL, NULL);

  ParlourAccount *account =
      parlour_account_new (self->profile, opening->entry, copy, opening->token, TRUE);
  g_ptr_array_add (self->accounts, account);
  parlour_accounts_watch (self, account);
  g_signal_connect_swapped (account, "notify::unread", G_CALLBACK (count_unread), self);
  g_list_model_items_changed (G_LIST_MODEL (self), self->accounts->len - 1, 0, 1);
  count_unread (self);
  g_task_return_pointer (task, g_object_ref (account), g_object_unref);
}

void
parlour_accounts_open_async (ParlourAccounts *self,
                             const ParlourAccountEntry *entry,
                             ParlourUser *user,
                             const char *token,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  g_autofree char *folder = parlour_accounts_folder (self, entry->id);

  opening->entry = parlour_account_entry_copy (entry);
  opening->user = user != NULL ? parlour_user_ref (user) : NULL;
  opening->token = g_strdup (token);
  g_task_set_source_tag (task, parlour_accounts_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify)opening_free);
  parlour_copy_open_async (folder, cancellable, opened_cb, task);
}

ParlourAccount *
parlour_accounts_open_finish (ParlourAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- load --------------------------------------------------------------------------------------
 */

typedef struct {
  GPtrArray *entries;
  guint next;
  GError *first; /* why an account could not be opened */
} Loading;

static void
loading_free (Loading *loading)
{
  g_clear_pointer (&loading->entries, g_ptr_array_unref);
  g_clear_error (&loading->first);
  g_free (loading);
}

static void load_next (GTask *task);

/* The copy stands in the list before the keyring has answered: the window comes first. */
typedef struct {
  ParlourAccounts *self;
  ParlourAccount *account;
} Lookup;

static void
token_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Lookup *lookup = data;
  g_autoptr (GError) error = NULL;
  char *token = parlour_keyring_lookup_finish (result, &error);

  parlour_accounts_heard_keyring (lookup->self, error);
  if (token != NULL)
    parlour_http_set_token (parlour_account_get_http (lookup->account), token);
  parlour_account_start (lookup->account, error);
  parlour_keyring_token_free (token);
  g_object_unref (lookup->account);
  g_object_unref (lookup->self);
  g_free (lookup);
}

static void
look_token_up (ParlourAccounts *self, ParlourAccount *account)
{
  Lookup *lookup = g_new0 (Lookup, 1);
  const ParlourAccountEntry *entry = parlour_account_get_entry (account);
  const ParlourKeyringKey key = {
      .server_identity = entry->identity,
      .user_id = entry->user_id,
      .profile = parlour_profile_get_name (self->profile),
  };

  lookup->self = g_object_ref (self);
  lookup->account = g_object_ref (account);
  parlour_keyring_lookup_async (&key, NULL, token_cb, lookup);
}

static void
loaded_one_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Loading *loading = g_task_get_task_data (task);
  ParlourAccounts *self = PARLOUR_ACCOUNTS (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourAccount) account = parlour_accounts_open_finish (self, result, &error);

  if (account != NULL)
    look_token_up (self, account);
  else if (loading->first == NULL)
    loading->first = g_steal_pointer (&error);
  load_next (task);
}

/* Takes @task. */
static void
load_next (GTask *task)
{
  ParlourAccounts *self = g_task_get_source_object (task);
  Loading *loading = g_task_get_task_data (task);

  if (loading->next < loading->entries->len) {
    const ParlourAccountEntry *entry = g_ptr_array_index (loading->entries, loading->next++);
    parlour_accounts_open_async (self, entry, NULL, NULL, g_task_get_cancellable (task),
                                 loaded_one_cb, task);
    return;
  }
  if (loading->first != NULL)
    g_task_return_error (task, g_steal_pointer (&loading->first));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *entries = parlour_accounts_file_load (data, &error);

  if (entries != NULL)
    g_task_return_pointer (task, entries, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
entries_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;

  loading->entries = g_task_propagate_pointer (G_TASK (result), &error);
  if (loading->entries != NULL) {
    load_next (task);
    return;
  }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
parlour_accounts_load_async (ParlourAccounts *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  /* without @self, which its thread must not be the one to end */
  g_autoptr (GTask) reading = g_task_new (NULL, cancellable, entries_cb, task);
  g_task_set_source_tag (task, parlour_accounts_load_async);
  g_task_set_task_data (task, g_new0 (Loading, 1), (GDestroyNotify)loading_free);
  g_task_set_task_data (reading, g_strdup (parlour_profile_get_config_dir (self->profile)), g_free);
  g_task_run_in_thread (reading, load_thread);
}

gboolean
parlour_accounts_load_finish (ParlourAccounts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- the object --------------------------------------------------------------------------------
 */

void
parlour_accounts_drop (ParlourAccounts *self, ParlourAccount *account)
{
  guint position = 0;
  g_autoptr (ParlourAccount) alive = g_object_ref (account);

  if (!g_ptr_array_find (self->accounts, account, &position))
    return;
  g_signal_handlers_disconnect_by_data (account, self);
  g_ptr_array_remove_index (self->accounts, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  count_unread (self);
  parlour_account_close (account);
}

void
parlour_accounts_close (ParlourAccounts *self)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNTS (self));

  for (guint i = 0; i < self->accounts->len; i++)
    parlour_account_close (g_ptr_array_index (self->accounts, i));
  parlour_accounts_save_last (self);
}

static GType
get_item_type (GListModel *model)
{
  return PARLOUR_TYPE_ACCOUNT;
}

static guint
get_n_items (GListModel *model)
{
  return PARLOUR_ACCOUNTS (model)->accounts->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  ParlourAccounts *self = PARLOUR_ACCOUNTS (model);

  return position < self->accounts->len
             ? g_object_ref (g_ptr_array_index (self->accounts, position))
             : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
parlour_accounts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_KEYRING_STATE)
    g_value_set_int (value, (int)PARLOUR_ACCOUNTS (object)->keyring_state);
  else if (id == PROP_UNREAD)
    g_value_set_uint (value, PARLOUR_ACCOUNTS (object)->unread);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
parlour_accounts_finalize (GObject *object)
{
  ParlourAccounts *self = PARLOUR_ACCOUNTS (object);

  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->savers);
  g_clear_pointer (&self->profile, parlour_profile_unref);
  G_OBJECT_CLASS (parlour_accounts_parent_class)->finalize (object);
}

static void
parlour_accounts_class_init (ParlourAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parlour_accounts_get_property;
  object_class->finalize = parlour_accounts_finalize;
  props[PROP_KEYRING_STATE] = g_param_spec_int (
      "keyring-state", NULL, NULL, PARLOUR_KEYRING_UNKNOWN, PARLOUR_KEYRING_MISSING,
      PARLOUR_KEYRING_UNKNOWN, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_UNREAD] =
      g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_accounts_init (ParlourAccounts *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->savers = g_ptr_array_new_with_free_func (g_object_unref);
}

ParlourAccounts *
parlour_accounts_new (ParlourProfile *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);

  ParlourAccounts *self = g_object_new (PARLOUR_TYPE_ACCOUNTS, NULL);
  self->profile = parlour_profile_ref (profile);
  return self;
}

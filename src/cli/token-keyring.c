/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-token-keyring"

#include "cli/await.h"
#include "cli/cli-error.h"
#include "cli/session-store.h"
#include "client/keyring.h"
#include "client/sign-in.h"

#include <glib/gi18n.h>

/* This file owns the accounts of the command line whose tokens the keyring has. The desktop has its
 * own file and its own tokens: each is a device of its own. Main thread. */

/* The keyring's profile of this program's tokens. A profile's name has no slash, so that it is
 * nobody else's. */
static char *
keyring_profile (ParlourProfile *profile)
{
  return g_strconcat (parlour_profile_get_name (profile), "/cli", NULL);
}

static ParlourKeyringKey
make_key (const ParlourAccountEntry *entry, const char *profile)
{
  return (ParlourKeyringKey){
      .server_identity = entry->identity,
      .user_id = entry->user_id,
      .profile = profile,
  };
}

static char *
folder_of (ParlourProfile *profile)
{
  return g_build_filename (parlour_profile_get_config_dir (profile), "cli", NULL);
}

static GPtrArray *
load_entries (ParlourProfile *profile, GError **error)
{
  g_autofree char *folder = folder_of (profile);
  g_autoptr (GError) local = NULL;
  GPtrArray *entries = parlour_accounts_file_load (folder, &local);

  if (entries == NULL)
    g_set_error_literal (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, local->message);
  return entries;
}

static gboolean
save_entries (ParlourProfile *profile, GPtrArray *entries, GError **error)
{
  g_autofree char *folder = folder_of (profile);
  g_autoptr (GError) local = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (parlour_accounts_file_save (folder, entries, &local))
    return TRUE;
  g_set_error_literal (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, local->message);
  return FALSE;
}

static void
set_keyring_error (GError **error, const GError *reason, ParlourCliStatus status)
{
  g_set_error (error, PARLOUR_CLI_ERROR, (int)status,
               /* Translators: a reason, a sentence */
               _ ("The keyring can’t be used; --token-file does without. The reason: %s"),
               reason->message);
}

static void
set_not_signed_in (GError **error)
{
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_NOT_SIGNED_IN, "%s",
               _ ("You are not signed in here; see “login” and “register”."));
}

/* By the key where there is one, for a server may be found at any address; else by the address. */
gboolean
parlour_cli_entry_is_at (const ParlourAccountEntry *entry, const ParlourDestination *destination)
{
  const ParlourFingerprint *pin = parlour_account_entry_get_pin (entry);

  if (destination->pin != NULL)
    return pin != NULL && parlour_fingerprint_equal (pin, destination->pin);
  for (const char *const *address = destination->addresses; *address != NULL; address++)
    if (g_strv_contains ((const char *const *)entry->addresses, *address))
      return TRUE;
  return FALSE;
}

static const ParlourAccountEntry *
choose (GPtrArray *entries, const ParlourDestination *destination)
{
  for (guint i = entries->len; i > 0; i--) {
    const ParlourAccountEntry *entry = g_ptr_array_index (entries, i - 1);
    if (destination == NULL || parlour_cli_entry_is_at (entry, destination))
      return entry;
  }
  return NULL;
}

ParlourAccountEntry *
parlour_cli_keyring_load (ParlourProfile *profile,
                          const ParlourDestination *destination,
                          char **token,
                          GError **error)
{
  g_autoptr (GPtrArray) entries = load_entries (profile, error);
  const ParlourAccountEntry *entry = entries != NULL ? choose (entries, destination) : NULL;
  g_autofree char *profile_name = keyring_profile (profile);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;

  if (entries == NULL)
    return NULL;
  if (entry == NULL) {
    set_not_signed_in (error);
    return NULL;
  }

  ParlourKeyringKey key = make_key (entry, profile_name);
  parlour_keyring_lookup_async (&key, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  char *secret = parlour_keyring_lookup_finish (result, &local);
  if (local != NULL)
    set_keyring_error (error, local, PARLOUR_CLI_NOT_SIGNED_IN);
  else if (secret == NULL)
    set_not_signed_in (error);
  if (secret == NULL)
    return NULL;
  *token = g_strdup (secret);
  parlour_keyring_token_free (secret);
  return parlour_account_entry_copy (entry);
}

/* -1 where the same person's account is not there. */
static gint64
find_like (GPtrArray *entries, const ParlourAccountEntry *like)
{
  for (guint i = 0; i < entries->len; i++) {
    const ParlourAccountEntry *entry = g_ptr_array_index (entries, i);
    if (g_strcmp0 (entry->identity, like->identity) == 0 &&
        g_strcmp0 (entry->user_id, like->user_id) == 0)
      return i;
  }
  return -1;
}

ParlourAccountEntry *
parlour_cli_keyring_find_at (ParlourProfile *profile, const ParlourDestination *destination)
{
  g_autoptr (GPtrArray) entries = load_entries (profile, NULL);
  const ParlourAccountEntry *entry = entries != NULL ? choose (entries, destination) : NULL;

  return entry != NULL ? parlour_account_entry_copy (entry) : NULL;
}

ParlourAccountEntry *
parlour_cli_keyring_find (ParlourProfile *profile, const ParlourAccountEntry *like)
{
  g_autoptr (GPtrArray) entries = load_entries (profile, NULL);
  gint64 found = entries != NULL ? find_like (entries, like) : -1;

  return found >= 0 ? parlour_account_entry_copy (g_ptr_array_index (entries, (guint)found)) : NULL;
}

gboolean
parlour_cli_keyring_save (ParlourProfile *profile,
                          const ParlourAccountEntry *entry,
                          const char *token,
                          GError **error)
{
  g_autoptr (GPtrArray) entries = load_entries (profile, error);
  g_autofree char *profile_name = keyring_profile (profile);
  g_autofree char *label = parlour_sign_in_label (entry);
  ParlourKeyringKey key = make_key (entry, profile_name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;

  if (entries == NULL)
    return FALSE;
  parlour_keyring_store_async (&key, label, token, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  if (!parlour_keyring_store_finish (result, &local)) {
    set_keyring_error (error, local, PARLOUR_CLI_FAILED);
    return FALSE;
  }

  gint64 found = find_like (entries, entry);
  if (found >= 0)
    g_ptr_array_remove_index (entries, (guint)found);
  g_ptr_array_add (entries, parlour_account_entry_copy (entry));
  return save_entries (profile, entries, error);
}

gboolean
parlour_cli_keyring_remove (ParlourProfile *profile,
                            const ParlourAccountEntry *entry,
                            GError **error)
{
  g_autoptr (GPtrArray) entries = load_entries (profile, error);
  g_autofree char *profile_name = keyring_profile (profile);
  ParlourKeyringKey key = make_key (entry, profile_name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  gint64 found = entries != NULL ? find_like (entries, entry) : -1;

  if (entries == NULL)
    return FALSE;
  if (found >= 0)
    g_ptr_array_remove_index (entries, (guint)found);
  if (!save_entries (profile, entries, error))
    return FALSE;
  parlour_keyring_clear_async (&key, NULL, parlour_cli_await_cb, &result);
  parlour_cli_await (&result);
  if (parlour_keyring_clear_finish (result, &local))
    return TRUE;
  set_keyring_error (error, local, PARLOUR_CLI_FAILED);
  return FALSE;
}

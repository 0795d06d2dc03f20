/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** ParlourAccountEntry: what the file `accounts` keeps of one account. No secret. */
typedef struct {
  char *id;       /* the name of its folder: a UUID */
  char *server;   /* normalised address */
  char *identity; /* the server's; the keyring's attribute */
  char *place_name;
  char *user_id;
  char *username;
  char *display_name;
} ParlourAccountEntry;

ParlourAccountEntry *parlour_account_entry_copy (const ParlourAccountEntry *self);
void parlour_account_entry_free (ParlourAccountEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourAccountEntry, parlour_account_entry_free)

/**
 * parlour_accounts_file_load:
 * @folder: the profile's configuration folder
 *
 * Reads `accounts`. A missing file is an empty list; what can't be read as an account is left out
 * and kept in the file's copy `accounts.broken`. Blocks: call it on a thread for files.
 *
 * Returns: (transfer full) (element-type ParlourAccountEntry) (nullable)
 */
GPtrArray *parlour_accounts_file_load (const char *folder, GError **error);

/** parlour_accounts_file_save: replaces the file in one step (0600). Blocks. */
gboolean parlour_accounts_file_save (const char *folder, GPtrArray *entries, GError **error);

G_END_DECLS

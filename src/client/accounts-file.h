/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"

G_BEGIN_DECLS

/** ParlourAccountEntry: what the file `accounts` keeps of one account. No secret. */
typedef struct {
  char *id;         /* the name of its folder: a UUID */
  char *server;     /* normalised address: where it answered last */
  char **addresses; /* all that are known, normalised, @server among them; never NULL */
  gboolean has_pin;
  ParlourFingerprint pin; /* the key that decides; then all addresses are https */
  char *identity;         /* the server's; the keyring's attribute */
  char *place_name;
  char *user_id;
  char *username;
  char *display_name;
  char **macs;      /* of the host's computer, for Wake-on-LAN; nullable */
  gint64 last_seen; /* ms since 1970; 0 for never */
} ParlourAccountEntry;

/** parlour_account_entry_get_pin: (transfer none) (nullable) */
const ParlourFingerprint *parlour_account_entry_get_pin (const ParlourAccountEntry *self);

/** parlour_account_entry_add_address: @address becomes the one to use; it is the first from now on.
 * No more than %PARLOUR_ACCOUNT_ADDRESSES_MAX are kept. */
void parlour_account_entry_add_address (ParlourAccountEntry *self, const char *address);
#define PARLOUR_ACCOUNT_ADDRESSES_MAX 12

ParlourAccountEntry *parlour_account_entry_copy (const ParlourAccountEntry *self);
void parlour_account_entry_free (ParlourAccountEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourAccountEntry, parlour_account_entry_free)

/**
 * parlour_account_entry_read:
 * @id: (nullable): of the account
 *
 * Returns: (transfer full) (nullable): what @group of @file says; %NULL where it is no account
 */
ParlourAccountEntry *parlour_account_entry_read (GKeyFile *file, const char *group, const char *id);

/** parlour_account_entry_write: all but the id. */
void
parlour_account_entry_write (const ParlourAccountEntry *self, GKeyFile *file, const char *group);

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

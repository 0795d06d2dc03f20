/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account-private.h"
#include "client/accounts.h"
#include "client/sign-in.h"

G_BEGIN_DECLS

/* What the files of the accounts share: accounts.c (the list), accounts-join.c (one more),
 * accounts-leave.c (one less), accounts-move.c (another address), accounts-save.c (the file). */

struct _ParlourAccounts {
  GObject parent_instance;

  ParlourProfile *profile;
  GPtrArray *accounts; /* ParlourAccount */
  GPtrArray *savers;   /* GTask: who waits until the list stands in the file */
  gboolean saving;     /* a thread writes it just now */
  gboolean closed;
  ParlourKeyringState keyring_state;
  guint unread; /* of all accounts together */
};

/** parlour_accounts_open_async: opens the copy of @entry and puts the account into the list, not
 * started. @user (nullable): who it is, for a new copy. */
void parlour_accounts_open_async (ParlourAccounts *self,
                                  const ParlourAccountEntry *entry,
                                  ParlourUser *user,
                                  const char *token,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourAccount *
parlour_accounts_open_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

/** parlour_accounts_save_async: writes the list as it stands. */
void parlour_accounts_save_async (ParlourAccounts *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean parlour_accounts_save_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

/** parlour_accounts_watch: what @account learns about its server is saved. */
void parlour_accounts_watch (ParlourAccounts *self, ParlourAccount *account);

/** parlour_accounts_save_last: at the program's end: waits until all is written. */
void parlour_accounts_save_last (ParlourAccounts *self);

/**
 * parlour_accounts_offer_address:
 * @instead_of: (nullable): where it is no longer
 *
 * Somebody says that the server with the key @fingerprint is at @address: the accounts with that
 * pin that do not know the address take it, after a handshake with it; those that are online only
 * keep it for later, unless it is @instead_of that they are connected to.
 */
void parlour_accounts_offer_address (ParlourAccounts *self,
                                     const ParlourFingerprint *fingerprint,
                                     const char *address,
                                     const char *instead_of);

/** parlour_accounts_drop: takes the account off the list and closes it. */
void parlour_accounts_drop (ParlourAccounts *self, ParlourAccount *account);

/** parlour_accounts_heard_keyring: what a call to the keyring came to; @error (nullable). */
void parlour_accounts_heard_keyring (ParlourAccounts *self, const GError *error);

/** parlour_accounts_folder: (transfer full): where the copy of the account @id lies. */
char *parlour_accounts_folder (ParlourAccounts *self, const char *id);

G_END_DECLS

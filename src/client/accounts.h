/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/profile.h"

G_BEGIN_DECLS

/** ParlourPlace: what a server tells anyone about itself. Immutable, counted atomically. */
typedef struct {
  const char *server;   /* normalised address */
  const char *identity; /* the server's, whatever its address: until TLS, the place's id */
  const char *name;
  const char *version;
  const char *registration; /* "open", "invite", "closed" */
  const char *fingerprint;  /* nullable */
} ParlourPlace;
ParlourPlace *parlour_place_ref (ParlourPlace *self);
void parlour_place_unref (ParlourPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourPlace, parlour_place_unref)

typedef enum {
  PARLOUR_KEYRING_UNKNOWN,
  PARLOUR_KEYRING_READY,
  PARLOUR_KEYRING_LOCKED,  /* there, but it did not open in time */
  PARLOUR_KEYRING_MISSING, /* no Secret Service on this desktop */
} ParlourKeyringState;

/**
 * ParlourAccounts:
 *
 * The accounts of one profile: a GListModel of #ParlourAccount. Owns the file `accounts` (servers
 * and users, no secret) and the tokens in the keyring. Main thread. Property "keyring-state".
 */
#define PARLOUR_TYPE_ACCOUNTS (parlour_accounts_get_type ())
G_DECLARE_FINAL_TYPE (ParlourAccounts, parlour_accounts, PARLOUR, ACCOUNTS, GObject)

ParlourAccounts *parlour_accounts_new (ParlourProfile *profile);
ParlourKeyringState parlour_accounts_get_keyring_state (ParlourAccounts *self);

/**
 * parlour_accounts_load_async:
 *
 * Reads what is kept, opens the copies, looks the tokens up (with a time limit) and connects. An
 * account stands in the list as soon as its copy is open, before the network has answered; one
 * whose token can't be had is PARLOUR_ACCOUNT_SIGNED_OUT with the reason.
 */
void parlour_accounts_load_async (ParlourAccounts *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean parlour_accounts_load_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

/** parlour_accounts_probe_async: asks the server at @address who it is, before anything is sent. */
void parlour_accounts_probe_async (ParlourAccounts *self,
                                   const char *address,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourPlace *
parlour_accounts_probe_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

/** parlour_accounts_sign_in_async: the token goes into the keyring, the account into the list. */
void parlour_accounts_sign_in_async (ParlourAccounts *self,
                                     const char *address,
                                     const char *username,
                                     const char *password,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** parlour_accounts_register_async: @display_name nullable. Ends like signing in. */
void parlour_accounts_register_async (ParlourAccounts *self,
                                      const char *address,
                                      const char *username,
                                      const char *display_name,
                                      const char *password,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full) (nullable): of both */
ParlourAccount *
parlour_accounts_sign_in_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

/**
 * parlour_accounts_sign_out_async: ends the session on the server where it can be reached, and then
 * removes the token, the local copy and the account.
 */
void parlour_accounts_sign_out_async (ParlourAccounts *self,
                                      ParlourAccount *account,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
parlour_accounts_sign_out_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

/**
 * parlour_accounts_follow:
 * @address: where one of our own servers answers now, on this computer
 *
 * Asks it who it is; the accounts of that place move to @address and connect there.
 */
void parlour_accounts_follow (ParlourAccounts *self, const char *address);

/** parlour_accounts_close: closes sockets and copies (waits for their threads); at the program's
 * end. */
void parlour_accounts_close (ParlourAccounts *self);

G_END_DECLS

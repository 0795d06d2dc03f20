/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/client-error.h"
#include "client/destination.h"
#include "client/profile.h"

G_BEGIN_DECLS

/** ParlourPlace: what a server tells anyone about itself, once its key was accepted. Immutable,
 * counted atomically. */
typedef struct {
  const char *server;   /* normalised address at which it answered */
  const char *identity; /* of the handshake, whatever the address: the pin; for a server that a
                           public authority vouches for, its name; on this computer without TLS, the
                           place's id */
  const char *name;
  const char *version;
  const char *registration; /* "open", "invite", "closed" */
  const char *fingerprint;  /* base64url, of the key in the handshake; nullable: without TLS */
  gint64 time;              /* ms since 1970 by its clock; 0: not told */
  gboolean pinned;          /* whether the pin decided; else a public authority, or no TLS */
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
 * and users, no secret) and the tokens in the keyring. Main thread. Properties (notify):
 * "keyring-state", "unread" (guint: conversations with something unread in all of them).
 */
#define PARLOUR_TYPE_ACCOUNTS (parlour_accounts_get_type ())
G_DECLARE_FINAL_TYPE (ParlourAccounts, parlour_accounts, PARLOUR, ACCOUNTS, GObject)

ParlourAccounts *parlour_accounts_new (ParlourProfile *profile);
ParlourKeyringState parlour_accounts_get_keyring_state (ParlourAccounts *self);
guint parlour_accounts_get_unread (ParlourAccounts *self);

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

/**
 * parlour_accounts_look_async:
 *
 * Looks for the server at its addresses, in turn, and asks it who it is. With a pin, the pin alone
 * decides whether it is the one; without, a public authority has to vouch for its name. Otherwise
 * the connection ends before a request is sent:
 * - #PARLOUR_CLIENT_ERROR_NOT_TRUSTED: parlour_client_error_get_fingerprint() is what to show;
 * after the person's yes, look again with parlour_destination_with_pin()
 * - #PARLOUR_CLIENT_ERROR_OTHER_KEY: it has another key than the pin; say so, offer no way past
 *
 * An invite's token is not sent.
 */
void parlour_accounts_look_async (ParlourAccounts *self,
                                  ParlourDestination *destination,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourPlace *
parlour_accounts_look_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

/**
 * parlour_accounts_join_async:
 * @display_name: (nullable)
 *
 * Looks, then makes an account with the destination's invite, if it has one. The server's key is
 * kept with the account and decides from then on. #PARLOUR_PROBLEM_INVITE_REQUIRED and
 * #PARLOUR_PROBLEM_INVITE_REFUSED come from the server.
 */
void parlour_accounts_join_async (ParlourAccounts *self,
                                  ParlourDestination *destination,
                                  const char *username,
                                  const char *display_name,
                                  const char *password,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** parlour_accounts_enter_async: looks, then signs in to an account that there is. */
void parlour_accounts_enter_async (ParlourAccounts *self,
                                   ParlourDestination *destination,
                                   const char *username,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** parlour_accounts_add_device_async: looks, then signs in by the token of a link that another
 * device of the same person made (#PARLOUR_INVITE_LINK_DEVICE). */
void parlour_accounts_add_device_async (ParlourAccounts *self,
                                        ParlourDestination *destination,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

/** parlour_accounts_join_finish: Returns: (transfer full) (nullable): of all three */
ParlourAccount *
parlour_accounts_join_finish (ParlourAccounts *self, GAsyncResult *result, GError **error);

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
 * @address: where a server of one of our accounts may answer now
 *
 * The accounts whose pin the server there proves in a handshake take @address and connect there;
 * without TLS, those of that place on this computer.
 */
void parlour_accounts_follow (ParlourAccounts *self, const char *address);

/** parlour_accounts_close: closes sockets and copies (waits for their threads); at the program's
 * end. */
void parlour_accounts_close (ParlourAccounts *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

G_BEGIN_DECLS

/**
 * Tokens in the desktop's Secret Service, by libsecret. Their attributes are the server's identity,
 * the user's id and the profile, never the address. All calls are asynchronous on the main thread
 * and end within %PARLOUR_KEYRING_TIMEOUT_SECONDS: a locked keyring waits for a prompt for ever
 * (and may store the token later, once the person has answered it), and a person without one must
 * get in all the same.
 */

#define PARLOUR_KEYRING_TIMEOUT_SECONDS 8

/** PARLOUR_KEYRING_ERROR: codes are #ParlourKeyringState: LOCKED, MISSING, or UNKNOWN for the rest.
 */
#define PARLOUR_KEYRING_ERROR (parlour_keyring_error_quark ())
GQuark parlour_keyring_error_quark (void);

/** ParlourKeyringKey: which token; borrowed for the length of the call. */
typedef struct {
  const char *server_identity; /* of the handshake (ParlourPlace.identity), never of its answers */
  const char *user_id;
  const char *profile; /* "" for the usual one */
} ParlourKeyringKey;

void parlour_keyring_store_async (const ParlourKeyringKey *key,
                                  const char *label,
                                  const char *token,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean parlour_keyring_store_finish (GAsyncResult *result, GError **error);

void parlour_keyring_lookup_async (const ParlourKeyringKey *key,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full) (nullable): the token; free with secret_password_free() or
 * parlour_keyring_token_free(). NULL without @error where there is none. */
char *parlour_keyring_lookup_finish (GAsyncResult *result, GError **error);
void parlour_keyring_token_free (char *token);

void parlour_keyring_clear_async (const ParlourKeyringKey *key,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean parlour_keyring_clear_finish (GAsyncResult *result, GError **error);

G_END_DECLS

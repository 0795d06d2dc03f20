/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts-file.h"
#include "client/accounts.h"

G_BEGIN_DECLS

/* What a person who has no account here yet says to a server: sign up, sign in. All of it looks at
 * the server first (client/probe.h) and speaks to what proved its key there. Main thread,
 * asynchronous; keeps nothing. */

/** ParlourSignedIn: a token, and whose and where. */
typedef struct {
  ParlourDestination *destination;
  ParlourPlace *place;
  ParlourUser *user;
  char *token;
  char *session;
} ParlourSignedIn;

void parlour_signed_in_free (ParlourSignedIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourSignedIn, parlour_signed_in_free)

/** parlour_sign_in_async: `POST /login`. */
void parlour_sign_in_async (ParlourDestination *destination,
                            const char *username,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** parlour_sign_up_async: `POST /register`, with the destination's invite, if it has one.
 * @display_name (nullable) */
void parlour_sign_up_async (ParlourDestination *destination,
                            const char *username,
                            const char *display_name,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** parlour_sign_in_device_async: `POST /login/device`, with the token of the destination's link. */
void parlour_sign_in_device_async (ParlourDestination *destination,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/** Returns: (transfer full) (nullable): of all three */
ParlourSignedIn *parlour_sign_in_finish (GAsyncResult *result, GError **error);

/** parlour_sign_in_to_entry: (transfer full): a new entry with a new id. */
ParlourAccountEntry *parlour_sign_in_to_entry (const ParlourSignedIn *self);

/** parlour_sign_in_label: (transfer full): what the keyring shows a person. */
char *parlour_sign_in_label (const ParlourAccountEntry *entry);

G_END_DECLS

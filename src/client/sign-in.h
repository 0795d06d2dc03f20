/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts-file.h"
#include "client/accounts.h"

G_BEGIN_DECLS

/* What a person who has no account here yet says to a server: who it is, sign up, sign in. Main
 * thread, asynchronous; keeps nothing. */

/** ParlourSignedIn: a token, and whose and where. */
typedef struct {
  ParlourPlace *place;
  ParlourUser *user;
  char *token;
  char *session;
} ParlourSignedIn;

void parlour_signed_in_free (ParlourSignedIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourSignedIn, parlour_signed_in_free)

/** parlour_probe_async: `GET /server` of @address, as typed. */
void parlour_probe_async (const char *address,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourPlace *parlour_probe_finish (GAsyncResult *result, GError **error);

/** parlour_sign_in_async: probes, then `POST /login`. */
void parlour_sign_in_async (const char *address,
                            const char *username,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** parlour_sign_up_async: probes, then `POST /register`. @display_name (nullable) */
void parlour_sign_up_async (const char *address,
                            const char *username,
                            const char *display_name,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** Returns: (transfer full) (nullable): of both */
ParlourSignedIn *parlour_sign_in_finish (GAsyncResult *result, GError **error);

/** parlour_sign_in_to_entry: (transfer full): a new entry with a new id. */
ParlourAccountEntry *parlour_sign_in_to_entry (const ParlourSignedIn *self);

/** parlour_sign_in_label: (transfer full): what the keyring shows a person. */
char *parlour_sign_in_label (const ParlourAccountEntry *entry);

G_END_DECLS

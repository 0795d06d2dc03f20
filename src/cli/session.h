/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/command-line.h"
#include "client/accounts-file.h"
#include "client/destination.h"
#include "client/http.h"
#include "client/profile.h"

G_BEGIN_DECLS

/**
 * ParlourCliSession:
 *
 * Whose device this is on which server: the account and its token, from the keyring or the token
 * file, and calls to the server. Main thread; every call waits for its answer.
 */
typedef struct _ParlourCliSession ParlourCliSession;

void parlour_cli_session_free (ParlourCliSession *self); /* nullable */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCliSession, parlour_cli_session_free)

/** parlour_cli_session_load: what signing in has kept; PARLOUR_CLI_NOT_SIGNED_IN where nothing is.
 * Returns: (transfer full) (nullable) */
ParlourCliSession *parlour_cli_session_load (ParlourProfile *profile,
                                             const ParlourCliOptions *options,
                                             GError **error);

/**
 * parlour_cli_session_find:
 *
 * Looks for the server that --server and --fingerprint mean, before anything of a person's is told.
 * Without a --server it is the one where one signed in last. Whom one was signed in with before
 * must show the same key; else, where nobody vouches for it, the person is asked on the terminal.
 *
 * Returns: (transfer full) (nullable): with the pin that was agreed to
 */
ParlourDestination *parlour_cli_session_find (ParlourProfile *profile,
                                              const ParlourCliOptions *options,
                                              GError **error);

/**
 * parlour_cli_session_sign_in:
 * @sign_up: makes the account first
 *
 * Signs in and keeps the token.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourCliSession *parlour_cli_session_sign_in (ParlourProfile *profile,
                                                const ParlourCliOptions *options,
                                                ParlourDestination *destination,
                                                const char *username,
                                                const char *password,
                                                gboolean sign_up,
                                                GError **error);

/** parlour_cli_session_forget: drops the token and the account here; says nothing to the server. */
gboolean parlour_cli_session_forget (ParlourCliSession *self, GError **error);

const ParlourAccountEntry *parlour_cli_session_get_entry (ParlourCliSession *self);
const char *parlour_cli_session_get_token (ParlourCliSession *self);
ParlourProfile *parlour_cli_session_get_profile (ParlourCliSession *self);

/** parlour_cli_session_get_folder: (transfer none): of this device's own copy. */
const char *parlour_cli_session_get_folder (ParlourCliSession *self);

/**
 * parlour_cli_session_call:
 * @format: path below /api/v1, as printf(); its arguments are escaped strings and numbers
 *
 * Returns: (transfer full) (nullable): as parlour_http_call_finish()
 */
JsonObject *parlour_cli_session_call (ParlourCliSession *self,
                                      const char *method,
                                      GBytes *body,
                                      GError **error,
                                      const char *format,
                                      ...) G_GNUC_PRINTF (5, 6);

/** parlour_cli_session_send: (transfer full) (nullable): what a PUT of something that is no JSON is
 * answered. */
JsonObject *parlour_cli_session_send (
    ParlourCliSession *self, const char *path, const char *type, GBytes *body, GError **error);

G_END_DECLS

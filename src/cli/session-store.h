/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts-file.h"
#include "client/destination.h"
#include "client/profile.h"

G_BEGIN_DECLS

/* Where accounts and tokens of the command line lie: in a token file that says all, or in the
 * profile's `cli/accounts` and the keyring. Main thread; waits. All errors are PARLOUR_CLI_ERROR.
 */

/**
 * parlour_cli_token_file_load:
 * @token: (out) (transfer full)
 *
 * PARLOUR_CLI_NOT_SIGNED_IN where @path is missing; refused where others may read it.
 *
 * Returns: (transfer full) (nullable)
 */
ParlourAccountEntry *parlour_cli_token_file_load (const char *path, char **token, GError **error);

/** parlour_cli_token_file_save: replaces it in one step, mode 0600. */
gboolean parlour_cli_token_file_save (const char *path,
                                      const ParlourAccountEntry *entry,
                                      const char *token,
                                      GError **error);
gboolean parlour_cli_token_file_remove (const char *path, GError **error);

/** parlour_cli_entry_is_at: whether @destination means the server of @entry. */
gboolean parlour_cli_entry_is_at (const ParlourAccountEntry *entry,
                                  const ParlourDestination *destination);

/**
 * parlour_cli_keyring_load:
 * @destination: (nullable): which account; else the one that signed in last
 *
 * Returns: (transfer full) (nullable)
 */
ParlourAccountEntry *parlour_cli_keyring_load (ParlourProfile *profile,
                                               const ParlourDestination *destination,
                                               char **token,
                                               GError **error);

/** parlour_cli_keyring_find_at: (transfer full) (nullable): the account that signed in last at
 * @destination (nullable: anywhere). Asks the keyring nothing. */
ParlourAccountEntry *parlour_cli_keyring_find_at (ParlourProfile *profile,
                                                  const ParlourDestination *destination);

/** parlour_cli_keyring_find: (transfer full) (nullable): the account of the same person there. */
ParlourAccountEntry *parlour_cli_keyring_find (ParlourProfile *profile,
                                               const ParlourAccountEntry *like);

/** parlour_cli_keyring_save: it is the last one then. */
gboolean parlour_cli_keyring_save (ParlourProfile *profile,
                                   const ParlourAccountEntry *entry,
                                   const char *token,
                                   GError **error);
gboolean parlour_cli_keyring_remove (ParlourProfile *profile,
                                     const ParlourAccountEntry *entry,
                                     GError **error);

G_END_DECLS

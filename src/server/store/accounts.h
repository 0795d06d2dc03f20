/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/user.h"

G_BEGIN_DECLS

/* What administrators do to accounts. Whatever would leave the place without an administrator who
 * can sign in is refused with #PARLOUR_PROBLEM_LAST_ADMIN. All of it runs on the writer. */

/**
 * parlour_store_find_account_of:
 * @name: an id, or a username in any case
 * @number: (out) (optional)
 *
 * Returns: (transfer full) (nullable): the own view; #PARLOUR_PROBLEM_NOT_FOUND where there is
 *   none or it was deleted. Any store.
 */
ParlourUser *parlour_store_find_account_of (ParlourStore *self,
                                            const char *name,
                                            gint64 *number,
                                            GError **error);

/** parlour_store_set_role: whoever is no administrator any more loses the invites they made. */
gboolean
parlour_store_set_role (ParlourStore *self, gint64 number, ParlourUserRole role, GError **error);

/**
 * parlour_store_set_active:
 *
 * FALSE closes all that the account has open and takes its invites back; its tokens are refused
 * with #PARLOUR_PROBLEM_ACCOUNT_DISABLED from then on. TRUE lets it sign in anew.
 */
gboolean
parlour_store_set_active (ParlourStore *self, gint64 number, gboolean active, GError **error);

/** parlour_store_reset_password: ends all its sessions and device links too. */
gboolean parlour_store_reset_password (ParlourStore *self,
                                       gint64 number,
                                       const char *password_hash,
                                       GError **error);

/**
 * parlour_store_delete_user:
 * @erase: whether what they wrote goes too: see parlour_store_erase_some()
 *
 * What is left is a row without a name that the messages of others' histories point to. The
 * username is free again.
 */
gboolean
parlour_store_delete_user (ParlourStore *self, gint64 number, gboolean erase, GError **error);

/**
 * parlour_store_erase_some:
 * @more: (out): whether there is more to do: call it again
 *
 * Erases for everyone some of what deleted accounts wrote, then of what removed groups held, in a
 * few milliseconds. Where it had got
 * to is kept in the database.
 */
gboolean parlour_store_erase_some (ParlourStore *self, gboolean *more, GError **error);

G_END_DECLS

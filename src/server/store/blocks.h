/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/**
 * parlour_store_set_block:
 * @id: of another person
 *
 * From now on @user takes nothing from them in their direct conversation, or does again; the inbox
 * says `block.changed`. The same again changes nothing. Writer.
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_NOT_FOUND where there is no such person,
 *   #PARLOUR_PROBLEM_FORBIDDEN for oneself
 */
gboolean parlour_store_set_block (
    ParlourStore *self, gint64 user, const char *id, gboolean block, GError **error);

/**
 * parlour_store_list_blocks:
 * @cursor: (nullable): the @next of the page before
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * Whom @user has blocked, by username.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourUser)
 */
GPtrArray *parlour_store_list_blocks (
    ParlourStore *self, gint64 user, const char *cursor, guint limit, char **next, GError **error);

/** parlour_store_check_may_reach: FALSE with #PARLOUR_PROBLEM_BLOCKED: @other has blocked @user. */
gboolean
parlour_store_check_may_reach (ParlourStore *self, gint64 user, gint64 other, GError **error);

/**
 * parlour_store_check_block:
 *
 * Whether what this member writes may reach the other one of a direct conversation; in a group
 * everybody may write to everybody.
 *
 * Returns: FALSE with #PARLOUR_PROBLEM_BLOCKED where they were blocked
 */
gboolean
parlour_store_check_block (ParlourStore *self, const ParlourMembership *membership, GError **error);

/** parlour_store_get_peer_blocked: @blocked (out): whether this member has blocked the other. */
gboolean parlour_store_get_peer_blocked (ParlourStore *self,
                                         const ParlourMembership *membership,
                                         gboolean *blocked,
                                         GError **error);

/** parlour_store_get_blocked: @blocked (out): whether @user has blocked @other. */
gboolean parlour_store_get_blocked (
    ParlourStore *self, gint64 user, gint64 other, gboolean *blocked, GError **error);

/** parlour_store_forget_blocks: of both sides, with the account. Writer. */
gboolean parlour_store_forget_blocks (ParlourStore *self, gint64 user, GError **error);

G_END_DECLS

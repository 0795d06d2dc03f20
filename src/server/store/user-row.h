/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/user.h"

#include "db/statement.h"

G_BEGIN_DECLS

/* Inside server/store only: rows of people as values. */

/** PARLOUR_SHARES_PRESENCE: whether `users u` let `users me` see when they are here. */
#define PARLOUR_SHARES_PRESENCE                                                                    \
  "(me.share_presence AND u.share_presence AND NOT EXISTS"                                         \
  " (SELECT 1 FROM blocks b WHERE b.user = u.number AND b.other = me.number))"

/**
 * PARLOUR_USER_COLUMNS: of `users u`, seen by `users me` (LEFT JOIN: nobody is an administrator,
 * who sees all).
 */
#define PARLOUR_USER_COLUMNS                                                                       \
  "u.number, u.id, u.username, u.display_name, u.status_text, u.avatar,"                           \
  " iif (coalesce (me.number = u.number OR " PARLOUR_SHARES_PRESENCE ", 1), u.last_seen, NULL),"   \
  " u.version, u.given_name, u.family_name, u.email, u.role, u.active, u.joined_at,"               \
  " u.last_login_at, u.share_read, u.share_presence, coalesce (me.number = u.number, 1),"          \
  " u.deleted_at IS NOT NULL"

/**
 * parlour_user_from_row: (transfer full)
 * @first: the column that PARLOUR_USER_COLUMNS begin with
 */
ParlourUser *parlour_user_from_row (ParlourStatement *statement, int first);

/**
 * parlour_users_read_page:
 * @statement: (nullable): PARLOUR_USER_COLUMNS by username, with a limit of @limit + 1
 * @next: (out) (transfer full) (nullable): the last username where there are more
 *
 * Returns: (transfer full) (nullable) (element-type ParlourUser)
 */
GPtrArray *
parlour_users_read_page (ParlourStatement *statement, guint limit, char **next, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"

#include "core/user.h"

G_BEGIN_DECLS

/**
 * PARLOUR_MEMBER_ROLE: of `members m` as `users u` in `conversations c`. Nobody owns the common
 * conversation: whoever administers the place is its admin.
 */
#define PARLOUR_MEMBER_ROLE "iif (c.common AND u.role = 1 AND m.role > 1, 1, m.role)"
G_STATIC_ASSERT (PARLOUR_USER_ADMIN == 1 && PARLOUR_MEMBER_ADMIN == 1);

/**
 * parlour_membership_range_below:
 * @range: (out): the highest unbroken run of seqs, none above @seq, whose content is theirs
 *
 * What lies below goes on from @range.first - 1.
 *
 * Returns: FALSE where there is nothing more
 */
gboolean
parlour_membership_range_below (const ParlourMembership *self, gint64 seq, ParlourSpan *range);

/** parlour_membership_range_above: the lowest such run, none below @seq. */
gboolean
parlour_membership_range_above (const ParlourMembership *self, gint64 seq, ParlourSpan *range);

G_END_DECLS

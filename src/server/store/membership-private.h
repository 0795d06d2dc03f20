/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"

G_BEGIN_DECLS

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

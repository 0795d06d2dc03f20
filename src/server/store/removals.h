/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/membership.h"
#include "server/store/store.h"

G_BEGIN_DECLS

/**
 * parlour_store_remove_group:
 *
 * By its owner, or for the common conversation by who administers the place, else it is
 * #PARLOUR_PROBLEM_FORBIDDEN. For everybody who is or was in it there is no such conversation from
 * then on; their inboxes say so. Where it was the common one, new accounts join none any more. What
 * was written goes by and by: see parlour_store_remove_some(). Writer.
 */
gboolean
parlour_store_remove_group (ParlourStore *self, const ParlourMembership *caller, GError **error);

/** parlour_store_remove_some: some of what removed groups held, in a few milliseconds; @more (out):
 * call it again. Writer. */
gboolean parlour_store_remove_some (ParlourStore *self, gboolean *more, GError **error);

G_END_DECLS

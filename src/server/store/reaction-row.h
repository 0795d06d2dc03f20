/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/reaction.h"

G_BEGIN_DECLS

/* Inside server/store only. A message's reactions stand in its row as text, so that whoever reads
 * the message asks no more: a line for each emoji in the order of their first use, "emoji count id
 * id …" with as many of the ids as are told. */

/**
 * parlour_reactions_from_row:
 * @text: what stands in the row
 *
 * Returns: (transfer full) (element-type ParlourReaction): owns what its elements point at
 */
GArray *parlour_reactions_from_row (const char *text);

/** parlour_reactions_to_row: @text (out) (transfer full) (nullable): of the event @key, anew. */
gboolean parlour_reactions_to_row (ParlourStore *self, gint64 key, char **text, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/reaction.h"

G_BEGIN_DECLS

/* How reactions stand in one column: a line each, "EMOJI\tCOUNT\tID ID …". Ids and emoji have no
 * white space: what has is left out. Any thread. */

/** parlour_reactions_to_text: (transfer full) (nullable): %NULL for none. */
char *parlour_reactions_to_text (const ParlourReaction *reactions, gsize n);

/** parlour_reactions_from_text: (transfer full) (element-type ParlourReaction): owns what its
 * elements point at. @text: (nullable) */
GArray *parlour_reactions_from_text (const char *text);

/** parlour_reactions_set: with or without @user's @emoji, which changes nothing where it is so. */
void parlour_reactions_set (GArray *reactions, const char *emoji, const char *user, gboolean on);

G_END_DECLS

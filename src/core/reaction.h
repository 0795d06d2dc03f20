/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fields.h"
#include "core/json-writer.h"

G_BEGIN_DECLS

/** ParlourReaction: one emoji under a message and who gave it. */
typedef struct {
  const char *emoji;
  gint64 count; /* all, also those beyond @users */
  char **users; /* ids, the earliest first, at most %PARLOUR_REACTION_USERS_MAX */
} ParlourReaction;

/** parlour_reactions_copy: (transfer full) (nullable): for parlour_reactions_free(). */
ParlourReaction *parlour_reactions_copy (const ParlourReaction *reactions, gsize n);
void parlour_reactions_free (ParlourReaction *reactions, gsize n);

void parlour_reactions_write (const ParlourReaction *reactions, gsize n, ParlourJsonWriter *writer);

/**
 * parlour_reactions_read:
 *
 * Reads the member "reactions". What is no emoji, or would not fit, fails @from.
 *
 * Returns: (transfer full) (element-type ParlourReaction): owns what its elements point at
 */
GArray *parlour_reactions_read (ParlourFields *from);

/**
 * parlour_emoji_check:
 *
 * One emoji in the sense of UTS #51 (a picture, a flag, a keycap, a joined sequence), taken from
 * the blocks that hold them: what later versions of Unicode put there passes, letters, blanks and
 * two in a row don't. The field to blame is `emoji`.
 */
gboolean parlour_emoji_check (const char *text, GError **error);

G_END_DECLS

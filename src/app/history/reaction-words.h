/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"

G_BEGIN_DECLS

/* What is said about a reaction. All (transfer full). Main thread. */

/** parlour_reaction_label: "👍 3" */
char *parlour_reaction_label (const ParlourReactionRow *reaction);
/** parlour_reaction_people: who gave it: "You, Ada and 2 others". */
char *parlour_reaction_people (const ParlourReactionRow *reaction);
/** parlour_reaction_words: both, to a screen reader. */
char *parlour_reaction_words (const ParlourReactionRow *reaction);

G_END_DECLS

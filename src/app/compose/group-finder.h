/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourGroupFinder:
 *
 * A short list of my groups with a word that begins with what was typed, as far as I may write in
 * them. Signal "chosen" (char *conversation). Main thread.
 */
#define PARLOUR_TYPE_GROUP_FINDER (parlour_group_finder_get_type ())
G_DECLARE_FINAL_TYPE (ParlourGroupFinder, parlour_group_finder, PARLOUR, GROUP_FINDER, GtkWidget)

/** parlour_group_finder_find: "" finds none. Returns: whether there is one */
gboolean
parlour_group_finder_find (ParlourGroupFinder *self, ParlourAccount *account, const char *query);

/** parlour_group_finder_guess: (transfer none) (nullable): the only one found. */
const char *parlour_group_finder_guess (ParlourGroupFinder *self);
/** parlour_group_finder_resolve: (transfer none) (nullable): the one whose title is @text. */
const char *parlour_group_finder_resolve (ParlourGroupFinder *self, const char *text);

G_END_DECLS

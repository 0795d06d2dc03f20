/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPeopleFinder:
 *
 * A short list of the people whose name or username begins with what was typed. Signal "chosen"
 * (char *username). Whom the text names in full stays in sight with a check mark. Main thread.
 */
#define PARLOUR_TYPE_PEOPLE_FINDER (parlour_people_finder_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPeopleFinder, parlour_people_finder, PARLOUR, PEOPLE_FINDER, GtkWidget)

void
parlour_people_finder_find (ParlourPeopleFinder *self, ParlourAccount *account, const char *query);
/** parlour_people_finder_settle: the choice is made: only whom @query names is shown. */
void parlour_people_finder_settle (ParlourPeopleFinder *self,
                                   ParlourAccount *account,
                                   const char *query);

/** parlour_people_finder_set_others: whether others than people were found: then it is not said
 * that nobody was. */
void parlour_people_finder_set_others (ParlourPeopleFinder *self, gboolean others);

/** parlour_people_finder_guess: (nullable): the username of the one who is meant, or could be. */
const char *parlour_people_finder_guess (ParlourPeopleFinder *self);

/** parlour_people_finder_get_user: (transfer none) (nullable): one of the people found. */
ParlourUser *parlour_people_finder_get_user (ParlourPeopleFinder *self, const char *username);

/** parlour_people_finder_resolve: (transfer full): the username of whom @text names in full among
 * the people found, else @text without what is around it. */
char *parlour_people_finder_resolve (ParlourPeopleFinder *self, const char *text);

G_END_DECLS

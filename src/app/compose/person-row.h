/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "core/user.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPersonRow:
 *
 * A person in a list: picture, name, username, and a check mark where that person is the one who is
 * meant. Main thread.
 */
#define PARLOUR_TYPE_PERSON_ROW (parlour_person_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPersonRow, parlour_person_row, PARLOUR, PERSON_ROW, AdwActionRow)

GtkWidget *parlour_person_row_new (void);

/** parlour_person_row_show: shows @user; @meant: with the check mark. */
void parlour_person_row_show (ParlourPersonRow *self,
                              ParlourUser *user,
                              gboolean meant,
                              ParlourAccount *account);

/** parlour_person_row_get_user: (transfer none) (nullable): who is shown. */
ParlourUser *parlour_person_row_get_user (ParlourPersonRow *self);

G_END_DECLS

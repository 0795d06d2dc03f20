/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPeopleDialog:
 *
 * All those of whom one line of a group's history tells. Main thread.
 *
 * Signal "person" (const char *id): somebody else was chosen.
 */
#define PARLOUR_TYPE_PEOPLE_DIALOG (parlour_people_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPeopleDialog, parlour_people_dialog, PARLOUR, PEOPLE_DIALOG, AdwWindow)

/** parlour_people_dialog_new: @item: one that has people; they are those of now. */
GtkWindow *
parlour_people_dialog_new (GtkWindow *parent, ParlourAccount *account, ParlourMessageItem *item);

G_END_DECLS

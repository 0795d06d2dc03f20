/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pictures.h"
#include "core/user.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourMemberRow:
 *
 * An account of the hosted place, with a menu of what can be done to it. Signal "act" (char
 * *action): "disable", "enable", "promote", "demote", "reset-password" or "delete". Main thread.
 */
#define PARLOUR_TYPE_MEMBER_ROW (parlour_member_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMemberRow, parlour_member_row, PARLOUR, MEMBER_ROW, AdwActionRow)

GtkWidget *parlour_member_row_new (void);

/** parlour_member_row_show: may be another one each time. @pictures: (nullable): of an account of
 * the place. */
void parlour_member_row_show (ParlourMemberRow *self, ParlourUser *user, ParlourPictures *pictures);

/** parlour_member_row_get_user: (transfer none) */
ParlourUser *parlour_member_row_get_user (ParlourMemberRow *self);

G_END_DECLS

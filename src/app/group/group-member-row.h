/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/member-item.h"
#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourGroupMemberRow:
 *
 * A member of a group, with their role and what one may do with them. Main thread.
 *
 * Signal "change" (char *change): "owner", "admin", "member", "reader" or "remove" is wanted.
 */
#define PARLOUR_TYPE_GROUP_MEMBER_ROW (parlour_group_member_row_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourGroupMemberRow, parlour_group_member_row, PARLOUR, GROUP_MEMBER_ROW, AdwActionRow)

/** parlour_group_member_row_new: @mine: the role of whoever looks at it. */
GtkWidget *parlour_group_member_row_new (ParlourMemberItem *item,
                                         ParlourMemberRole mine,
                                         ParlourAccount *account);
/** parlour_group_member_row_get_item: (transfer none) */
ParlourMemberItem *parlour_group_member_row_get_item (ParlourGroupMemberRow *self);
/** parlour_group_member_row_set_mine: the role of whoever looks at it has changed. */
void parlour_group_member_row_set_mine (ParlourGroupMemberRow *self, ParlourMemberRole mine);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/rows.h"
#include "client/models/member-item.h"

G_BEGIN_DECLS

/** parlour_member_item_new: (transfer full): a view of @row. */
ParlourMemberItem *parlour_member_item_new (ParlourMembershipRow *row);

/** parlour_member_item_set_row: what differs is notified. */
void parlour_member_item_set_row (ParlourMemberItem *self, ParlourMembershipRow *row);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/member.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ParlourMemberItem:
 *
 * A member of a group as a list shows them. Stable identity; what changes is notified. Main thread.
 *
 * Properties (read-only, notify): "user-id", "username", "display-name" (nullable: only the id is
 * known), "status-text" (nullable), "role" (int: ParlourMemberRole), "me", "blocked" (gboolean).
 */
#define PARLOUR_TYPE_MEMBER_ITEM (parlour_member_item_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMemberItem, parlour_member_item, PARLOUR, MEMBER_ITEM, GObject)

const char *parlour_member_item_get_user_id (ParlourMemberItem *self);
const char *parlour_member_item_get_username (ParlourMemberItem *self);
const char *parlour_member_item_get_display_name (ParlourMemberItem *self);
const char *parlour_member_item_get_status_text (ParlourMemberItem *self);
ParlourMemberRole parlour_member_item_get_role (ParlourMemberItem *self);
gboolean parlour_member_item_get_me (ParlourMemberItem *self);
gboolean parlour_member_item_get_blocked (ParlourMemberItem *self);

G_END_DECLS

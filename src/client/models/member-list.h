/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/copy.h"
#include "client/models/member-item.h"

G_BEGIN_DECLS

/**
 * ParlourMemberList:
 *
 * Who is in a group, owners and admins first, then by name: a GListModel of #ParlourMemberItem over
 * the local copy, with what I wish of it. Main thread.
 */
#define PARLOUR_TYPE_MEMBER_LIST (parlour_member_list_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMemberList, parlour_member_list, PARLOUR, MEMBER_LIST, GObject)

/** parlour_member_list_new: reads at once. */
ParlourMemberList *parlour_member_list_new (ParlourCopy *copy, const char *conversation);

G_END_DECLS

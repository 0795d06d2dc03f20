/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/models/conversation-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourGroupDialog:
 *
 * A group: what it is called and for, its rules, who is in it; for its owner and admins with the
 * means to change that. What is changed shows at once and is told to the server. Main thread.
 *
 * Signal "person" (const char *user): somebody else of the group is to be shown.
 */
#define PARLOUR_TYPE_GROUP_DIALOG (parlour_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourGroupDialog, parlour_group_dialog, PARLOUR, GROUP_DIALOG, AdwWindow)

GtkWindow *parlour_group_dialog_new (GtkWindow *parent,
                                     ParlourAccount *account,
                                     ParlourConversationItem *group);

G_END_DECLS

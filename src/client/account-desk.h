/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/report-desk.h"

G_BEGIN_DECLS

/**
 * ParlourAccountDesk:
 *
 * What whoever administers a place does from any computer, as their account. Main thread.
 *
 * Property "administers" (gboolean, notifies): whether the account may, as the server told when it
 * was last connected to.
 */
#define PARLOUR_TYPE_ACCOUNT_DESK (parlour_account_desk_get_type ())
G_DECLARE_FINAL_TYPE (ParlourAccountDesk, parlour_account_desk, PARLOUR, ACCOUNT_DESK, GObject)

ParlourAccountDesk *parlour_account_desk_new (ParlourAccount *account);

gboolean parlour_account_desk_get_administers (ParlourAccountDesk *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

G_BEGIN_DECLS

/**
 * ParlourAccountMenu:
 *
 * What the account menu begins with: the accounts of this profile by name and place, the one that
 * is shown with what can be done with it, and a way to add one. Main thread.
 *
 * Property (notify): "others-unread" (guint): conversations with something unread in the accounts
 * that are not shown.
 */
#define PARLOUR_TYPE_ACCOUNT_MENU (parlour_account_menu_get_type ())
G_DECLARE_FINAL_TYPE (ParlourAccountMenu, parlour_account_menu, PARLOUR, ACCOUNT_MENU, GObject)

/**
 * parlour_account_menu_new:
 * @shown: the account that the window shows
 * @menu: kept filled
 * @deeds: what can be done with @shown
 */
ParlourAccountMenu *parlour_account_menu_new (ParlourAccounts *accounts,
                                              ParlourAccount *shown,
                                              GMenu *menu,
                                              GMenuModel *deeds);

guint parlour_account_menu_get_others_unread (ParlourAccountMenu *self);

/** parlour_account_menu_name: (transfer none): the account's display name, else its username. */
const char *parlour_account_menu_name (ParlourAccount *account);
/** parlour_account_menu_place: (transfer none): its place's name, else its server's address. */
const char *parlour_account_menu_place (ParlourAccount *account);

G_END_DECLS

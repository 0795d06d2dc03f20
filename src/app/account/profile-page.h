/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourProfilePage:
 *
 * What others see of a person and what the place knows of them; each row is saved by itself. Main
 * thread.
 */
#define PARLOUR_TYPE_PROFILE_PAGE (parlour_profile_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourProfilePage, parlour_profile_page, PARLOUR, PROFILE_PAGE, AdwPreferencesPage)

/** parlour_profile_page_set_up: once; asks the server for the profile. */
void parlour_profile_page_set_up (ParlourProfilePage *self,
                                  ParlourAccounts *accounts,
                                  ParlourAccount *account);

G_END_DECLS

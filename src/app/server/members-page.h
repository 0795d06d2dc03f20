/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"
#include "client/pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourMembersPage:
 *
 * The accounts of the hosted place: add, disable, enable, reset a password, delete. Main thread.
 */
#define PARLOUR_TYPE_MEMBERS_PAGE (parlour_members_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourMembersPage, parlour_members_page, PARLOUR, MEMBERS_PAGE, AdwPreferencesPage)

/** parlour_members_page_set_up: @pictures: (nullable): of an account of the place. */
void parlour_members_page_set_up (ParlourMembersPage *self,
                                  ParlourHostAdmin *admin,
                                  ParlourPictures *pictures);

G_END_DECLS

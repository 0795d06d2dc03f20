/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourInvitesPage:
 *
 * The invites of the hosted place: make, list, revoke. Main thread.
 */
#define PARLOUR_TYPE_INVITES_PAGE (parlour_invites_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourInvitesPage, parlour_invites_page, PARLOUR, INVITES_PAGE, AdwPreferencesPage)

/** parlour_invites_page_set_up: @conversations: (nullable): of an account in the place. */
void parlour_invites_page_set_up (ParlourInvitesPage *self,
                                  ParlourHostAdmin *admin,
                                  GListModel *conversations);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourCredentialsPage:
 *
 * Signs in to a place, or makes an account there. Main thread.
 */
#define PARLOUR_TYPE_CREDENTIALS_PAGE (parlour_credentials_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourCredentialsPage, parlour_credentials_page, PARLOUR, CREDENTIALS_PAGE, GtkWidget)

void parlour_credentials_page_set_accounts (ParlourCredentialsPage *self,
                                            ParlourAccounts *accounts);
/** parlour_credentials_page_set_place: @place: what @destination is; @create: asks for a new
 * account's name too. */
void parlour_credentials_page_set_place (ParlourCredentialsPage *self,
                                         ParlourDestination *destination,
                                         ParlourPlace *place,
                                         gboolean create);
void parlour_credentials_page_stop (ParlourCredentialsPage *self);
/** parlour_credentials_page_clear: forgets what was typed. */
void parlour_credentials_page_clear (ParlourCredentialsPage *self);

G_END_DECLS

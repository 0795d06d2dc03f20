/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"
#include "client/host/host-admin.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourHostPage:
 *
 * Starts the bundled server on this computer, makes the owner's account, says who may join, and
 * signs in. Action "win.invite" once that is done. Main thread.
 */
#define PARLOUR_TYPE_HOST_PAGE (parlour_host_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlourHostPage, parlour_host_page, PARLOUR, HOST_PAGE, GtkWidget)

void parlour_host_page_set_up (ParlourHostPage *self,
                               ParlourAccounts *accounts,
                               ParlourHost *host,
                               ParlourHostAdmin *admin);
void parlour_host_page_stop (ParlourHostPage *self);
/** parlour_host_page_clear: forgets what was typed. */
void parlour_host_page_clear (ParlourHostPage *self);

G_END_DECLS

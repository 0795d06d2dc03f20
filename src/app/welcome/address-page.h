/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourAddressPage:
 *
 * Asks for a server's address and asks the server who it is. Signal "found" (ParlourPlace *). Main
 * thread.
 */
#define PARLOUR_TYPE_ADDRESS_PAGE (parlour_address_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlourAddressPage, parlour_address_page, PARLOUR, ADDRESS_PAGE, GtkWidget)

void parlour_address_page_set_accounts (ParlourAddressPage *self, ParlourAccounts *accounts);
void parlour_address_page_set_title (ParlourAddressPage *self, const char *title);
/** parlour_address_page_stop: gives a running question up. */
void parlour_address_page_stop (ParlourAddressPage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"
#include "client/discovery.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourAddressPage:
 *
 * Asks which server: a link or an address to enter, or one found nearby. Signal "found"
 * (ParlourDestination *, ParlourPlace *nullable): the place is there only where the server has been
 * asked, which happens for typed addresses alone. Main thread.
 */
#define PARLOUR_TYPE_ADDRESS_PAGE (parlour_address_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlourAddressPage, parlour_address_page, PARLOUR, ADDRESS_PAGE, GtkWidget)

/** parlour_address_page_set_up: @discovery: (nullable) */
void parlour_address_page_set_up (ParlourAddressPage *self,
                                  ParlourAccounts *accounts,
                                  ParlourDiscovery *discovery);
void parlour_address_page_set_title (ParlourAddressPage *self, const char *title);
/** parlour_address_page_stop: gives a running question up. */
void parlour_address_page_stop (ParlourAddressPage *self);
/** parlour_address_page_clear: forgets what was typed. */
void parlour_address_page_clear (ParlourAddressPage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a person came for. */
typedef enum { PARLOUR_WAY_JOIN, PARLOUR_WAY_SIGN_IN } ParlourWay;

/**
 * ParlourPlacePage:
 *
 * Shows who a server is, before anything is sent to it; on the person's word it asks the server,
 * whose key has to be the one shown. Signal "chosen" (gboolean create): go on with a new account,
 * or with one that exists; the place is known then. Main thread.
 */
#define PARLOUR_TYPE_PLACE_PAGE (parlour_place_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPlacePage, parlour_place_page, PARLOUR, PLACE_PAGE, GtkWidget)

void parlour_place_page_set_accounts (ParlourPlacePage *self, ParlourAccounts *accounts);

/** parlour_place_page_show: @place: (nullable): where the server has been asked already. */
void parlour_place_page_show (ParlourPlacePage *self,
                              ParlourDestination *destination,
                              ParlourPlace *place,
                              ParlourWay way);
void parlour_place_page_stop (ParlourPlacePage *self);

/** parlour_place_page_get_place: (transfer none) (nullable) */
ParlourPlace *parlour_place_page_get_place (ParlourPlacePage *self);
/** parlour_place_page_get_destination: (transfer none) (nullable) */
ParlourDestination *parlour_place_page_get_destination (ParlourPlacePage *self);

G_END_DECLS

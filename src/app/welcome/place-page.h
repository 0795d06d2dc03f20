/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPlacePage:
 *
 * Shows who a server is, before anything is sent to it. Signal "chosen" (gboolean create): go on
 * with a new account, or with one that exists. Main thread.
 */
#define PARLOUR_TYPE_PLACE_PAGE (parlour_place_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPlacePage, parlour_place_page, PARLOUR, PLACE_PAGE, GtkWidget)

/** parlour_place_page_set_place: @create: a new account is what is wanted, no other is offered. */
void parlour_place_page_set_place (ParlourPlacePage *self, ParlourPlace *place, gboolean create);
/** parlour_place_page_get_place: (transfer none) (nullable) */
ParlourPlace *parlour_place_page_get_place (ParlourPlacePage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourTakeOverPage:
 *
 * Hosts here what was moved out of another computer, and signs its owner in. Main thread.
 */
#define PARLOUR_TYPE_TAKE_OVER_PAGE (parlour_take_over_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourTakeOverPage, parlour_take_over_page, PARLOUR, TAKE_OVER_PAGE, GtkWidget)

void parlour_take_over_page_set_up (ParlourTakeOverPage *self,
                                    ParlourAccounts *accounts,
                                    ParlourHost *host);

/** parlour_take_over_page_stop: signs in no more; a move that began goes on. */
void parlour_take_over_page_stop (ParlourTakeOverPage *self);

/** parlour_take_over_page_clear: forgets what was typed. */
void parlour_take_over_page_clear (ParlourTakeOverPage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourBoxView:
 *
 * Received or Sent, with filters. More is loaded where one scrolls. Main thread.
 *
 * Signal "chosen" (ParlourMessageItem *item): it shall be shown.
 */
#define PARLOUR_TYPE_BOX_VIEW (parlour_box_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlourBoxView, parlour_box_view, PARLOUR, BOX_VIEW, GtkWidget)

void parlour_box_view_set_box (ParlourBoxView *self, ParlourBoxList *box, ParlourAccount *account);

/** parlour_box_view_step: chooses the message @step rows further down. */
void parlour_box_view_step (ParlourBoxView *self, int step);
/** parlour_box_view_get_chosen: (transfer none) (nullable): what was chosen last. */
ParlourMessageItem *parlour_box_view_get_chosen (ParlourBoxView *self);

G_END_DECLS

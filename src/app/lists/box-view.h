/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/box-list.h"
#include "client/pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourBoxView:
 *
 * Received or Sent: a row asks for its message by win.show-message. More is loaded where one
 * scrolls. Main thread.
 */
#define PARLOUR_TYPE_BOX_VIEW (parlour_box_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlourBoxView, parlour_box_view, PARLOUR, BOX_VIEW, GtkWidget)

void
parlour_box_view_set_box (ParlourBoxView *self, ParlourBoxList *box, ParlourPictures *pictures);

G_END_DECLS

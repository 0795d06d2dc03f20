/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"
#include "client/pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** ParlourBoxRow: a message as in a mailbox, in Received or Sent. Main thread. */
#define PARLOUR_TYPE_BOX_ROW (parlour_box_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourBoxRow, parlour_box_row, PARLOUR, BOX_ROW, GtkWidget)

/** parlour_box_row_new: @pictures: of its account */
GtkWidget *parlour_box_row_new (ParlourPictures *pictures);
/** parlour_box_row_set_item: @item: (nullable) */
void parlour_box_row_set_item (ParlourBoxRow *self, ParlourMessageItem *item);

G_END_DECLS

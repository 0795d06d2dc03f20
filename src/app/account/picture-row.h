/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPictureRow:
 *
 * One's own picture, and how it is chosen and removed; in an account window. Main thread.
 */
#define PARLOUR_TYPE_PICTURE_ROW (parlour_picture_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPictureRow, parlour_picture_row, PARLOUR, PICTURE_ROW, AdwActionRow)

/** parlour_picture_row_set_account: once. */
void parlour_picture_row_set_account (ParlourPictureRow *self, ParlourAccount *account);

/** parlour_picture_row_show: what the server tells of oneself. */
void parlour_picture_row_show (ParlourPictureRow *self, const ParlourUser *me);

G_END_DECLS

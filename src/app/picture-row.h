/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/models/conversation-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPictureRow:
 *
 * The picture of oneself or of a group, and how it is chosen and removed. Main thread.
 *
 * Signal "said" (const char *text): what became of it, for a person.
 */
#define PARLOUR_TYPE_PICTURE_ROW (parlour_picture_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPictureRow, parlour_picture_row, PARLOUR, PICTURE_ROW, AdwActionRow)

/** parlour_picture_row_set_account: one's own; once. */
void parlour_picture_row_set_account (ParlourPictureRow *self, ParlourAccount *account);

/** parlour_picture_row_show: what the server tells of oneself. */
void parlour_picture_row_show (ParlourPictureRow *self, const ParlourUser *me);

/** parlour_picture_row_set_group: instead of parlour_picture_row_set_account(); once. */
void parlour_picture_row_set_group (ParlourPictureRow *self,
                                    ParlourAccount *account,
                                    ParlourConversationItem *group);

/** parlour_picture_row_set_editable: else it only shows. */
void parlour_picture_row_set_editable (ParlourPictureRow *self, gboolean editable);

G_END_DECLS

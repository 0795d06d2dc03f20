/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourKeptRow:
 *
 * A pinned or starred message in a list: who wrote it, its title or first line, where it stands
 * and since when. Main thread.
 */
#define PARLOUR_TYPE_KEPT_ROW (parlour_kept_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourKeptRow, parlour_kept_row, PARLOUR, KEPT_ROW, AdwActionRow)

/** parlour_kept_row_new: @message: as the server listed it. */
GtkWidget *parlour_kept_row_new (ParlourAccount *account, ParlourMessage *message);

G_END_DECLS

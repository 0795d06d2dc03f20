/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourMoveDialog:
 *
 * Puts the hosted place into one encrypted file for another computer, stays until that is done, and
 * then tells how it goes on there. Signal "done": the place is hosted here no more, and the person
 * has read that. Main thread.
 */
#define PARLOUR_TYPE_MOVE_DIALOG (parlour_move_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourMoveDialog, parlour_move_dialog, PARLOUR, MOVE_DIALOG, AdwWindow)

ParlourMoveDialog *parlour_move_dialog_new (GtkWindow *parent, ParlourHost *host);

G_END_DECLS

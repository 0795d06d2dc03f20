/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDiscardDialog:
 *
 * Asks whether what was written shall be thrown away. Response "discard" or "keep". Main thread.
 */
#define PARLOUR_TYPE_DISCARD_DIALOG (parlour_discard_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourDiscardDialog, parlour_discard_dialog, PARLOUR, DISCARD_DIALOG, AdwMessageDialog)

GtkWidget *parlour_discard_dialog_new (GtkWindow *parent);

G_END_DECLS

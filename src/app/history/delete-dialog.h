/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDeleteDialog:
 *
 * Asks once whether a message goes: only for me, or for everyone where it is one's own. The answer
 * is the action win.hide-message or win.erase-message of its parent. Main thread.
 */
#define PARLOUR_TYPE_DELETE_DIALOG (parlour_delete_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourDeleteDialog, parlour_delete_dialog, PARLOUR, DELETE_DIALOG, AdwMessageDialog)

GtkWidget *
parlour_delete_dialog_new (GtkWindow *parent, ParlourMessageItem *item, gboolean for_everyone);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"
#include "client/models/message-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourDetailsDialog:
 *
 * Who wrote a message, when, how far it came, and in a group who has it; others' can be reported.
 * Main thread.
 */
#define PARLOUR_TYPE_DETAILS_DIALOG (parlour_details_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourDetailsDialog, parlour_details_dialog, PARLOUR, DETAILS_DIALOG, AdwMessageDialog)

GtkWidget *
parlour_details_dialog_new (GtkWindow *parent, ParlourAccount *account, ParlourMessageItem *item);

G_END_DECLS

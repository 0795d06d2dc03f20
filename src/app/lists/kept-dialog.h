/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourKeptDialog:
 *
 * Messages that were put aside: those pinned in a conversation, or one's own starred ones. A row
 * leads to its message. Main thread.
 */
#define PARLOUR_TYPE_KEPT_DIALOG (parlour_kept_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlourKeptDialog, parlour_kept_dialog, PARLOUR, KEPT_DIALOG, AdwWindow)

/** parlour_kept_dialog_new: @conversation: whose pins; NULL: the stars. */
GtkWindow *
parlour_kept_dialog_new (GtkWindow *parent, ParlourAccount *account, const char *conversation);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourWelcomeTextDialog:
 *
 * Writes what the common conversation begins with. What was written is not lost where the server
 * refuses it. Signal "done": it is kept. Main thread.
 */
#define PARLOUR_TYPE_WELCOME_TEXT_DIALOG (parlour_welcome_text_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourWelcomeTextDialog, parlour_welcome_text_dialog, PARLOUR, WELCOME_TEXT_DIALOG, AdwWindow)

/** parlour_welcome_text_dialog_new: @text: as it is; empty for none. */
ParlourWelcomeTextDialog *
parlour_welcome_text_dialog_new (GtkWindow *parent, ParlourHostAdmin *admin, const char *text);

G_END_DECLS

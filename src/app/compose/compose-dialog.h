/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourComposeDialog:
 *
 * A new message to a person by name: recipient, title, text. What was written stays in the dialog
 * until it is in the outbox, and is asked about before it is thrown away. Main thread.
 *
 * Signal "sent" (char *conversation, nullable; char *username): it is on its way to that person;
 * NULL where the server has not said yet which conversation that is.
 */
#define PARLOUR_TYPE_COMPOSE_DIALOG (parlour_compose_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourComposeDialog, parlour_compose_dialog, PARLOUR, COMPOSE_DIALOG, AdwWindow)

/** parlour_compose_dialog_new: @to: a username, or "". */
ParlourComposeDialog *
parlour_compose_dialog_new (GtkWindow *parent, ParlourAccount *account, const char *to);

/** parlour_compose_dialog_set_texts: begins with these (@subject is nullable): a message forwarded.
 */
void parlour_compose_dialog_set_texts (ParlourComposeDialog *self,
                                       const char *subject,
                                       const char *body);

G_END_DECLS

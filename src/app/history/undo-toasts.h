/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/history/message-ref.h"
#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * parlour_undo_toast_hide:
 *
 * Deletes a message for me and offers Undo as long as a toast stands; when the toast has gone the
 * wish goes to the server. Where the program ends before, that happens at its next start. Main
 * thread.
 */
void parlour_undo_toast_hide (AdwToastOverlay *overlay,
                              ParlourAccount *account,
                              const ParlourMessageRef *ref);

G_END_DECLS

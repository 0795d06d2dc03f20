/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourPinsBar:
 *
 * Over a conversation's messages: the one that was pinned last, which it leads to, and a way to all
 * that are. Hidden where none is. Main thread.
 */
#define PARLOUR_TYPE_PINS_BAR (parlour_pins_bar_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPinsBar, parlour_pins_bar, PARLOUR, PINS_BAR, GtkWidget)

/** parlour_pins_bar_set_conversation: (nullable) @conversation */
void parlour_pins_bar_set_conversation (ParlourPinsBar *self,
                                        ParlourAccount *account,
                                        const char *conversation);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourReactionBar:
 *
 * The reactions under a message, a button each: with how many gave it and by whom; pressed, one
 * gives it too or takes it back by `win.react-to-message`. Wraps. Main thread.
 */
#define PARLOUR_TYPE_REACTION_BAR (parlour_reaction_bar_get_type ())
G_DECLARE_FINAL_TYPE (ParlourReactionBar, parlour_reaction_bar, PARLOUR, REACTION_BAR, GtkWidget)

/** parlour_reaction_bar_show: hides itself where @item has none. */
void parlour_reaction_bar_show (ParlourReactionBar *self, ParlourMessageItem *item);

G_END_DECLS

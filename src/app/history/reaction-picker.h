/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourReactionPicker:
 *
 * A line of a few emoji for a message, and a way to all others. Main thread.
 *
 * Signals: "picked" (char *emoji); "more" (): another one is wanted.
 */
#define PARLOUR_TYPE_REACTION_PICKER (parlour_reaction_picker_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourReactionPicker, parlour_reaction_picker, PARLOUR, REACTION_PICKER, GtkWidget)

GtkWidget *parlour_reaction_picker_new (void);

G_END_DECLS

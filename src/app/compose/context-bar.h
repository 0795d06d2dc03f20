/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/compose/unsent.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourContextBar:
 *
 * Above the text: which message is being answered or edited, and the way out of it. Main thread.
 *
 * Signal "cancelled": its button was pressed.
 */
#define PARLOUR_TYPE_CONTEXT_BAR (parlour_context_bar_get_type ())
G_DECLARE_FINAL_TYPE (ParlourContextBar, parlour_context_bar, PARLOUR, CONTEXT_BAR, GtkWidget)

/** parlour_context_bar_show: vanishes where @unsent is about no message. */
void parlour_context_bar_show (ParlourContextBar *self, const ParlourUnsent *unsent);

G_END_DECLS

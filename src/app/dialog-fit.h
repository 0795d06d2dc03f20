/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** parlour_dialog_fit: opens @dialog no larger than @parent (nullable), which may be narrow because
 * the screen is. Before it is presented. */
void parlour_dialog_fit (GtkWindow *dialog, GtkWindow *parent);

/** parlour_dialog_fit_content: the same for what scrolls in a message dialog, which is as high as
 * its content wants to be: its greatest height, where one is set. */
void parlour_dialog_fit_content (GtkScrolledWindow *content, GtkWindow *parent);

G_END_DECLS

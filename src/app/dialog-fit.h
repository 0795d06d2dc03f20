/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** parlour_dialog_fit: opens @dialog no wider than @parent (nullable), which may be narrow because
 * the screen is. Before it is presented. */
void parlour_dialog_fit (GtkWindow *dialog, GtkWindow *parent);

G_END_DECLS

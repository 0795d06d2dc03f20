/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** parlour_about_show: the window that says what this is; @parent nullable. Main thread. */
void parlour_about_show (GtkWindow *parent);

G_END_DECLS

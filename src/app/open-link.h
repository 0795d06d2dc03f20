/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** parlour_open_link: what a link in a message does, from a widget inside the window: only what a
 * browser may be asked for is opened, whatever the text says; a message is shown here. Main thread.
 */
void parlour_open_link (GtkWidget *from, const char *uri);

G_END_DECLS

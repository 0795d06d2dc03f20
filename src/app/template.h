/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * parlour_template_dispose:
 * @widget: a widget that was made from a template and lays its children out itself
 * @type: its type
 *
 * What dispose has to do to the template: gtk_widget_dispose_template() takes the children that are
 * bound to names away; the others go here. May run twice. Main thread.
 */
void parlour_template_dispose (GtkWidget *widget, GType type);

G_END_DECLS

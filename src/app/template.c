/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-template"

#include "app/template.h"

/* The end of a widget's template. Main thread. */

void
parlour_template_dispose (GtkWidget *widget, GType type)
{
  GtkWidget *child = NULL;
  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)))
    gtk_widget_unparent (child);
}

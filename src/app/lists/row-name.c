/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-row-name"

#include "app/lists/row-name.h"

/* gtk_list_item_set_accessible_label() has come with GTK 4.12. Main thread. */

void
parlour_row_set_name (GtkWidget *row, const char *words)
{
  g_return_if_fail (GTK_IS_WIDGET (row) && words != NULL);
  GtkWidget *wrap = gtk_widget_get_parent (row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (wrap &&
      gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (wrap)) == GTK_ACCESSIBLE_ROLE_LIST_ITEM)
    gtk_accessible_update_property (GTK_ACCESSIBLE (wrap), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                    -1);
}

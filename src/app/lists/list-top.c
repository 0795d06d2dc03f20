/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-list-top"

#include "app/lists/list-top.h"

/* Keeps lists whose newest row comes first at that row. Stateless. */

void
parlour_list_stay_at_top (GtkListView *list)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (list));
  if (adjustment && gtk_adjustment_get_value (adjustment) < 1 && model &&
      g_list_model_get_n_items (model) > 0)
    gtk_widget_activate_action (GTK_WIDGET (list), "list.scroll-to-item", "u", 0);
}

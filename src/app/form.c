/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-form"

#include "app/form.h"

#include <adwaita.h>

/* The error rows of forms. A row knows its error row by object data; both live in the list. */

#define ERROR_ROW "parlour-form-error"

static GtkWidget *
new_error_row (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "error");
  gtk_widget_add_css_class (label, "caption");
  GtkWidget *row = adw_preferences_row_new (); /* a group of preferences takes no other */
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "field-error");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

static void
remove_error_row (GtkWidget *row)
{
  GtkWidget *error = g_object_get_data (G_OBJECT (row), ERROR_ROW);
  if (!error)
    return;
  g_object_set_data (G_OBJECT (row), ERROR_ROW, NULL);
  gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (row)), error);
  gtk_widget_remove_css_class (row, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
parlour_form_set_error (GtkWidget *row, const char *text)
{
  g_return_if_fail (GTK_IS_LIST_BOX (gtk_widget_get_parent (row)));
  remove_error_row (row);
  if (!text)
    return;
  GtkWidget *error = new_error_row (text);
  g_object_set_data (G_OBJECT (row), ERROR_ROW, error);
  gtk_list_box_insert (GTK_LIST_BOX (gtk_widget_get_parent (row)), error,
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + 1);
  gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

const char *
parlour_form_get_error (GtkWidget *row)
{
  GtkWidget *error = g_object_get_data (G_OBJECT (row), ERROR_ROW);
  if (!error)
    return NULL;
  return gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (error))));
}

void
parlour_form_clear (GtkListBox *list)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (list));
  while (child) {
    remove_error_row (child);
    child = gtk_widget_get_next_sibling (child);
  }
}

void
parlour_form_clear_on_edit (GtkWidget *row)
{
  g_signal_connect (row, "changed", G_CALLBACK (remove_error_row), NULL);
}

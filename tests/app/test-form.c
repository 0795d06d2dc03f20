/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-form"

#include "app/form.h"
#include "app/keys.h"

#include <adwaita.h>

/* Errors at the fields of a form, and the window of keys. Needs a display. */

static guint
count_rows (GtkWidget *list)
{
  guint n = 0;
  for (GtkWidget *row = gtk_widget_get_first_child (list); row;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static void
test_error_stands_below_its_field (void)
{
  GtkWidget *list = g_object_ref_sink (gtk_list_box_new ());
  GtkWidget *first = adw_entry_row_new ();
  GtkWidget *second = adw_entry_row_new ();
  gtk_list_box_append (GTK_LIST_BOX (list), first);
  gtk_list_box_append (GTK_LIST_BOX (list), second);

  parlour_form_set_error (first, "one");
  parlour_form_set_error (first, "two");
  g_assert_cmpstr (parlour_form_get_error (first), ==, "two");
  g_assert_null (parlour_form_get_error (second));
  g_assert_cmpuint (count_rows (list), ==, 3);
  g_assert_true (gtk_widget_get_prev_sibling (second) != first);

  parlour_form_clear (GTK_LIST_BOX (list));
  g_assert_cmpuint (count_rows (list), ==, 2);
  g_assert_false (gtk_widget_has_css_class (first, "error"));
  g_object_unref (list);
}

static void
test_error_goes_with_the_next_key (void)
{
  GtkWidget *list = g_object_ref_sink (gtk_list_box_new ());
  GtkWidget *row = adw_entry_row_new ();
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  parlour_form_clear_on_edit (row);
  parlour_form_set_error (row, "wrong");
  gtk_editable_set_text (GTK_EDITABLE (row), "x");
  g_assert_null (parlour_form_get_error (row));
  g_assert_cmpuint (count_rows (list), ==, 1);
  g_object_unref (list);
}

static void
test_keys_make_a_window (void)
{
  GtkShortcutsWindow *window = parlour_keys_new_overlay ();
  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/form/error-stands-below-its-field", test_error_stands_below_its_field);
  g_test_add_func ("/form/error-goes-with-the-next-key", test_error_goes_with_the_next_key);
  g_test_add_func ("/keys/make-a-window", test_keys_make_a_window);
  return g_test_run ();
}

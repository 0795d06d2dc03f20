/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-invite-dialog"

#include "app/server/invite-dialog.h"
#include "ui/parlour-resources.h"

/* What the dialog offers before anybody has chosen: it is also what *Host* makes without asking.
 * Needs a display. */

static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (ADW_IS_COMBO_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

static const char *
chosen (gpointer row)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (ADW_COMBO_ROW (row)));
}

static void
test_offers_ten_people_and_a_week (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourProfile) profile = parlour_profile_new ("invite-dialog", &error);
  g_assert_no_error (error);
  g_autoptr (ParlourHostAdmin) admin = parlour_host_admin_new (profile);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  ParlourInviteDialog *dialog = parlour_invite_dialog_new (NULL, admin, FALSE);
  collect_rows (GTK_WIDGET (dialog), rows);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (chosen (rows->pdata[0]), ==, "10 people");
  g_assert_cmpstr (chosen (rows->pdata[1]), ==, "A week");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  parlour_register_resource ();
  g_test_add_func ("/app/invite-dialog/offers-ten-people-and-a-week",
                   test_offers_ten_people_and_a_week);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-dialog-fit"

#include "app/dialog-fit.h"

/* Windows over a small one are no larger than it. Needs a display. */

#define DEADLINE_S 10

static GtkWindow *
open_small (int width, int height)
{
  GtkWidget *window = gtk_window_new ();
  gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_height (window) == 0 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (gtk_widget_get_height (window), >, 0);
  return GTK_WINDOW (window);
}

static void
check_size (GtkWindow *parent, int width, int height, int wanted_width, int wanted_height)
{
  GtkWindow *dialog = GTK_WINDOW (gtk_window_new ());
  int got_width = 0;
  int got_height = 0;
  gtk_window_set_default_size (dialog, width, height);
  parlour_dialog_fit (dialog, parent);
  gtk_window_get_default_size (dialog, &got_width, &got_height);
  g_assert_cmpint (got_width, ==, wanted_width);
  g_assert_cmpint (got_height, ==, wanted_height);
  gtk_window_destroy (dialog);
}

static void
test_no_larger_than_what_is_below (void)
{
  GtkWindow *parent = open_small (360, 600);
  int width = gtk_widget_get_width (GTK_WIDGET (parent));
  int height = gtk_widget_get_height (GTK_WIDGET (parent));
  check_size (parent, 480, 640, width, height);
  check_size (parent, 300, 400, 300, 400);
  check_size (parent, 480, -1, width, -1); /* as high as it wants to be */
  check_size (NULL, 480, 640, 480, 640);
  gtk_window_destroy (parent);
}

static void
check_content (GtkWindow *parent, int most, int wanted)
{
  GtkWidget *content = g_object_ref_sink (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (content), most);
  parlour_dialog_fit_content (GTK_SCROLLED_WINDOW (content), parent);
  int got = gtk_scrolled_window_get_max_content_height (GTK_SCROLLED_WINDOW (content));
  g_assert_cmpint (got, ==, wanted);
  g_object_unref (content);
}

static void
test_what_scrolls_leaves_room_for_the_rest (void)
{
  GtkWindow *parent = open_small (360, 600);
  int height = gtk_widget_get_height (GTK_WIDGET (parent));
  check_content (parent, 460, height - 220);
  check_content (parent, 200, 200);
  check_content (NULL, 460, 460);
  gtk_window_destroy (parent);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog-fit/no-larger-than-what-is-below", test_no_larger_than_what_is_below);
  g_test_add_func ("/dialog-fit/what-scrolls-leaves-room-for-the-rest",
                   test_what_scrolls_leaves_room_for_the_rest);
  return g_test_run ();
}

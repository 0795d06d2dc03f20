/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "frames.h"

#include <adwaita.h>

#include <stdio.h>

/* The least that a libadwaita program can show: a window of Parlour's size with a header bar. What
 * Parlour's own start is compared with. Main thread. */

static gboolean
tell_cb (gpointer data)
{
  const double *first = data;
  gint64 rss, anonymous;

  frames_get_memory (&rss, &anonymous);
  printf ("{\"first_ms\":%.2f,\"rss_kib\":%d,\"anonymous_kib\":%d}\n", *first, (int)rss,
          (int)anonymous);
  g_application_quit (g_application_get_default ());
  return G_SOURCE_REMOVE;
}

static void
frame_cb (double ms, gpointer data)
{
  double *first = data;

  if (*first > 0)
    return;
  *first = ms;
  g_idle_add_full (G_PRIORITY_LOW, tell_cb, first, NULL);
}

static void
activate_cb (GtkApplication *application, gpointer data)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 960, 640);
  gtk_window_present (GTK_WINDOW (window));
}

static void
startup_cb (GApplication *application, gpointer first)
{
  frames_watch (frame_cb, first);
}

int
main (int argc, char **argv)
{
  double first = 0;
  g_autoptr (AdwApplication) application =
      adw_application_new ("im.parlour.Bench", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect_after (application, "startup", G_CALLBACK (startup_cb), &first);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

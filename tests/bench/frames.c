/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-bench"

#include "frames.h"

#include <stdlib.h>
#include <string.h>

/* This file owns how a program sees its own frames: GDK's frame clock says when one is painted, and
 * a round trip to the display that it has arrived. On the main thread. */

#define TOO_LONG_SECONDS 60

typedef struct {
  FrameFunc func;
  gpointer data;
} Watch;

double
frames_now (void)
{
  const char *start = g_getenv ("PARLOUR_BENCH_START");

  return (double)(g_get_monotonic_time () -
                  (start != NULL ? g_ascii_strtoll (start, NULL, 10) : 0)) /
         1000;
}

static gboolean
is_any_window_mapped (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    if (gtk_widget_get_mapped (window))
      return TRUE;
  }
  return FALSE;
}

static gboolean
after_paint_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  const Watch *watch = data;

  if (!is_any_window_mapped ())
    return TRUE;
  gdk_display_sync (gdk_display_get_default ());
  watch->func (frames_now (), watch->data);
  return TRUE;
}

static gboolean
too_long_cb (gpointer data)
{
  g_printerr ("bench: what was waited for is not shown after %d s\n", TOO_LONG_SECONDS);
  exit (1);
}

void
frames_watch (FrameFunc func, gpointer data)
{
  Watch *watch = g_new (Watch, 1);

  *watch = (Watch){.func = func, .data = data};
  g_type_class_unref (g_type_class_ref (GDK_TYPE_FRAME_CLOCK));
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0,
                              after_paint_cb, watch, g_free);
  g_timeout_add_seconds (TOO_LONG_SECONDS, too_long_cb, NULL);
}

static gint64
read_field (const char *text, const char *name)
{
  const char *at = strstr (text, name);

  return at != NULL ? g_ascii_strtoll (at + strlen (name), NULL, 10) : 0;
}

void
frames_get_memory (gint64 *rss, gint64 *anonymous)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    g_error ("/proc/self/status can't be read");
  *rss = read_field (text, "VmRSS:");
  *anonymous = read_field (text, "RssAnon:");
}

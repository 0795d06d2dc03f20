/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-log-random"

#include "log-fixture.h"

#include <gtk/gtk.h>

/* 3,000 changes, scrolls and resizes in any order: the rows stay one run, and what no change
 * touches stays on its pixel. The seed is printed; `--seed` repeats it. Needs a display. Main
 * thread. */

#define MAX_ALIVE 120

/* A row in view that a change at @at neither touches nor pushes, with the place it must keep. */
static GObject *
find_witness (Fixture *self, guint at, guint removed, gint64 *bottom)
{
  ParlourMessageLog *log = self->log;

  for (guint p = log->first_visible; p <= log->last_visible; p++) {
    ParlourLogRow *row = parlour_log_rows_find (log->rows, p);

    if (row->y <= log->scroll)
      continue;
    if (at >= log->anchor.position + (log->anchor.y == log->scroll ? 0 : 1) && at <= p)
      return NULL;
    if (p >= at && p < at + removed)
      return NULL;
    *bottom = row->y + row->height;
    return g_object_ref (row->item);
  }
  return NULL;
}

static void
check_witness (Fixture *self, GObject *witness, gint64 bottom)
{
  ParlourLogRow *row;
  guint position;

  /* At an edge of the model the rows must move to fill the view. */
  if (witness == NULL || parlour_message_log_get_at_end (self->log) ||
      self->log->scroll == gtk_adjustment_get_lower (self->adjustment))
    return;
  g_assert_true (g_list_store_find (self->store, witness, &position));
  row = parlour_log_rows_find (self->log->rows, position);
  g_assert_nonnull (row);
  g_assert_cmpint (row->y + row->height, ==, bottom);
}

static void
change_at_random (Fixture *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  guint at = (guint)g_test_rand_int_range (0, (int)n);
  guint count = MIN ((guint)g_test_rand_int_range (1, 30), n - at);
  gboolean was_at_end = parlour_message_log_get_at_end (self->log);
  int what = g_test_rand_int_range (0, 3);
  gint64 bottom = 0;
  g_autoptr (GObject) witness = NULL;

  if (g_test_rand_bit ())
    at = MIN (self->log->first_visible + at % 20, n - 1);
  count = MIN (count, n - at);
  witness = find_witness (self, at, what == 0 ? count : what == 1, &bottom);
  if (what == 0 && n > 150)
    fixture_remove (self, at, count);
  else if (what == 1)
    fixture_edit (self, at, g_test_rand_int_range (0, 120));
  else
    fixture_insert (self, at, count);
  parlour_message_log_sync_now (self->log);
  if (was_at_end)
    g_assert_true (parlour_message_log_get_at_end (self->log));
  else
    check_witness (self, witness, bottom);
}

static void
scroll_at_random (Fixture *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  switch (g_test_rand_int_range (0, 6)) {
  case 0:
    parlour_message_log_scroll_to_item (self->log, (guint)g_test_rand_int_range (0, (int)n),
                                        g_test_rand_double ());
    break;
  case 1:
    fixture_drag_to (self, g_test_rand_double ());
    break;
  case 2:
    parlour_message_log_scroll_to_end (self->log, FALSE);
    break;
  case 3:
    gtk_widget_set_size_request (self->scrolled, g_test_rand_int_range (200, 500),
                                 g_test_rand_int_range (100, 700));
    fixture_frame (self);
    break;
  case 4:
    if (g_test_rand_bit ())
      gtk_widget_grab_focus (GTK_WIDGET (self->log));
    break;
  default:
    fixture_scroll_by (self, g_test_rand_int_range (-1500, 1500));
  }
}

static void
test_random_operations (void)
{
  Fixture self;

  fixture_set_up (&self, 400);
  for (int i = 0; i < 3000; i++) {
    if (g_test_rand_int_range (0, 3) > 0)
      change_at_random (&self);
    else
      scroll_at_random (&self);
    fixture_check (&self);
    if (i % 50 == 0)
      fixture_frame (&self);
  }
  g_assert_cmpint (self.n_alive, <=, MAX_ALIVE);
  fixture_tear_down (&self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ()) {
    g_print ("1..0 # SKIP no display\n");
    return 0;
  }
  g_test_add_func ("/log/random-operations", test_random_operations);
  return g_test_run ();
}

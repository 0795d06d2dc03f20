/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-log"

#include "log-fixture.h"

#include <gtk/gtk.h>

/* The message log never moves what a person sees: pictures of it are compared in the very frame of
 * a change and in the next one. Needs a display. Main thread. */

#define N_ITEMS 300
/* Neither the first nor the last of its day. */
#define MIDDLE 155

/* Scrolls to a place in the middle where a row crosses the top. */
static guint64
go_to_middle (Fixture *self)
{
  parlour_message_log_set_anchor (self->log, MIDDLE, -7);
  fixture_frame (self);
  g_assert_cmpint (fixture_row_y (self, MIDDLE), ==, -7);
  return fixture_hash (self, 0, -1);
}

static void
assert_looks_like (Fixture *self, guint64 hash)
{
  for (int i = 0; i < 2; i++) {
    fixture_frame (self);
    g_assert_cmpuint (fixture_hash (self, 0, -1), ==, hash);
  }
  fixture_check (self);
}

static void
test_one_pixel_is_seen (void)
{
  Fixture self;
  guint64 hash;

  fixture_set_up (&self, N_ITEMS);
  hash = go_to_middle (&self);
  assert_looks_like (&self, hash);
  fixture_scroll_by (&self, 1);
  fixture_frame (&self);
  g_assert_cmpuint (fixture_hash (&self, 0, -1), !=, hash);
  fixture_scroll_by (&self, -1);
  assert_looks_like (&self, hash);
  fixture_tear_down (&self);
}

static void
test_changes_elsewhere (void)
{
  Fixture self;
  guint64 hash;
  double value;

  fixture_set_up (&self, N_ITEMS);
  hash = go_to_middle (&self);
  value = gtk_adjustment_get_value (self.adjustment);

  fixture_insert (&self, 0, 50);
  assert_looks_like (&self, hash);
  fixture_insert (&self, g_list_model_get_n_items (G_LIST_MODEL (self.store)), 1);
  assert_looks_like (&self, hash);
  fixture_remove (&self, 0, 100);
  assert_looks_like (&self, hash);
  fixture_remove (&self, g_list_model_get_n_items (G_LIST_MODEL (self.store)) - 60, 60);
  assert_looks_like (&self, hash);
  parlour_message_log_set_more (self.log, 5000, 70);
  assert_looks_like (&self, hash);
  g_assert_cmpfloat (gtk_adjustment_get_value (self.adjustment), ==, value);
  fixture_tear_down (&self);
}

static void
test_edit_above (void)
{
  Fixture self;
  guint64 hash;

  fixture_set_up (&self, N_ITEMS);
  hash = go_to_middle (&self);
  fixture_edit (&self, MIDDLE - 1, 300);
  assert_looks_like (&self, hash);
  fixture_edit (&self, MIDDLE - 1, 0);
  fixture_edit (&self, MIDDLE - 3, 90);
  assert_looks_like (&self, hash);
  fixture_edit (&self, 2, 90);
  assert_looks_like (&self, hash);
  fixture_tear_down (&self);
}

/* What is below the row that crosses the top stays, whatever becomes of that row. */
static void
test_crossing_row (void)
{
  Fixture self;
  guint64 hash;
  int y;

  fixture_set_up (&self, N_ITEMS);
  go_to_middle (&self);
  y = fixture_row_y (&self, MIDDLE + 1);
  hash = fixture_hash (&self, y, -1);

  fixture_edit (&self, MIDDLE, 200);
  fixture_frame (&self);
  g_assert_cmpuint (fixture_hash (&self, y, -1), ==, hash);
  parlour_message_log_set_anchor (self.log, MIDDLE + 1, y);
  fixture_frame (&self);
  g_assert_cmpuint (fixture_hash (&self, y, -1), ==, hash);

  fixture_remove (&self, MIDDLE - 1, 2);
  fixture_frame (&self);
  g_assert_cmpint (fixture_row_y (&self, MIDDLE - 1), ==, y);
  g_assert_cmpuint (fixture_hash (&self, y, -1), ==, hash);
  fixture_check (&self);
  fixture_tear_down (&self);
}

/* Older rows come while the oldest one is in view: it loses its day line, and its text stays. */
static void
test_prepend_in_sight (void)
{
  Fixture self;
  int y;

  fixture_set_up (&self, N_ITEMS);
  parlour_message_log_scroll_to_item (self.log, 0, 0);
  fixture_frame (&self);
  g_assert_cmpfloat (gtk_adjustment_get_value (self.adjustment), ==,
                     gtk_adjustment_get_lower (self.adjustment));
  y = fixture_row_y (&self, 1);
  g_assert_true (g_str_has_prefix (fixture_row_text (&self, 0), "day 0\n#0"));
  fixture_prepend_id (&self, 9);
  fixture_frame (&self);
  g_assert_cmpint (fixture_row_y (&self, 2), ==, y);
  g_assert_true (g_str_has_prefix (fixture_row_text (&self, 1), "#0"));
  g_assert_cmpfloat (gtk_adjustment_get_value (self.adjustment), >,
                     gtk_adjustment_get_lower (self.adjustment));
  fixture_tear_down (&self);
}

static void
test_size_changes (void)
{
  Fixture self;
  guint64 hash;

  fixture_set_up (&self, N_ITEMS);
  go_to_middle (&self);
  hash = fixture_hash (&self, FIXTURE_HEIGHT - 200, -1);

  gtk_widget_set_size_request (self.scrolled, FIXTURE_WIDTH, 260);
  for (int i = 0; i < 2; i++) {
    fixture_frame (&self);
    g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (self.log)), ==, 260);
    g_assert_cmpuint (fixture_hash (&self, 60, -1), ==, hash);
  }
  gtk_widget_set_size_request (self.scrolled, FIXTURE_WIDTH, FIXTURE_HEIGHT);
  fixture_frame (&self);
  g_assert_cmpuint (fixture_hash (&self, FIXTURE_HEIGHT - 200, -1), ==, hash);
  g_assert_cmpint (fixture_row_y (&self, MIDDLE), ==, -7);

  gtk_widget_set_size_request (self.scrolled, 250, FIXTURE_HEIGHT);
  for (int i = 0; i < 2; i++) {
    fixture_frame (&self);
    g_assert_cmpint (fixture_row_y (&self, MIDDLE), ==, -7);
  }
  fixture_check (&self);
  fixture_tear_down (&self);
}

/* A fling sets absolute values, computed from where it began, while older rows come in. */
static void
test_fling_across_prepends (void)
{
  Fixture self;
  double start;
  guint watched = 60;
  int y;

  fixture_set_up (&self, N_ITEMS);
  parlour_message_log_scroll_to_item (self.log, watched, 0.5);
  fixture_frame (&self);
  start = gtk_adjustment_get_value (self.adjustment);
  for (int i = 1; i <= 60; i++) {
    watched = self.log->first_visible + 1;
    y = fixture_row_y (&self, watched);
    gtk_adjustment_set_value (self.adjustment, start - 37 * i);
    if (i % 5 == 0) {
      fixture_insert (&self, 0, 20);
      watched += 20;
    }
    fixture_frame (&self);
    g_assert_cmpfloat (gtk_adjustment_get_value (self.adjustment), ==, start - 37 * i);
    g_assert_cmpint (fixture_row_y (&self, watched), ==, y + 37);
    fixture_check (&self);
  }
  fixture_tear_down (&self);
}

static void
append (Fixture *self)
{
  fixture_insert (self, g_list_model_get_n_items (G_LIST_MODEL (self->store)), 1);
  fixture_frame (self);
}

static gboolean
shows_last (Fixture *self)
{
  guint last = g_list_model_get_n_items (G_LIST_MODEL (self->store)) - 1;
  ParlourLogRow *row = parlour_log_rows_find (self->log->rows, last);

  return row != NULL && fixture_row_y (self, last) + row->height == FIXTURE_HEIGHT;
}

static void
test_sticks_only_at_the_end (void)
{
  Fixture self;
  guint64 hash;

  fixture_set_up (&self, N_ITEMS);
  g_assert_true (parlour_message_log_get_at_end (self.log));
  append (&self);
  g_assert_true (shows_last (&self));

  fixture_scroll_by (&self, -1);
  g_assert_false (parlour_message_log_get_at_end (self.log));
  fixture_frame (&self);
  hash = fixture_hash (&self, 0, -1);
  append (&self);
  g_assert_cmpuint (fixture_hash (&self, 0, -1), ==, hash);
  g_assert_false (shows_last (&self));

  parlour_message_log_scroll_to_end (self.log, FALSE);
  fixture_scroll_by (&self, -1);
  fixture_scroll_by (&self, 1);
  g_assert_true (parlour_message_log_get_at_end (self.log));
  append (&self);
  g_assert_true (shows_last (&self));
  fixture_edit (&self, g_list_model_get_n_items (G_LIST_MODEL (self.store)) - 2, 200);
  fixture_frame (&self);
  g_assert_true (shows_last (&self));
  gtk_widget_set_size_request (self.scrolled, 250, FIXTURE_HEIGHT);
  fixture_frame (&self);
  g_assert_true (shows_last (&self));
  parlour_message_log_set_more (self.log, 0, 3);
  fixture_frame (&self);
  g_assert_false (parlour_message_log_get_at_end (self.log));
  fixture_tear_down (&self);
}

static void
test_few_rows (void)
{
  Fixture self;

  fixture_set_up (&self, 0);
  g_assert_true (parlour_message_log_get_at_end (self.log));
  for (int i = 0; i < 30; i++) {
    append (&self);
    g_assert_true (shows_last (&self));
    fixture_check (&self);
  }
  fixture_remove (&self, 0, 28);
  fixture_frame (&self);
  g_assert_true (shows_last (&self));
  fixture_remove (&self, 0, 2);
  fixture_frame (&self);
  g_assert_cmpint (self.n_bound, ==, 0);
  fixture_tear_down (&self);
}

static void
test_scroll_to_item (void)
{
  Fixture self;
  const guint positions[] = {5000, 120, 9000, 121};
  const double aligns[] = {0, 0.5, 1};

  fixture_set_up (&self, 10000);
  for (guint i = 0; i < G_N_ELEMENTS (positions) * G_N_ELEMENTS (aligns); i++) {
    guint position = positions[i % G_N_ELEMENTS (positions)];
    double align = aligns[i / G_N_ELEMENTS (positions)];
    ParlourLogRow *row;
    int y;

    parlour_message_log_scroll_to_item (self.log, position, align);
    fixture_frame (&self);
    row = parlour_log_rows_find (self.log->rows, position);
    y = fixture_row_y (&self, position);
    g_assert_cmpint (y, ==, (int)((FIXTURE_HEIGHT - row->height) * align));
    fixture_frame (&self);
    g_assert_cmpint (fixture_row_y (&self, position), ==, y);
    fixture_check (&self);
  }
  fixture_tear_down (&self);
}

static void
test_anchor_comes_back (void)
{
  Fixture self;
  GObject *item = NULL;
  GObject *again = NULL;
  int offset = 0;
  guint position = 0;
  guint64 hash;

  fixture_set_up (&self, N_ITEMS);
  fixture_scroll_by (&self, -3333);
  fixture_frame (&self);
  hash = fixture_hash (&self, 0, -1);
  g_assert_true (parlour_message_log_get_anchor (self.log, &item, &offset));
  parlour_message_log_scroll_to_end (self.log, FALSE);
  fixture_frame (&self);

  g_assert_true (g_list_store_find (self.store, item, &position));
  parlour_message_log_set_anchor (self.log, position, offset);
  g_assert_true (parlour_message_log_get_anchor (self.log, &again, &offset));
  g_assert_true (again == item);
  assert_looks_like (&self, hash);
  fixture_tear_down (&self);
}

static void
test_glide_to_end (void)
{
  Fixture self;
  gint64 deadline = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;
  int n_between = 0;

  fixture_set_up (&self, N_ITEMS);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  go_to_middle (&self);
  parlour_message_log_scroll_to_end (self.log, TRUE);
  while (!parlour_message_log_get_at_end (self.log)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    fixture_frame (&self);
    fixture_check (&self);
    n_between++;
  }
  g_assert_true (shows_last (&self));
  g_assert_cmpint (n_between, >, 2);
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
  g_test_add_func ("/log/one-pixel-is-seen", test_one_pixel_is_seen);
  g_test_add_func ("/log/changes-elsewhere", test_changes_elsewhere);
  g_test_add_func ("/log/edit-above", test_edit_above);
  g_test_add_func ("/log/crossing-row", test_crossing_row);
  g_test_add_func ("/log/prepend-in-sight", test_prepend_in_sight);
  g_test_add_func ("/log/size-changes", test_size_changes);
  g_test_add_func ("/log/fling-across-prepends", test_fling_across_prepends);
  g_test_add_func ("/log/sticks-only-at-the-end", test_sticks_only_at_the_end);
  g_test_add_func ("/log/few-rows", test_few_rows);
  g_test_add_func ("/log/scroll-to-item", test_scroll_to_item);
  g_test_add_func ("/log/anchor-comes-back", test_anchor_comes_back);
  g_test_add_func ("/log/glide-to-end", test_glide_to_end);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-message-log-behaviour"

#include "log-fixture.h"

#include <gtk/gtk.h>

#include <math.h>

/* What the message log promises to its model, to the keyboard and to a screen reader, and that a
 * long history costs no more than a short one. Needs a display. Main thread. */

#define MAX_ROWS 60

typedef struct {
  int near_start;
  int near_end;
  int jumps;
  double fraction;
  int visible;
  guint first;
  guint last;
  gboolean changing;
} Heard;

static void
near_start_cb (ParlourMessageLog *log, Heard *heard)
{
  g_assert_false (heard->changing);
  heard->near_start++;
}

static void
near_end_cb (ParlourMessageLog *log, Heard *heard)
{
  g_assert_false (heard->changing);
  heard->near_end++;
}

static void
jump_cb (ParlourMessageLog *log, double fraction, Heard *heard)
{
  heard->jumps++;
  heard->fraction = fraction;
}

static void
visible_cb (ParlourMessageLog *log, guint first, guint last, Heard *heard)
{
  heard->visible++;
  heard->first = first;
  heard->last = last;
}

static void
listen (Fixture *self, Heard *heard)
{
  g_signal_connect (self->log, "near-start", G_CALLBACK (near_start_cb), heard);
  g_signal_connect (self->log, "near-end", G_CALLBACK (near_end_cb), heard);
  g_signal_connect (self->log, "visible-changed", G_CALLBACK (visible_cb), heard);
}

/* A frame, and what is told after it. */
static void
settle (Fixture *self)
{
  fixture_frame (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_near_edges (void)
{
  Fixture self;
  Heard heard = {0};

  fixture_set_up (&self, 300);
  parlour_message_log_scroll_to_item (self.log, 150, 0);
  settle (&self);
  listen (&self, &heard);
  fixture_scroll_by (&self, 10);
  settle (&self);
  g_assert_cmpint (heard.near_start + heard.near_end, ==, 0);

  parlour_message_log_scroll_to_item (self.log, PARLOUR_MESSAGE_LOG_NEAR_ROWS, 0);
  settle (&self);
  g_assert_cmpint (heard.near_start, ==, 0);
  for (int i = 0; i < 3; i++) {
    fixture_scroll_by (&self, -40);
    settle (&self);
    g_assert_cmpint (heard.near_start, ==, 1);
  }
  heard.changing = TRUE;
  fixture_insert (&self, 0, 10);
  heard.changing = FALSE;
  settle (&self);
  g_assert_cmpint (heard.near_start, ==, 1);
  for (int i = 0; i < 30; i++)
    fixture_scroll_by (&self, -40);
  settle (&self);
  g_assert_cmpint (heard.near_start, ==, 2);
  g_assert_cmpint (heard.near_end, ==, 0);
  parlour_message_log_scroll_to_end (self.log, FALSE);
  settle (&self);
  g_assert_cmpint (heard.near_end, ==, 1);
  fixture_tear_down (&self);
}

static void
fetch_older_cb (ParlourMessageLog *log, Fixture *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  fixture_insert (self, 0, 50);
  if (n + 50 > 300)
    fixture_remove (self, n, 50);
}

/* A window of at most 300 rows over a long list, scrolled up through by a wheel. */
static void
test_windowed_model (void)
{
  Fixture self;

  fixture_set_up (&self, 100);
  g_signal_connect (self.log, "near-start", G_CALLBACK (fetch_older_cb), &self);
  for (int i = 0; i < 150; i++) {
    guint watched = self.log->first_visible + 1;
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self.store), watched);
    int y = fixture_row_y (&self, watched);

    fixture_scroll_by (&self, -173);
    settle (&self);
    g_assert_true (g_list_store_find (self.store, item, &watched));
    g_assert_cmpint (fixture_row_y (&self, watched), ==, y + 173);
    fixture_check (&self);
  }
  g_assert_cmpint (self.next_id, >, 500);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self.store)), <=, 350);
  g_assert_cmpint (self.n_created, <=, MAX_ROWS);
  fixture_tear_down (&self);
}

static void
test_visible_range (void)
{
  Fixture self;
  Heard heard = {0};

  fixture_set_up (&self, 300);
  settle (&self);
  listen (&self, &heard);
  parlour_message_log_scroll_to_item (self.log, 100, 1);
  fixture_scroll_by (&self, 0);
  settle (&self);
  g_assert_cmpint (heard.visible, ==, 1);
  g_assert_cmpuint (heard.last, ==, 100);
  g_assert_cmpint (fixture_row_y (&self, heard.first), <=, 0);

  fixture_scroll_by (&self, -1);
  settle (&self);
  g_assert_cmpuint (heard.last, ==, 99);
  fixture_edit (&self, 100, 2000);
  parlour_message_log_scroll_to_item (self.log, 100, 0);
  settle (&self);
  g_assert_cmpuint (heard.first, ==, 100);
  g_assert_cmpuint (heard.last, ==, GTK_INVALID_LIST_POSITION);
  fixture_tear_down (&self);
}

/* Everything is in the model: the thumb goes there at once, and few rows are ever made. */
static void
test_drag_within (void)
{
  Fixture self;
  const guint n = 100000;

  fixture_set_up (&self, n);
  for (int i = 0; i <= 20; i++) {
    double fraction = (i * 7 % 21) / 20.0;

    fixture_drag_to (&self, fraction);
    settle (&self);
    fixture_check (&self);
    g_assert_cmpfloat (fabs (self.log->first_visible / (double)n - fraction), <, 0.02);
  }
  fixture_drag_to (&self, 0.5);
  fixture_drag_to (&self, 0);
  settle (&self);
  g_assert_cmpuint (self.log->first_visible, ==, 0);
  g_assert_cmpint (fixture_row_y (&self, 0), ==, 0);
  fixture_drag_to (&self, 1);
  settle (&self);
  g_assert_true (parlour_message_log_get_at_end (self.log));
  g_assert_cmpint (self.n_created, <=, MAX_ROWS);
  fixture_tear_down (&self);
}

/* The model holds the last 121 of 10,000 rows. */
static void
test_jump_outside (void)
{
  Fixture self;
  Heard heard = {0};

  fixture_set_up (&self, 121);
  parlour_message_log_set_more (self.log, 9879, 0);
  settle (&self);
  g_signal_connect (self.log, "jump", G_CALLBACK (jump_cb), &heard);
  fixture_drag_to (&self, 0.5);
  g_assert_cmpint (heard.jumps, ==, 0);
  settle (&self);
  g_assert_cmpint (heard.jumps, ==, 1);
  g_assert_cmpfloat (fabs (heard.fraction - 0.5), <, 0.01);

  fixture_insert (&self, 0, 121);
  fixture_remove (&self, 121, 121);
  parlour_message_log_set_more (self.log, 4940, 4939);
  settle (&self);
  fixture_check (&self);
  g_assert_cmpuint (self.log->first_visible, >, 30);
  g_assert_cmpuint (self.log->first_visible, <, 90);
  g_assert_false (parlour_message_log_get_at_end (self.log));

  parlour_message_log_scroll_to_end (self.log, TRUE);
  settle (&self);
  g_assert_cmpint (heard.jumps, ==, 2);
  g_assert_cmpfloat (heard.fraction, ==, 1);
  fixture_check (&self);
  fixture_insert (&self, 121, 121);
  fixture_remove (&self, 0, 121);
  parlour_message_log_set_more (self.log, 9879, 0);
  settle (&self);
  g_assert_true (parlour_message_log_get_at_end (self.log));
  g_assert_cmpuint (self.log->last_fully_visible, ==, 120);
  fixture_tear_down (&self);
}

/* Nobody answers: the log stops at the edge of its model instead of showing nothing. */
static void
test_jump_unanswered (void)
{
  Fixture self;

  fixture_set_up (&self, 121);
  parlour_message_log_set_more (self.log, 9879, 0);
  settle (&self);
  fixture_drag_to (&self, 0.5);
  settle (&self);
  fixture_check (&self);
  g_assert_cmpuint (self.log->first_visible, ==, 0);
  fixture_tear_down (&self);
}

static gint64
measure_opening (Fixture *self, GListModel *model)
{
  gint64 best = G_MAXINT64;

  for (int i = 0; i < 12; i++) {
    gint64 start;

    parlour_message_log_set_model (self->log, NULL);
    settle (self);
    start = g_get_monotonic_time ();
    parlour_message_log_set_model (self->log, model);
    parlour_message_log_sync_now (self->log);
    best = MIN (best, g_get_monotonic_time () - start);
    g_assert_true (parlour_message_log_get_at_end (self->log));
  }
  return best;
}

static void
test_long_opens_like_short (void)
{
  Fixture self;
  g_autoptr (GListStore) few = g_list_store_new (TEST_TYPE_ITEM);
  gint64 shortest;
  gint64 longest;

  fixture_set_up (&self, 100000);
  for (guint i = 0; i < 100; i++)
    g_list_store_append (few, fixture_item (&self, 100000 - 100 + i));
  shortest = measure_opening (&self, G_LIST_MODEL (few));
  longest = measure_opening (&self, G_LIST_MODEL (self.store));
  g_test_message ("100 rows: %" G_GINT64_FORMAT " µs, 100,000 rows: %" G_GINT64_FORMAT " µs",
                  shortest, longest);
  g_assert_cmpint (longest, <, 3 * shortest + 500);
  g_assert_cmpint (self.n_created, <=, MAX_ROWS);
  fixture_tear_down (&self);
}

static int
focused_id (Fixture *self)
{
  ParlourLogRow *row = parlour_log_rows_find_focused (self->log->rows);

  return row != NULL ? TEST_ITEM (row->item)->id : -1;
}

static void
test_focus_moves (void)
{
  Fixture self;
  GtkWidget *log;

  fixture_set_up (&self, 300);
  log = GTK_WIDGET (self.log);
  gtk_window_set_focus (GTK_WINDOW (self.window), NULL);
  g_assert_true (gtk_widget_child_focus (log, GTK_DIR_TAB_FORWARD));
  g_assert_cmpint (focused_id (&self), ==, 299);
  for (int i = 1; i <= 100; i++) {
    int y;

    while (focused_id (&self) == 300 - i)
      gtk_widget_child_focus (log, GTK_DIR_UP);
    fixture_frame (&self);
    g_assert_cmpint (focused_id (&self), ==, 299 - i);
    y = fixture_row_y (&self, 299 - i);
    g_assert_cmpint (y, >=, 0);
    g_assert_cmpint (y, <, FIXTURE_HEIGHT);
  }
  g_assert_false (gtk_widget_child_focus (log, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (log, GTK_DIR_DOWN));
  g_assert_cmpint (focused_id (&self), ==, 200);
  fixture_tear_down (&self);
}

static void
test_focused_row_survives (void)
{
  Fixture self;
  GtkWidget *focused;

  fixture_set_up (&self, 1000);
  gtk_widget_grab_focus (GTK_WIDGET (self.log));
  g_assert_cmpint (focused_id (&self), ==, 999);
  focused = gtk_root_get_focus (GTK_ROOT (self.window));
  for (int i = 0; i < 60; i++) {
    fixture_scroll_by (&self, -500);
    settle (&self);
    fixture_check (&self);
    g_assert_true (gtk_root_get_focus (GTK_ROOT (self.window)) == focused);
    g_assert_cmpint (focused_id (&self), ==, 999);
  }
  fixture_insert (&self, 1000, 1);
  settle (&self);
  g_assert_cmpint (focused_id (&self), ==, 999);
  gtk_widget_child_focus (GTK_WIDGET (self.log), GTK_DIR_UP);
  settle (&self);
  g_assert_cmpint (focused_id (&self), ==, 998);
  g_assert_cmpint (fixture_row_y (&self, 998), >=, 0);

  fixture_remove (&self, 998, 1);
  settle (&self);
  g_assert_cmpint (focused_id (&self), ==, 999);
  fixture_remove (&self, 500, 500);
  settle (&self);
  g_assert_cmpint (focused_id (&self), !=, -1);
  fixture_check (&self);
  fixture_tear_down (&self);
}

static void
activate_key (Fixture *self, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->log));
  GtkShortcutTrigger *trigger = gtk_keyval_trigger_new (keyval, 0);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GListModel) list = g_list_model_get_item (controllers, i);

    if (!GTK_IS_SHORTCUT_CONTROLLER (list))
      continue;
    for (guint j = 0; j < g_list_model_get_n_items (list); j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (list, j);

      if (!gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), trigger))
        continue;
      found = TRUE;
      gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                    GTK_SHORTCUT_ACTION_EXCLUSIVE, GTK_WIDGET (self->log),
                                    gtk_shortcut_get_arguments (shortcut));
    }
  }
  g_assert_true (found);
  g_object_unref (trigger);
  settle (self);
}

static void
test_paging_keys (void)
{
  Fixture self;
  double value;

  fixture_set_up (&self, 1000);
  gtk_widget_grab_focus (GTK_WIDGET (self.log));
  value = gtk_adjustment_get_value (self.adjustment);
  activate_key (&self, GDK_KEY_Page_Up);
  g_assert_cmpfloat (gtk_adjustment_get_value (self.adjustment), ==, value - FIXTURE_HEIGHT * 0.9);
  g_assert_cmpint (focused_id (&self), ==, self.log->first_visible);
  activate_key (&self, GDK_KEY_Page_Down);
  g_assert_true (parlour_message_log_get_at_end (self.log));
  activate_key (&self, GDK_KEY_Home);
  g_assert_cmpint (focused_id (&self), ==, 0);
  g_assert_cmpint (fixture_row_y (&self, 0), ==, 0);
  activate_key (&self, GDK_KEY_End);
  g_assert_cmpint (focused_id (&self), ==, 999);
  g_assert_true (parlour_message_log_get_at_end (self.log));
  fixture_tear_down (&self);
}

/* A screen reader meets the rows in their order, and no row of the pool. */
static void
test_reading_order (void)
{
  Fixture self;
  int last = -1;

  fixture_set_up (&self, 500);
  fixture_scroll_by (&self, -900);
  settle (&self);
  fixture_scroll_by (&self, 500);
  settle (&self);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self.log)), ==,
                   GTK_ACCESSIBLE_ROLE_LOG);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self.log)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    ParlourLogRow *row = parlour_log_rows_find_widget (self.log->rows, child);

    g_assert_true (gtk_widget_get_visible (child) == (row != NULL));
    if (row == NULL)
      continue;
    g_assert_cmpint (TEST_ITEM (row->item)->id, >, last);
    last = TEST_ITEM (row->item)->id;
  }
  g_assert_cmpint (last, >, 0);
  fixture_tear_down (&self);
}

static void
test_right_to_left (void)
{
  Fixture self;
  ParlourLogRow *row;

  fixture_set_up (&self, 50);
  gtk_widget_set_direction (GTK_WIDGET (self.log), GTK_TEXT_DIR_RTL);
  settle (&self);
  fixture_check (&self);
  row = parlour_log_rows_find (self.log->rows, 49);
  g_assert_cmpint (gtk_widget_get_width (row->widget), ==, FIXTURE_WIDTH);
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
  g_test_add_func ("/log/near-edges", test_near_edges);
  g_test_add_func ("/log/windowed-model", test_windowed_model);
  g_test_add_func ("/log/visible-range", test_visible_range);
  g_test_add_func ("/log/drag-within", test_drag_within);
  g_test_add_func ("/log/jump-outside", test_jump_outside);
  g_test_add_func ("/log/jump-unanswered", test_jump_unanswered);
  g_test_add_func ("/log/long-opens-like-short", test_long_opens_like_short);
  g_test_add_func ("/log/focus-moves", test_focus_moves);
  g_test_add_func ("/log/focused-row-survives", test_focused_row_survives);
  g_test_add_func ("/log/paging-keys", test_paging_keys);
  g_test_add_func ("/log/reading-order", test_reading_order);
  g_test_add_func ("/log/right-to-left", test_right_to_left);
  return g_test_run ();
}

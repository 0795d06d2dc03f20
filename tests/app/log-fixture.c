/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-log-fixture"

#include "log-fixture.h"

#include <adwaita.h>

/* A real window with a message log for tests. Main thread. */

#define DEADLINE_SECONDS 10

G_DEFINE_FINAL_TYPE (TestItem, test_item, G_TYPE_OBJECT)

static void
test_item_class_init (TestItemClass *class)
{
}

static void
test_item_init (TestItem *self)
{
}

static TestItem *
item_new (int id)
{
  TestItem *self = g_object_new (TEST_TYPE_ITEM, NULL);

  self->id = id;
  self->words = (int)((guint)id * 2654435761u >> 20) % 40;
  return self;
}

static int
get_day (TestItem *item)
{
  return item->id / 10;
}

static void
row_gone_cb (gpointer data, GObject *where)
{
  Fixture *self = data;

  self->n_alive--;
}

static GtkWidget *
create_row (gpointer data)
{
  Fixture *self = data;
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0, "width-chars", 10, NULL);
  GtkWidget *row = g_object_new (ADW_TYPE_BIN, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                 "child", label, NULL);

  self->n_alive++;
  self->n_created++;
  g_object_weak_ref (G_OBJECT (row), row_gone_cb, self);
  return row;
}

static void
bind_row (GtkWidget *row, GObject *object, GObject *previous, GObject *next, gpointer data)
{
  Fixture *self = data;
  TestItem *item = TEST_ITEM (object);
  g_autoptr (GString) text = g_string_new (NULL);

  if (previous == NULL || get_day (TEST_ITEM (previous)) != get_day (item))
    g_string_append_printf (text, "day %d\n", get_day (item));
  g_string_append_printf (text, "#%d", item->id);
  for (int i = 0; i < item->words; i++)
    g_string_append_printf (text, " word%d", i * item->id % 97);
  gtk_label_set_text (GTK_LABEL (adw_bin_get_child (ADW_BIN (row))), text->str);
  self->n_bound++;
  self->n_binds++;
}

static void
unbind_row (GtkWidget *row, gpointer data)
{
  Fixture *self = data;

  self->n_bound--;
}

static const ParlourMessageLogFactory factory = {create_row, bind_row, unbind_row};

void
fixture_insert (Fixture *self, guint position, guint n)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, item_new (self->next_id++));
  g_list_store_splice (self->store, position, 0, items->pdata, n);
}

void
fixture_remove (Fixture *self, guint position, guint n)
{
  g_list_store_splice (self->store, position, n, NULL, 0);
}

void
fixture_prepend_id (Fixture *self, int id)
{
  g_autoptr (TestItem) item = item_new (id);

  g_list_store_insert (self->store, 0, item);
}

TestItem *
fixture_item (Fixture *self, guint position)
{
  g_autoptr (TestItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  g_assert_nonnull (item);
  return item;
}

void
fixture_edit (Fixture *self, guint position, int words)
{
  g_autoptr (TestItem) item = g_object_ref (fixture_item (self, position));

  item->words = words;
  g_list_store_splice (self->store, position, 1, (gpointer *)&item, 1);
}

void
fixture_set_up (Fixture *self, guint n_items)
{
  GtkWidget *fixed = gtk_fixed_new ();

  *self = (Fixture){.store = g_list_store_new (TEST_TYPE_ITEM)};
  fixture_insert (self, 0, n_items);
  self->window = gtk_window_new ();
  self->scrolled = gtk_scrolled_window_new ();
  self->log = PARLOUR_MESSAGE_LOG (parlour_message_log_new ());
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->log));
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_widget_set_size_request (self->scrolled, FIXTURE_WIDTH, FIXTURE_HEIGHT);
  gtk_fixed_put (GTK_FIXED (fixed), self->scrolled, 0, 0);
  gtk_window_set_child (GTK_WINDOW (self->window), fixed);
  self->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));

  parlour_message_log_set_factory (self->log, &factory, self, NULL);
  parlour_message_log_set_model (self->log, G_LIST_MODEL (self->store));
  gtk_window_present (GTK_WINDOW (self->window));
  fixture_frame (self);
}

void
fixture_tear_down (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (self->n_bound, ==, 0);
  g_assert_cmpint (self->n_alive, ==, 0);
  g_object_unref (self->store);
}

static void
painted_cb (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

void
fixture_frame (Fixture *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);
  gboolean painted = FALSE;
  gint64 deadline = g_get_monotonic_time () + DEADLINE_SECONDS * G_TIME_SPAN_SECOND;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_draw (self->window);
  while (!painted) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  }
  g_signal_handler_disconnect (clock, id);
}

static guint64
hash_bytes (const guchar *bytes, gsize length)
{
  guint64 hash = 14695981039346656037u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ bytes[i]) * 1099511628211u;
  return hash;
}

guint64
fixture_hash (Fixture *self, int top, int bottom)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self->log));
  int width = gtk_widget_get_width (GTK_WIDGET (self->log));
  int height = gtk_widget_get_height (GTK_WIDGET (self->log));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guchar *bytes = NULL;
  gsize stride = (gsize)width * 4;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  bytes = g_malloc (stride * height);
  gdk_texture_download (texture, bytes, stride);
  if (bottom < 0)
    bottom = height;
  return hash_bytes (bytes + stride * top, stride * (bottom - top));
}

int
fixture_row_y (Fixture *self, guint position)
{
  ParlourLogRow *row = parlour_log_rows_find (self->log->rows, position);
  graphene_rect_t bounds;

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (row->widget, GTK_WIDGET (self->log), &bounds));
  return (int)bounds.origin.y;
}

const char *
fixture_row_text (Fixture *self, guint position)
{
  ParlourLogRow *row = parlour_log_rows_find (self->log->rows, position);

  g_assert_nonnull (row);
  return gtk_label_get_text (GTK_LABEL (adw_bin_get_child (ADW_BIN (row->widget))));
}

void
fixture_scroll_by (Fixture *self, double by)
{
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) + by);
}

void
fixture_drag_to (Fixture *self, double fraction)
{
  GtkAdjustment *a = self->adjustment;
  double way = gtk_adjustment_get_upper (a) - gtk_adjustment_get_lower (a) -
               gtk_adjustment_get_page_size (a);

  gtk_adjustment_set_value (a, gtk_adjustment_get_lower (a) + way * fraction);
}

void
fixture_check (Fixture *self)
{
  ParlourMessageLog *log = self->log;
  ParlourLogRow *previous = NULL;
  gint64 top = G_MAXINT64;
  gint64 scroll = parlour_message_log_get_scroll (log);

  for (guint i = 0; i < parlour_log_rows_get_length (log->rows); i++) {
    ParlourLogRow *row = parlour_log_rows_get (log->rows, i);

    g_assert_true (row->item == G_OBJECT (fixture_item (self, row->position)));
    if (!row->placed)
      continue;
    if (previous != NULL) {
      g_assert_cmpuint (row->position, ==, previous->position + 1);
      g_assert_cmpint (row->y, ==, previous->y + previous->height);
      g_assert_true (gtk_widget_get_prev_sibling (row->widget) == previous->widget);
    }
    top = MIN (top, row->y);
    previous = row;
  }
  g_assert_nonnull (previous);
  g_assert_cmpint (previous->y + previous->height, >=, scroll + log->height);
  if (scroll > gtk_adjustment_get_lower (self->adjustment))
    g_assert_cmpint (top, <=, scroll);
  g_assert_cmpint (self->n_bound, ==, parlour_log_rows_get_length (log->rows));
  g_assert_cmpint (self->n_alive, <=, self->n_bound + PARLOUR_LOG_POOL_SIZE);
}

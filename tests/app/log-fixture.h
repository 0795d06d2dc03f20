/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/log/message-log-private.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FIXTURE_WIDTH  420
#define FIXTURE_HEIGHT 600

#define TEST_TYPE_ITEM (test_item_get_type ())
G_DECLARE_FINAL_TYPE (TestItem, test_item, TEST, ITEM, GObject)

struct _TestItem {
  GObject parent_instance;
  int id;
  int words;
};

/* A log in a real window, with rows that wrap and that carry a day line where the day changes. */
typedef struct {
  GtkWidget *window;
  GtkWidget *scrolled;
  ParlourMessageLog *log;
  GListStore *store;
  GtkAdjustment *adjustment;
  int next_id;
  int n_alive;
  int n_created;
  int n_bound;
  int n_binds;
} Fixture;

/* The log shows @n_items rows with the ids 0 and up, at its end; one frame has been drawn. */
void fixture_set_up (Fixture *self, guint n_items);
void fixture_tear_down (Fixture *self);

/* Waits until the next frame has been drawn. */
void fixture_frame (Fixture *self);

/* What the log looks like in the last frame from @top to @bottom; -1 is its own bottom. */
guint64 fixture_hash (Fixture *self, int top, int bottom);

/* Inserts @n new items at @position. */
void fixture_insert (Fixture *self, guint position, guint n);
void fixture_remove (Fixture *self, guint position, guint n);

/* Inserts an item with this id before all others. */
void fixture_prepend_id (Fixture *self, int id);

/* Gives the row at @position another height. */
void fixture_edit (Fixture *self, guint position, int words);

TestItem *fixture_item (Fixture *self, guint position);

/* The row's top below the view's top, as last allocated. */
int fixture_row_y (Fixture *self, guint position);

/* What the row at @position says. */
const char *fixture_row_text (Fixture *self, guint position);
void fixture_scroll_by (Fixture *self, double by);

/* Sets the value as the scrollbar's thumb does. */
void fixture_drag_to (Fixture *self, double fraction);

/* Fails unless the rows are one run without gap and overlap that fills the view. */
void fixture_check (Fixture *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/log/message-log.h"

G_BEGIN_DECLS

#define PARLOUR_LOG_POOL_SIZE 24

/**
 * ParlourLogRow:
 * @y: top in adjustment space
 * @height: at the width it was last measured for; 0 before
 * @stale: shows something else than the model says now
 * @placed: lies in the contiguous run around the view
 */
typedef struct {
  GtkWidget *widget;
  GObject *item;
  GObject *previous;
  GObject *next;
  guint position;
  gint64 y;
  int height;
  gboolean stale;
  gboolean placed;
} ParlourLogRow;

/**
 * ParlourLogRows:
 *
 * The row widgets of one log: those that show an item, by position, and a pool of hidden ones.
 * Main thread only.
 */
typedef struct _ParlourLogRows ParlourLogRows;

/**
 * parlour_log_rows_new:
 * @parent: (transfer none): the widget that the rows are children of; it outlives them
 */
ParlourLogRows *parlour_log_rows_new (GtkWidget *parent);
void parlour_log_rows_free (ParlourLogRows *self);

/** Throws every row away. Takes over @data. */
void parlour_log_rows_set_factory (ParlourLogRows *self,
                                   const ParlourMessageLogFactory *factory,
                                   gpointer data,
                                   GDestroyNotify destroy);
gboolean parlour_log_rows_has_factory (ParlourLogRows *self);

/** Recycles every row. @model is (transfer none) (nullable) and outlives its being set. */
void parlour_log_rows_set_model (ParlourLogRows *self, GListModel *model);

guint parlour_log_rows_get_length (ParlourLogRows *self);

/** Returns: (transfer none): the @index-th bound row from the top. */
ParlourLogRow *parlour_log_rows_get (ParlourLogRows *self, guint index);

/** Returns: (transfer none) (nullable): the row that shows @position. */
ParlourLogRow *parlour_log_rows_find (ParlourLogRows *self, guint position);

/** Returns: (transfer none) (nullable): the row that is or holds @descendant. */
ParlourLogRow *parlour_log_rows_find_widget (ParlourLogRows *self, GtkWidget *descendant);

/** Returns: (transfer none) (nullable): the row that the keyboard focus is in. */
ParlourLogRow *parlour_log_rows_find_focused (ParlourLogRows *self);

/**
 * parlour_log_rows_take:
 *
 * Binds @position, or binds it anew where the item or a neighbour is another one, and marks the row
 * as placed.
 *
 * Returns: (transfer none): its row
 */
ParlourLogRow *parlour_log_rows_take (ParlourLogRows *self, guint position);

/** Hides and unbinds @row, unless the focus is in it. */
void parlour_log_rows_recycle (ParlourLogRows *self, ParlourLogRow *row);

/**
 * parlour_log_rows_items_changed:
 *
 * Moves the rows along with the model. Binds nothing.
 *
 * Returns: %TRUE when the row that had the focus is gone
 */
gboolean
parlour_log_rows_items_changed (ParlourLogRows *self, guint at, guint removed, guint added);

/**
 * parlour_log_rows_begin:
 * @top, @bottom: rows outside of this, in adjustment space, are recycled
 * @anchor: except for this one; when nothing near it is bound, all are
 *
 * Starts a layout: no row is placed.
 */
void parlour_log_rows_begin (ParlourLogRows *self, gint64 top, gint64 bottom, guint anchor);

/**
 * parlour_log_rows_end:
 *
 * Recycles what has not been placed, trims the pool, and puts the children into reading order.
 */
void parlour_log_rows_end (ParlourLogRows *self);

G_END_DECLS

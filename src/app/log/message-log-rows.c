/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-log-rows"

#include "app/log/message-log-rows.h"

/* The pool of row widgets: creates, binds, recycles and orders them. It decides nothing about where
 * a row lies. Main thread. */

struct _ParlourLogRows {
  GtkWidget *parent;
  GListModel *model;
  const ParlourMessageLogFactory *factory;
  gpointer data;
  GDestroyNotify destroy;
  GPtrArray *rows;  /* bound, by position */
  GPtrArray *pool;  /* GtkWidget, hidden */
  gboolean changed; /* the model has, since the last layout: neighbours may be others */
};

static GObject *
dup_item (ParlourLogRows *self, guint position)
{
  return g_list_model_get_item (self->model, position);
}

static void
unbind (ParlourLogRows *self, ParlourLogRow *row)
{
  if (row->item == NULL)
    return;
  self->factory->unbind (row->widget, self->data);
  g_clear_object (&row->item);
  g_clear_object (&row->previous);
  g_clear_object (&row->next);
}

static gboolean
is_current (ParlourLogRow *row, GObject *item, GObject *previous, GObject *next)
{
  return !row->stale && row->item == item && row->previous == previous && row->next == next;
}

static void
refresh (ParlourLogRows *self, ParlourLogRow *row)
{
  g_autoptr (GObject) item = dup_item (self, row->position);
  g_autoptr (GObject) previous = row->position > 0 ? dup_item (self, row->position - 1) : NULL;
  g_autoptr (GObject) next = dup_item (self, row->position + 1);

  if (is_current (row, item, previous, next))
    return;
  unbind (self, row);
  row->item = g_steal_pointer (&item);
  row->previous = g_steal_pointer (&previous);
  row->next = g_steal_pointer (&next);
  row->stale = FALSE;
  self->factory->bind (row->widget, row->item, row->previous, row->next, self->data);
}

static GtkWidget *
create_widget (ParlourLogRows *self)
{
  g_autoptr (GtkWidget) widget = g_object_take_ref (self->factory->create (self->data));

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_parent (widget, self->parent);
  return widget;
}

static GtkWidget *
take_widget (ParlourLogRows *self)
{
  if (self->pool->len == 0)
    return create_widget (self);
  return g_ptr_array_steal_index (self->pool, self->pool->len - 1);
}

/* Where @position is or belongs among the bound rows. */
static guint
find_index (ParlourLogRows *self, guint position)
{
  guint low = 0;
  guint high = self->rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    ParlourLogRow *row = self->rows->pdata[middle];

    if (row->position < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean
has_focus (ParlourLogRows *self, ParlourLogRow *row)
{
  GtkRoot *root = gtk_widget_get_root (self->parent);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == row->widget || gtk_widget_is_ancestor (focus, row->widget));
}

/* @row is no longer among the bound rows. GTK would let a hidden widget keep the focus until the
 * frame has been painted, when the same widget may show another item. */
static void
pool_row (ParlourLogRows *self, ParlourLogRow *row)
{
  if (has_focus (self, row))
    gtk_root_set_focus (gtk_widget_get_root (self->parent), NULL);
  unbind (self, row);
  gtk_widget_set_visible (row->widget, FALSE);
  g_ptr_array_add (self->pool, row->widget);
  g_free (row);
}

static void
clear_rows (ParlourLogRows *self)
{
  while (self->rows->len > 0)
    pool_row (self, g_ptr_array_steal_index (self->rows, self->rows->len - 1));
}

static void
trim_pool (ParlourLogRows *self, guint length)
{
  while (self->pool->len > length)
    gtk_widget_unparent (g_ptr_array_steal_index (self->pool, self->pool->len - 1));
}

static void
clear_factory (ParlourLogRows *self)
{
  clear_rows (self);
  trim_pool (self, 0);
  if (self->destroy != NULL)
    self->destroy (self->data);
  self->factory = NULL;
  self->data = NULL;
  self->destroy = NULL;
}

/* A screen reader follows the order of the children. The pool's rows are hidden and may be anywhere
 * behind. */
static void
order_children (ParlourLogRows *self)
{
  GtkWidget *before = NULL;

  for (guint i = 0; i < self->rows->len; i++) {
    ParlourLogRow *row = self->rows->pdata[i];

    if (gtk_widget_get_prev_sibling (row->widget) != before)
      gtk_widget_insert_after (row->widget, self->parent, before);
    before = row->widget;
  }
}

ParlourLogRows *
parlour_log_rows_new (GtkWidget *parent)
{
  ParlourLogRows *self = g_new0 (ParlourLogRows, 1);

  self->parent = parent;
  self->rows = g_ptr_array_new ();
  self->pool = g_ptr_array_new ();
  return self;
}

void
parlour_log_rows_free (ParlourLogRows *self)
{
  clear_factory (self);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->pool);
  g_free (self);
}

void
parlour_log_rows_set_factory (ParlourLogRows *self,
                              const ParlourMessageLogFactory *factory,
                              gpointer data,
                              GDestroyNotify destroy)
{
  clear_factory (self);
  self->factory = factory;
  self->data = data;
  self->destroy = destroy;
}

gboolean
parlour_log_rows_has_factory (ParlourLogRows *self)
{
  return self->factory != NULL;
}

void
parlour_log_rows_set_model (ParlourLogRows *self, GListModel *model)
{
  clear_rows (self);
  self->model = model;
}

guint
parlour_log_rows_get_length (ParlourLogRows *self)
{
  return self->rows->len;
}

ParlourLogRow *
parlour_log_rows_get (ParlourLogRows *self, guint index)
{
  return self->rows->pdata[index];
}

ParlourLogRow *
parlour_log_rows_find (ParlourLogRows *self, guint position)
{
  guint index = find_index (self, position);
  ParlourLogRow *row = index < self->rows->len ? self->rows->pdata[index] : NULL;

  return row != NULL && row->position == position ? row : NULL;
}

ParlourLogRow *
parlour_log_rows_find_widget (ParlourLogRows *self, GtkWidget *descendant)
{
  GtkWidget *child = descendant;

  while (child != NULL && gtk_widget_get_parent (child) != self->parent)
    child = gtk_widget_get_parent (child);
  for (guint i = 0; child != NULL && i < self->rows->len; i++) {
    ParlourLogRow *row = self->rows->pdata[i];

    if (row->widget == child)
      return row;
  }
  return NULL;
}

ParlourLogRow *
parlour_log_rows_find_focused (ParlourLogRows *self)
{
  GtkRoot *root = gtk_widget_get_root (self->parent);

  return root != NULL ? parlour_log_rows_find_widget (self, gtk_root_get_focus (root)) : NULL;
}

ParlourLogRow *
parlour_log_rows_take (ParlourLogRows *self, guint position)
{
  ParlourLogRow *row = parlour_log_rows_find (self, position);

  if (row != NULL) {
    if (self->changed)
      refresh (self, row);
  } else {
    row = g_new0 (ParlourLogRow, 1);
    row->widget = take_widget (self);
    row->position = position;
    row->stale = TRUE;
    g_ptr_array_insert (self->rows, find_index (self, position), row);
    refresh (self, row);
    gtk_widget_set_visible (row->widget, TRUE);
  }
  row->placed = TRUE;
  return row;
}

void
parlour_log_rows_recycle (ParlourLogRows *self, ParlourLogRow *row)
{
  row->placed = FALSE;
  if (has_focus (self, row))
    return;
  g_ptr_array_remove (self->rows, row);
  pool_row (self, row);
}

gboolean
parlour_log_rows_items_changed (ParlourLogRows *self, guint at, guint removed, guint added)
{
  gboolean focus_gone = FALSE;

  self->changed = TRUE;
  for (guint i = find_index (self, at); i < self->rows->len;) {
    ParlourLogRow *row = self->rows->pdata[i];

    if (row->position >= at + removed) {
      row->position = row->position - removed + added;
      i++;
    } else if (row->position - at < added) {
      row->stale = TRUE;
      i++;
    } else {
      focus_gone = focus_gone || has_focus (self, row);
      pool_row (self, g_ptr_array_steal_index (self->rows, i));
    }
  }
  return focus_gone;
}

/* Whether a layout that starts at @anchor is likely to meet rows that are bound already. */
static gboolean
is_near (ParlourLogRows *self, guint anchor)
{
  guint index = find_index (self, anchor);
  ParlourLogRow *below = index < self->rows->len ? self->rows->pdata[index] : NULL;
  ParlourLogRow *above = index > 0 ? self->rows->pdata[index - 1] : NULL;

  return (below != NULL && below->position - anchor < PARLOUR_LOG_POOL_SIZE) ||
         (above != NULL && anchor - above->position < PARLOUR_LOG_POOL_SIZE);
}

void
parlour_log_rows_begin (ParlourLogRows *self, gint64 top, gint64 bottom, guint anchor)
{
  gboolean all = !is_near (self, anchor);

  for (guint i = self->rows->len; i > 0; i--) {
    ParlourLogRow *row = self->rows->pdata[i - 1];
    gboolean outside = row->y + row->height < top || row->y > bottom;

    row->placed = FALSE;
    if (all || (outside && row->position != anchor))
      parlour_log_rows_recycle (self, row);
  }
}

void
parlour_log_rows_end (ParlourLogRows *self)
{
  for (guint i = self->rows->len; i > 0; i--) {
    ParlourLogRow *row = self->rows->pdata[i - 1];

    if (row->placed)
      continue;
    if (self->changed && has_focus (self, row))
      refresh (self, row);
    parlour_log_rows_recycle (self, row);
  }
  self->changed = FALSE;
  trim_pool (self, PARLOUR_LOG_POOL_SIZE);
  order_children (self);
}

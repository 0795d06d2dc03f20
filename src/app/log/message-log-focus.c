/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-log-focus"

#include "app/log/message-log-private.h"

/* The keyboard. The log is one stop of the Tab key; Up and Down go from row to row, Left and Right
 * among a row's own controls, the rest pages. A row's menu is the row's. Main thread. */

#define PAGE_SHARE 0.9

typedef enum { PAGE_UP, PAGE_DOWN, GO_HOME, GO_END } Move;

static void
scroll_by (ParlourMessageLog *self, gint64 by)
{
  gtk_adjustment_set_value (self->vadjustment, (double)(self->scroll + by));
}

/* A row that is higher than the view shows the side that one comes from. */
static void
reveal (ParlourMessageLog *self, guint position, gboolean down)
{
  ParlourLogRow *row = parlour_log_rows_find (self->rows, position);
  gint64 top;
  gint64 bottom;

  if (row == NULL || !row->placed) {
    parlour_message_log_scroll_to_item (self, position, down ? 1 : 0);
    return;
  }
  top = row->y - self->scroll;
  bottom = top + row->height - self->height;
  if (down && bottom > 0)
    scroll_by (self, MIN (top, bottom));
  else if (!down && top < 0)
    scroll_by (self, MAX (top, bottom));
}

static gboolean
focus_position (ParlourMessageLog *self, guint position)
{
  ParlourLogRow *row = parlour_log_rows_find (self->rows, position);

  return row != NULL && gtk_widget_grab_focus (row->widget);
}

/* Returns: FALSE where no more of the focused row is hidden on that side. */
static gboolean
scroll_within (ParlourMessageLog *self, ParlourLogRow *row, gboolean down)
{
  gint64 hidden = down ? row->y + row->height - self->scroll - self->height : self->scroll - row->y;
  gint64 step = (gint64)(self->height * PAGE_SHARE);

  if (!row->placed || hidden <= 0 || hidden >= row->height)
    return FALSE;
  scroll_by (self, down ? MIN (hidden, step) : -MIN (hidden, step));
  return TRUE;
}

static gboolean
move_focus (ParlourMessageLog *self, ParlourLogRow *row, gboolean down)
{
  guint position = row->position;

  if (scroll_within (self, row, down))
    return TRUE;
  if (down ? position + 1 < self->n_items : position > 0) {
    position += down ? 1 : -1;
    reveal (self, position, down);
    focus_position (self, position);
  }
  return TRUE;
}

static gboolean
focus (GtkWidget *widget, GtkDirectionType direction)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (widget);
  ParlourLogRow *row = parlour_log_rows_find_focused (self->rows);

  if (row == NULL)
    return gtk_widget_grab_focus (widget);
  switch (direction) {
  case GTK_DIR_UP:
  case GTK_DIR_DOWN:
    return move_focus (self, row, direction == GTK_DIR_DOWN);
  case GTK_DIR_LEFT:
  case GTK_DIR_RIGHT:
    gtk_widget_child_focus (row->widget, direction);
    return TRUE;
  case GTK_DIR_TAB_FORWARD:
  case GTK_DIR_TAB_BACKWARD:
  default:
    return FALSE;
  }
}

/* The row that had the focus last, while it is there to be seen. */
static ParlourLogRow *
find_remembered (ParlourMessageLog *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  ParlourLogRow *row = child != NULL ? parlour_log_rows_find_widget (self->rows, child) : NULL;

  if (row == NULL || row->position < self->first_visible || row->position > self->last_visible)
    return NULL;
  return row;
}

static gboolean
grab_focus (GtkWidget *widget)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (widget);
  ParlourLogRow *row = find_remembered (self);
  guint position = self->refocus;

  if (self->n_items == 0 || self->model_changed)
    return FALSE;
  self->refocus = GTK_INVALID_LIST_POSITION;
  if (position != GTK_INVALID_LIST_POSITION &&
      focus_position (self, MIN (position, self->n_items - 1)))
    return TRUE;
  if (row != NULL)
    return gtk_widget_grab_focus (row->widget);
  if (self->last_fully_visible != GTK_INVALID_LIST_POSITION)
    return focus_position (self, self->last_fully_visible);
  return focus_position (self, self->last_visible);
}

static guint
carry_out (ParlourMessageLog *self, Move move)
{
  gint64 page = (gint64)(self->height * PAGE_SHARE);

  switch (move) {
  case PAGE_UP:
    scroll_by (self, -page);
    return self->first_visible;
  case PAGE_DOWN:
    scroll_by (self, page);
    return self->last_fully_visible;
  case GO_HOME:
    parlour_message_log_jump_to (self, 0);
    parlour_message_log_sync_now (self);
    return 0;
  case GO_END:
  default:
    parlour_message_log_scroll_to_end (self, FALSE);
    return self->n_items - 1;
  }
}

static gboolean
move_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ParlourMessageLog *self = PARLOUR_MESSAGE_LOG (widget);
  guint position;

  if (self->n_items == 0 || self->height == 0)
    return FALSE;
  parlour_message_log_stop_glide (self);
  position = carry_out (self, (Move)g_variant_get_int32 (args));
  if (position != GTK_INVALID_LIST_POSITION && self->jump < 0)
    focus_position (self, position);
  if (GTK_IS_WINDOW (gtk_widget_get_root (widget))) /* which shows it for its own keys only */
    gtk_window_set_focus_visible (GTK_WINDOW (gtk_widget_get_root (widget)), TRUE);
  return TRUE;
}

static void
bind_keys (GtkWidgetClass *widget_class, guint key, guint keypad_key, Move move)
{
  gtk_widget_class_add_binding (widget_class, key, 0, move_cb, "i", move);
  gtk_widget_class_add_binding (widget_class, keypad_key, 0, move_cb, "i", move);
}

void
parlour_message_log_class_init_focus (GtkWidgetClass *widget_class)
{
  widget_class->focus = focus;
  widget_class->grab_focus = grab_focus;
  bind_keys (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, PAGE_UP);
  bind_keys (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE_DOWN);
  bind_keys (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, GO_HOME);
  bind_keys (widget_class, GDK_KEY_End, GDK_KEY_KP_End, GO_END);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-log-sync"

#include "app/log/message-log-private.h"

#include <math.h>

/* The layout: from the anchor up and down until the view and a margin are full of rows, then the
 * adjustment's bounds. Heights are measured each time and never kept for rows that have no widget.
 * Main thread. */

/* Rows this far outside of the view exist, so that a step of the wheel or the keyboard finds them.
 */
#define MARGIN 400

#define INITIAL_MEAN_HEIGHT 56
#define MEAN_WINDOW         400

/* The contiguous run of placed rows. */
typedef struct {
  ParlourLogSpan span;
  guint first;
  guint last;
} Run;

gint64
parlour_message_log_get_scroll (ParlourMessageLog *self)
{
  if (self->vadjustment == NULL)
    return 0;
  return (gint64)floor (gtk_adjustment_get_value (self->vadjustment) + 0.5);
}

static void
count_height (ParlourMessageLog *self, int height)
{
  self->n_measured = MIN (self->n_measured + 1, MEAN_WINDOW);
  if (self->n_measured == 1)
    self->mean_height = INITIAL_MEAN_HEIGHT;
  self->mean_height += (height - self->mean_height) / self->n_measured;
}

static void
measure_row (ParlourMessageLog *self, ParlourLogRow *row)
{
  gboolean fresh = row->height == 0;
  int minimum;

  gtk_widget_measure (row->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (row->widget, GTK_ORIENTATION_VERTICAL, MAX (self->width, minimum), NULL,
                      &row->height, NULL, NULL);
  if (fresh)
    count_height (self, row->height);
}

static ParlourLogRow *
take_row (ParlourMessageLog *self, guint position)
{
  ParlourLogRow *row = parlour_log_rows_take (self->rows, position);

  measure_row (self, row);
  return row;
}

/* Where a row that crosses the top grows or shrinks, or loses its day line because older rows came
 * before it, what is below its bottom has to stay. */
static void
keep_bottom (ParlourMessageLog *self, int was, ParlourLogRow *row, gboolean crosses_top)
{
  if (was > 0 && crosses_top)
    self->anchor.y += was - row->height;
}

static ParlourLogRow *
place_anchor (ParlourMessageLog *self, gint64 scroll, gboolean rewrapped)
{
  ParlourLogRow *row = parlour_log_rows_find (self->rows, self->anchor.position);
  GObject *previous = row != NULL ? row->previous : NULL;
  int was = row != NULL && !rewrapped && row->y == self->anchor.y ? row->height : 0;

  row = take_row (self, self->anchor.position);
  if (self->at_end)
    self->anchor.y = scroll + self->height - row->height;
  else if (self->anchor.align >= 0)
    self->anchor.y = scroll + (gint64)((self->height - row->height) * self->anchor.align);
  else
    keep_bottom (self, was, row, previous != row->previous || self->anchor.y < scroll);
  self->anchor.align = -1;
  row->y = self->anchor.y;
  return row;
}

/* From an anchor that has been left behind to a row that is near the view. */
static ParlourLogRow *
travel (ParlourMessageLog *self, ParlourLogRow *row, gint64 scroll)
{
  gint64 top = scroll - MARGIN;
  gint64 bottom = scroll + self->height + MARGIN;

  while ((row->y + row->height < top && row->position + 1 < self->n_items) ||
         (row->y > bottom && row->position > 0)) {
    gboolean down = row->y < top;
    guint position = down ? row->position + 1 : row->position - 1;
    gint64 edge = down ? row->y + row->height : row->y;

    parlour_log_rows_recycle (self->rows, row);
    row = take_row (self, position);
    row->y = down ? edge : edge - row->height;
  }
  return row;
}

static void
walk_down (ParlourMessageLog *self, Run *run, gint64 limit)
{
  while (run->span.bottom < limit && run->last + 1 < self->n_items) {
    ParlourLogRow *row = take_row (self, ++run->last);

    row->y = run->span.bottom;
    run->span.bottom += row->height;
  }
}

static void
walk_up (ParlourMessageLog *self, Run *run, gint64 limit)
{
  while (run->span.top > limit && run->first > 0) {
    ParlourLogRow *row = take_row (self, --run->first);

    run->span.top -= row->height;
    row->y = run->span.top;
  }
}

static void
move_all (ParlourMessageLog *self, gint64 by)
{
  for (guint i = 0; i < parlour_log_rows_get_length (self->rows); i++)
    parlour_log_rows_get (self->rows, i)->y += by;
  self->anchor.y += by;
}

/* Fills the view. At an edge of the model the rows move, never the value; each of the two edges can
 * ask for it once. */
static void
fill (ParlourMessageLog *self, Run *run, gint64 scroll)
{
  for (int i = 0; i < 3; i++) {
    walk_down (self, run, scroll + self->height + MARGIN);
    walk_up (self, run, scroll - MARGIN);
    gint64 by = parlour_log_span_settle (&run->span, scroll, self->height, run->first == 0,
                                         run->last + 1 == self->n_items);
    if (by == 0)
      return;
    move_all (self, by);
    run->span.top += by;
    run->span.bottom += by;
  }
}

static void
adopt_anchor (ParlourMessageLog *self, Run *run, gint64 scroll)
{
  gint64 bottom = scroll + self->height;
  ParlourLogRow *row = parlour_log_rows_find (self->rows, run->first);

  while (row->y + row->height <= scroll && row->position < run->last)
    row = parlour_log_rows_find (self->rows, row->position + 1);
  self->anchor = (ParlourLogAnchor){row->position, row->y, -1};
  self->first_visible = row->position;
  self->last_visible = row->position;
  self->last_fully_visible = GTK_INVALID_LIST_POSITION;

  for (; row != NULL && row->placed && row->y < bottom;
       row = parlour_log_rows_find (self->rows, row->position + 1)) {
    self->last_visible = row->position;
    if (row->y + row->height <= bottom)
      self->last_fully_visible = row->position;
  }
}

/* A row that keeps the focus while it is far away lies outside of the run, where nobody sees it. */
static void
park_focused (ParlourMessageLog *self, Run *run)
{
  ParlourLogRow *row = parlour_log_rows_find_focused (self->rows);

  if (row == NULL || row->placed)
    return;
  measure_row (self, row);
  row->y = row->position < run->first ? run->span.top - row->height : run->span.bottom;
}

static void
configure (ParlourMessageLog *self, const ParlourLogSpan *span)
{
  double value = gtk_adjustment_get_value (self->vadjustment);
  double lower;
  double upper;

  parlour_log_span_extents (span, self->mean_height, self->height, &lower, &upper);
  gtk_adjustment_configure (self->vadjustment, value, lower, upper, self->height * 0.1,
                            self->height * 0.9, self->height);
}

static void
sync_rows (ParlourMessageLog *self, gint64 scroll, gboolean rewrapped)
{
  Run run = {0};
  ParlourLogRow *row;

  if (self->at_end)
    self->anchor.position = self->n_items - 1;
  parlour_log_rows_begin (self->rows, scroll - MARGIN, scroll + self->height + MARGIN,
                          self->anchor.position);
  row = travel (self, place_anchor (self, scroll, rewrapped), scroll);
  run.first = run.last = row->position;
  run.span.top = row->y;
  run.span.bottom = row->y + row->height;
  fill (self, &run, scroll);
  parlour_log_rows_end (self->rows);
  adopt_anchor (self, &run, scroll);
  park_focused (self, &run);

  run.span.before = self->more_before + run.first;
  run.span.after = self->more_after + (self->n_items - 1 - run.last);
  self->at_end = run.span.after == 0 && run.span.bottom <= scroll + self->height;
  configure (self, &run.span);
  self->scroll = parlour_message_log_get_scroll (self);
  self->model_changed = FALSE;
}

static void
sync_empty (ParlourMessageLog *self, gint64 scroll)
{
  ParlourLogSpan span = {scroll, scroll, 0, 0};

  self->at_end = self->more_after == 0;
  self->scroll = scroll;
  self->model_changed = FALSE;
  configure (self, &span);
}

/* What is laid out stays where it is, which mostly is nowhere near the view. */
static void
sync_waiting (ParlourMessageLog *self)
{
  for (guint i = 0; i < parlour_log_rows_get_length (self->rows); i++)
    measure_row (self, parlour_log_rows_get (self->rows, i));
  gtk_adjustment_set_page_size (self->vadjustment, self->height);
}

void
parlour_message_log_sync (ParlourMessageLog *self, int width, int height)
{
  gint64 scroll = parlour_message_log_get_scroll (self);
  gboolean rewrapped = width != self->width;

  if (self->syncing || self->vadjustment == NULL || width <= 0 || height <= 0)
    return;
  self->syncing = TRUE;
  if (self->height > 0 && self->height != height)
    move_all (self, height - self->height);
  self->width = width;
  self->height = height;

  if (self->n_items == 0 || !parlour_log_rows_has_factory (self->rows))
    sync_empty (self, scroll);
  else if (parlour_message_log_waits_for_jump (self))
    sync_waiting (self);
  else
    sync_rows (self, scroll, rewrapped);

  self->syncing = FALSE;
  parlour_message_log_queue_tell (self);
}

/* Rows that are bound while we are laid out ask all that they lie in for a new layout. That is lost
 * (nothing is painted) unless all of it is being laid out, too: then it has to be a resize. What is
 * bound here, outside of any layout, has asked for it in time. */
void
parlour_message_log_sync_now (ParlourMessageLog *self)
{
  gboolean ready = self->model != NULL && self->width > 0;

  /* Inside the model's own emission, before ours has been called, positions don't mean anything. */
  if (!self->syncing && (!ready || g_list_model_get_n_items (self->model) != self->n_items)) {
    gtk_widget_queue_resize (GTK_WIDGET (self));
    return;
  }
  parlour_message_log_sync (self, self->width, self->height);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

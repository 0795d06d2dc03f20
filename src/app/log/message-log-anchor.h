/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ParlourLogAnchor:
 * @position: a row in the model
 * @y: the row's top in adjustment space, which has no fixed origin and may be negative
 * @align: not negative while the row still has to be put somewhere into the view, see
 *   parlour_message_log_scroll_to_item(); @y does not count then
 *
 * The one row that everything else is laid out from.
 */
typedef struct {
  guint position;
  gint64 y;
  double align;
} ParlourLogAnchor;

typedef enum {
  PARLOUR_LOG_ANCHOR_KEPT,
  /* The anchor's row is gone, and the next row has become the anchor. */
  PARLOUR_LOG_ANCHOR_PASSED_DOWN,
  /* The anchor's row is gone and none follows: the row before it has become the anchor. */
  PARLOUR_LOG_ANCHOR_PASSED_UP,
  PARLOUR_LOG_ANCHOR_LOST,
} ParlourLogAnchorFate;

/**
 * parlour_log_anchor_shift:
 * @n_items: rows in the model after the change
 *
 * Follows an items-changed. A row that is replaced in its place keeps the anchor.
 */
ParlourLogAnchorFate parlour_log_anchor_shift (
    ParlourLogAnchor *self, guint at, guint removed, guint added, guint n_items);

/**
 * ParlourLogSpan:
 * @top, @bottom: of the rows that exist, in adjustment space
 * @before, @after: rows that don't exist as widgets, on either side
 */
typedef struct {
  gint64 top;
  gint64 bottom;
  guint64 before;
  guint64 after;
} ParlourLogSpan;

/**
 * parlour_log_span_extents:
 * @mean: estimated height of a row in pixels
 * @page: the view's height
 *
 * The adjustment's bounds: exact where no row is missing, else estimated with one page of slack, so
 * that scrolling never meets an end that is none. At least one page apart.
 */
void parlour_log_span_extents (
    const ParlourLogSpan *self, double mean, int page, double *lower, double *upper);

/**
 * parlour_log_span_settle:
 * @scroll: the view's top in adjustment space
 * @first: the model's first row is in the span
 * @last: the model's last row is in the span
 *
 * Returns: how far the rows have to move so that nothing empty is seen beyond an edge of the model.
 *   Rows that do not fill a page stand at its bottom.
 */
gint64 parlour_log_span_settle (
    const ParlourLogSpan *self, gint64 scroll, int page, gboolean first, gboolean last);

/**
 * parlour_log_place:
 * @fraction: of the scrollbar's way, 0.0 to 1.0
 * @rows_per_page: the page's height by the mean height of a row
 * @index: (out): the row at the top of the view, counted over the whole list
 *
 * Returns: how much of that row is above the top of the view, 0.0 to 1.0
 */
double parlour_log_place (double fraction, guint64 total, double rows_per_page, guint64 *index);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-log-anchor"

#include "app/log/message-log-anchor.h"

#include <math.h>

/* The message log's arithmetic. It owns nothing, knows no widget and runs on any thread. */

ParlourLogAnchorFate
parlour_log_anchor_shift (
    ParlourLogAnchor *self, guint at, guint removed, guint added, guint n_items)
{
  if (n_items == 0)
    return PARLOUR_LOG_ANCHOR_LOST;
  if (self->position < at)
    return PARLOUR_LOG_ANCHOR_KEPT;
  if (self->position >= at + removed) {
    self->position = self->position - removed + added;
    return PARLOUR_LOG_ANCHOR_KEPT;
  }
  if (self->position - at < added)
    return PARLOUR_LOG_ANCHOR_KEPT;

  if (at + added < n_items) {
    self->position = at + added;
    return PARLOUR_LOG_ANCHOR_PASSED_DOWN;
  }
  self->position = n_items - 1;
  return PARLOUR_LOG_ANCHOR_PASSED_UP;
}

void
parlour_log_span_extents (
    const ParlourLogSpan *self, double mean, int page, double *lower, double *upper)
{
  *lower = self->top;
  *upper = self->bottom;
  if (self->before > 0)
    *lower -= floor (self->before * mean) + page;
  if (self->after > 0)
    *upper += floor (self->after * mean) + page;
  if (*upper - *lower < page)
    *lower = *upper - page;
}

gint64
parlour_log_span_settle (
    const ParlourLogSpan *self, gint64 scroll, int page, gboolean first, gboolean last)
{
  gboolean short_of_page = first && last && self->bottom - self->top <= page;

  if (last && (short_of_page || self->bottom < scroll + page))
    return scroll + page - self->bottom;
  if (first && self->top > scroll)
    return scroll - self->top;
  return 0;
}

double
parlour_log_place (double fraction, guint64 total, double rows_per_page, guint64 *index)
{
  double way = MAX (0.0, total - rows_per_page) * CLAMP (fraction, 0.0, 1.0);
  double whole = floor (way);

  *index = total > 0 ? MIN ((guint64)whole, total - 1) : 0;
  return way - whole;
}

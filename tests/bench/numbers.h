/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Numbers: measured values. */
typedef GArray Numbers;

static inline Numbers *
numbers_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

static inline void
numbers_free (Numbers *self)
{
  g_array_unref (self);
}

static inline void
numbers_add (Numbers *self, double number)
{
  g_array_append_val (self, number);
}

static inline int
numbers_compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return (left > right) - (left < right);
}

/** numbers_quantile: @share 0.5 is the median; 0 where there is none. Sorts them. */
static inline double
numbers_quantile (Numbers *self, double share)
{
  if (self->len == 0)
    return 0;
  g_array_sort (self, numbers_compare);
  return g_array_index (self, double, (guint)((self->len - 1) * share));
}

static inline double
numbers_median (Numbers *self)
{
  return numbers_quantile (self, 0.5);
}

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/connection.h"

G_BEGIN_DECLS

/* The stretches of a conversation's numbers that the copy holds whole. They never touch or overlap.
 * On the copy's thread. */

typedef struct {
  gint64 from; /* seq, inclusive; 0 where there is no such range */
  gint64 to;
} ParlourRange;

/** parlour_ranges_add: @from to @to are held, inclusive; joined with what they touch. */
gboolean
parlour_ranges_add (ParlourDb *db, gint64 conversation, gint64 from, gint64 to, GError **error);

/** parlour_ranges_find: the range that holds @seq. */
gboolean parlour_ranges_find (
    ParlourDb *db, gint64 conversation, gint64 seq, ParlourRange *range, GError **error);

/** parlour_ranges_get_last: the topmost one. */
gboolean
parlour_ranges_get_last (ParlourDb *db, gint64 conversation, ParlourRange *range, GError **error);

/** parlour_ranges_get_next: the lowest one that begins above @seq. */
gboolean parlour_ranges_get_next (
    ParlourDb *db, gint64 conversation, gint64 seq, ParlourRange *range, GError **error);

/** parlour_ranges_count_missing: how many numbers from @from to @to are in none. */
gboolean parlour_ranges_count_missing (
    ParlourDb *db, gint64 conversation, gint64 from, gint64 to, gint64 *missing, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/boxes.h"
#include "server/store/cursor.h"

G_BEGIN_DECLS

/* Inside server/store only: one conversation of a box's merge. */

/** ParlourBoxQuery: whose box, which, and below what. */
typedef struct {
  gint64 user;
  ParlourBox box;
  ParlourBoxFilter filter;
  ParlourCursor from;
} ParlourBoxQuery;

/**
 * ParlourBoxSource:
 *
 * Hands out the rows of one conversation, newest first, those the member may not see left out. It
 * reads them a few at a time, and nothing before it is opened: until then it only knows that
 * nothing in it is newer than its last event, nor than @from.
 */
typedef struct _ParlourBoxSource ParlourBoxSource;

ParlourBoxSource *parlour_box_source_new (gint64 stream, gint64 last_at, const ParlourCursor *from);
void parlour_box_source_free (ParlourBoxSource *self);

/** parlour_box_source_compare: above 0 where what comes next in @a is newer than that in @b. */
int parlour_box_source_compare (const ParlourBoxSource *a, const ParlourBoxSource *b);

gboolean parlour_box_source_is_open (const ParlourBoxSource *self);

/** parlour_box_source_is_empty: opened, and nothing is left. */
gboolean parlour_box_source_is_empty (const ParlourBoxSource *self);

gboolean parlour_box_source_open (ParlourBoxSource *self,
                                  ParlourStore *store,
                                  const ParlourBoxQuery *query,
                                  GError **error);

/** parlour_box_source_get_id: (transfer none): the conversation's; once it is open. */
const char *parlour_box_source_get_id (const ParlourBoxSource *self);

/** parlour_box_source_peek: the row that comes next, and whether it belongs into the box. */
void parlour_box_source_peek (const ParlourBoxSource *self, ParlourCursor *row, gboolean *wanted);

/** parlour_box_source_next: goes on behind that row. */
gboolean parlour_box_source_next (ParlourBoxSource *self,
                                  ParlourStore *store,
                                  const ParlourBoxQuery *query,
                                  GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/cache/boxes.h"
#include "client/models/message-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PARLOUR_BOX_RECEIVED,
  PARLOUR_BOX_SENT,
} ParlourBox;

/**
 * ParlourBoxList:
 *
 * All messages to me, or all from me, across conversations, newest first: a GListModel of
 * #ParlourMessageItem that grows downwards on demand. Main thread.
 *
 * Properties (notify): "loading", "complete" (gboolean: nothing older is left), "ready" (gboolean:
 * what is in it was read by this filter), "filter" (int: #ParlourBoxFilter).
 */
#define PARLOUR_TYPE_BOX_LIST (parlour_box_list_get_type ())
G_DECLARE_FINAL_TYPE (ParlourBoxList, parlour_box_list, PARLOUR, BOX_LIST, GObject)

/** parlour_box_list_new: reads the first page at once. */
ParlourBoxList *parlour_box_list_new (ParlourCopy *copy, ParlourBox box);

ParlourBox parlour_box_list_get_box (ParlourBoxList *self);
ParlourBoxFilter parlour_box_list_get_filter (ParlourBoxList *self);
/** parlour_box_list_set_filter: begins at the top; %PARLOUR_BOX_FILTER_OWED is for Received. */
void parlour_box_list_set_filter (ParlourBoxList *self, ParlourBoxFilter filter);
gboolean parlour_box_list_get_loading (ParlourBoxList *self);
gboolean parlour_box_list_get_complete (ParlourBoxList *self);
gboolean parlour_box_list_get_ready (ParlourBoxList *self);

/** parlour_box_list_load_more: a further page at the end; does nothing while one is under way. */
void parlour_box_list_load_more (ParlourBoxList *self);

G_END_DECLS

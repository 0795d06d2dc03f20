/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/store.h"

#include "core/message.h"

G_BEGIN_DECLS

typedef enum {
  PARLOUR_BOX_RECEIVED, /* of others */
  PARLOUR_BOX_SENT,     /* of mine */
} ParlourBox;

typedef enum {
  PARLOUR_BOX_FILTER_NONE,
  PARLOUR_BOX_FILTER_TITLED, /* messages with a title */
  PARLOUR_BOX_FILTER_OWED,   /* titled ones to me that I have read, not answered and may answer */
} ParlourBoxFilter;

/**
 * parlour_store_list_box:
 * @cursor: (nullable): the @next of the page before; #PARLOUR_PROBLEM_INVALID_FIELD with field
 *   "before" where it is none
 * @next: (out) (transfer full) (nullable): %NULL at the end
 *
 * Messages of all the user's conversations, newest first (by time, then by conversation). A page
 * that has looked at 5,000 rows answers short, even empty, with @next.
 *
 * What answers a message is a reply to it, in a direct conversation also anything that I wrote
 * later; an answer that I hid for myself or erased answers nothing.
 *
 * Returns: (transfer full) (nullable) (element-type ParlourMessage)
 */
GPtrArray *parlour_store_list_box (ParlourStore *self,
                                   gint64 user,
                                   ParlourBox box,
                                   ParlourBoxFilter filter,
                                   const char *cursor,
                                   guint limit,
                                   char **next,
                                   GError **error);

G_END_DECLS

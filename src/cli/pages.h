/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/session.h"

G_BEGIN_DECLS

/** ParlourCliItemFunc: one item of a list; FALSE without @error ends the reading. */
typedef gboolean (*ParlourCliItemFunc) (JsonObject *item, gpointer data, GError **error);

/**
 * parlour_cli_read_list:
 * @path: of a list, with the parameters that it has itself: "/users?query=a"
 * @cursor: (nullable): the parameter that takes `next`: "cursor" or "before"; %NULL where the list
 *   is one page and takes none
 * @limit: at most so many items; 0 for all
 *
 * Reads a list page by page. Main thread; waits.
 */
gboolean parlour_cli_read_list (ParlourCliSession *session,
                                const char *path,
                                const char *cursor,
                                guint limit,
                                ParlourCliItemFunc take,
                                gpointer data,
                                GError **error);

G_END_DECLS

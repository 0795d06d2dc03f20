/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/http.h"

G_BEGIN_DECLS

/** ParlourPagesRead: (transfer full) (nullable): a value of an item; %NULL with @error. */
typedef gpointer (*ParlourPagesRead) (JsonObject *item, GError **error);

/**
 * parlour_pages_read_async:
 * @path: of the list, without a query of its own or with one: "/users?query=a"
 * @cursor: (nullable): the parameter that takes `next`; %NULL where the list is one page
 * @most: items; a server whose list does not end shall not fill the memory
 *
 * Reads a whole list, page by page. Main thread.
 */
void parlour_pages_read_async (ParlourHttp *http,
                               const char *path,
                               const char *cursor,
                               guint most,
                               ParlourPagesRead read,
                               GDestroyNotify destroy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** Returns: (transfer full) (nullable): values in the list's order */
GPtrArray *parlour_pages_read_finish (ParlourHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS

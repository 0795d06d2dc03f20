/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-message"

#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/query-rows.h"
#include "client/cache/store.h"

/* This file owns the reading of one message, with all that a view shows beside it. On the copy's
 * thread, but for the public calls at its end, which belong to the main thread. */

static gpointer
read_message (ParlourDb *db, gpointer data, GError **error)
{
  const ParlourCopyArgs *args = data;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_row_unref);
  gint64 number;

  if (!parlour_store_find_conversation (db, args->id, &number, error) || number == 0 ||
      !parlour_query_messages (db, number, args->id, args->seq, args->seq, rows, error) ||
      rows->len == 0)
    return NULL;
  return parlour_message_row_ref (g_ptr_array_index (rows, 0));
}

void
parlour_copy_read_message_async (ParlourCopy *self,
                                 const char *conversation,
                                 gint64 seq,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL);

  parlour_copy_read (self, read_message, parlour_copy_args_new (conversation, NULL, seq, 0),
                     parlour_copy_args_free, (GDestroyNotify)parlour_message_row_unref, cancellable,
                     callback, user_data);
}

ParlourMessageRow *
parlour_copy_read_message_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

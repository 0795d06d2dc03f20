/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-window-quotes"

#include "client/models/message-window-private.h"

/* This file owns what is quoted from far back: it is fetched, one after the other, so that the
 * quote can be shown. What is fetched changes the copy, and the window reads again by itself. Main
 * thread.
 */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree GWeakRef *window = data;
  g_autoptr (ParlourMessageWindow) self = g_weak_ref_get (window);
  g_autoptr (GError) error = NULL;
  gboolean fetched = parlour_copy_fetch_finish (PARLOUR_COPY (source), result, &error);

  g_weak_ref_clear (window);
  if (self == NULL)
    return;
  self->quoting = FALSE;
  if (!fetched) {
    g_debug ("a quoted message was not fetched: %s", error->message);
    g_hash_table_remove_all (self->quotes); /* once something changes, they are asked for again */
    return;
  }
  self->stale = TRUE;
  parlour_message_window_make_next (self);
}

static void
fetch (ParlourMessageWindow *self, gint64 seq)
{
  GWeakRef *window = g_new0 (GWeakRef, 1);

  self->quoting = TRUE;
  g_weak_ref_init (window, self);
  parlour_copy_fetch_async (self->copy, self->conversation, PARLOUR_FETCH_AROUND, seq,
                            self->cancellable, fetched_cb, window);
}

void
parlour_message_window_fetch_quote (ParlourMessageWindow *self, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len && !self->quoting; i++) {
    const ParlourMessageRow *row = g_ptr_array_index (rows, i);

    if (row->reply_missing &&
        g_hash_table_add (self->quotes, g_memdup2 (&row->reply_to, sizeof row->reply_to)))
      fetch (self, row->reply_to);
  }
}

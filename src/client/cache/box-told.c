/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-box-told"

#include "client/cache/copy-private.h"
#include "client/cache/store.h"

/* This file owns what the server tells of a box that the copy does not hold whole. The public calls
 * belong to the main thread, the write to the copy's. */

ParlourBoxTold *
parlour_box_told_new (gint64 down_to, const char *next)
{
  ParlourBoxTold *self = g_new0 (ParlourBoxTold, 1);

  *self = (ParlourBoxTold){down_to, g_strdup (next)};
  return self;
}

void
parlour_box_told_free (ParlourBoxTold *self)
{
  g_free (self->next);
  g_free (self);
}

/* --- storing ---------------------------------------------------------------------------------- */

typedef struct {
  GPtrArray *messages;
  gboolean owed;
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_ptr_array_unref (self->messages);
  g_free (self);
}

static gboolean
store_one (ParlourDb *db,
           const ParlourMessage *message,
           gboolean owed,
           ParlourChanges *changes,
           GError **error)
{
  gint64 number;

  if (!parlour_store_find_conversation (db, message->conversation, &number, error))
    return FALSE;
  if (number == 0)
    return TRUE;
  if (!parlour_store_message (db, number, message, 0, changes, error))
    return FALSE;
  if (!owed)
    return TRUE;
  parlour_changes_messages (changes, number, message->conversation, message->seq, message->seq);
  return parlour_db_run (db, error, "UPDATE messages SET owed = 1 WHERE id = ?1", "i",
                         parlour_store_key (number, message->seq));
}

static gpointer
write_box (ParlourDb *db, gpointer data, ParlourChanges *changes, GError **error)
{
  const Page *page = data;

  for (guint i = 0; i < page->messages->len; i++)
    if (!store_one (db, g_ptr_array_index (page->messages, i), page->owed, changes, error))
      return NULL;
  return NULL;
}

static gpointer
ref_message (gconstpointer message, gpointer user_data)
{
  return parlour_message_ref ((ParlourMessage *)message);
}

void
parlour_copy_store_box_async (ParlourCopy *self,
                              GPtrArray *messages,
                              gboolean owed,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Page *page;

  g_return_if_fail (PARLOUR_IS_COPY (self) && messages != NULL);

  page = g_new0 (Page, 1);
  *page = (Page){g_ptr_array_copy (messages, ref_message, NULL), owed};
  g_ptr_array_set_free_func (page->messages, (GDestroyNotify)parlour_message_unref);
  parlour_copy_write (self, write_box, page, page_free, NULL, callback, user_data);
}

/* --- asking ----------------------------------------------------------------------------------- */

void
parlour_copy_set_box_fetcher (ParlourCopy *self, ParlourCopyBoxFetcher fetcher, gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_COPY (self));

  self->box_fetcher = fetcher;
  self->box_fetcher_data = user_data;
}

void
parlour_copy_fetch_box_async (ParlourCopy *self,
                              const ParlourBoxQuestion *question,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PARLOUR_IS_COPY (self) && question != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_copy_fetch_box_async);
  if (self->box_fetcher != NULL && self->worker != NULL) {
    self->box_fetcher (self, question, task, self->box_fetcher_data);
    return;
  }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "not connected");
  g_object_unref (task);
}

ParlourBoxTold *
parlour_copy_fetch_box_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

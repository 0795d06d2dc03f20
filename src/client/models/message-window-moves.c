/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-message-window"

#include "client/models/list-change.h"
#include "client/models/message-item-private.h"
#include "client/models/message-window-private.h"

#include <glib/gi18n.h>

/* This file owns a window's moves and its rows. Main thread.
 *
 * Which rows it shows is worked out by the copy's thread; here, one reading is under way at a time,
 * and each answer is the whole window as it shall be, at most some hundred rows. So moves and what
 * comes in meanwhile never cross. A move that needs the server steps aside until it has answered.
 */

/* --- moves --------------------------------------------------------------------------------- */

ParlourWindowMoveJob *
parlour_window_move_new (ParlourMessageWindow *self, ParlourWindowMove kind)
{
  ParlourWindowMoveJob *move = g_new0 (ParlourWindowMoveJob, 1);

  move->request.move = kind;
  g_weak_ref_init (&move->window, self);
  return move;
}

void
parlour_window_move_free (ParlourWindowMoveJob *move)
{
  g_clear_object (&move->task);
  g_clear_error (&move->lack);
  g_weak_ref_clear (&move->window);
  g_free (move);
}

static void
move_end (ParlourWindowMoveJob *move, GError *error)
{
  if (move->task != NULL)
    g_task_return_error (move->task, error);
  else
    g_error_free (error);
  parlour_window_move_free (move);
}

static void
update_loading (ParlourMessageWindow *self)
{
  gboolean loading = !g_queue_is_empty (&self->moves);

  for (GList *l = self->away; l != NULL; l = l->next)
    loading |= ((ParlourWindowMoveJob *)l->data)->request.move != PARLOUR_WINDOW_REFRESH;
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify (G_OBJECT (self), "loading");
}

/* Takes @error. */
static void
set_problem (ParlourMessageWindow *self, GError *error)
{
  if (self->problem == NULL && error == NULL)
    return;
  g_clear_error (&self->problem);
  self->problem = error;
  g_object_notify (G_OBJECT (self), "problem");
}

void
parlour_message_window_add_move (ParlourMessageWindow *self, ParlourWindowMoveJob *move)
{
  g_queue_push_tail (&self->moves, move);
  parlour_message_window_make_next (self);
  update_loading (self);
}

/* Scrolling asks again and again for the same. */
gboolean
parlour_message_window_is_moving (ParlourMessageWindow *self, ParlourWindowMove kind)
{
  for (GList *l = self->away; l != NULL; l = l->next)
    if (((ParlourWindowMoveJob *)l->data)->request.move == kind)
      return TRUE;
  for (GList *l = self->moves.head; l != NULL; l = l->next)
    if (((ParlourWindowMoveJob *)l->data)->request.move == kind)
      return TRUE;
  return FALSE;
}

/* --- putting a page in ----------------------------------------------------------------------- */

typedef struct {
  GHashTable *by_seq;       /* gint64 * (of the row) → item */
  GHashTable *by_client_id; /* of those in the outbox */
} Index;

static void
index_items (GPtrArray *items, Index *index, GArray *seqs)
{
  index->by_seq = g_hash_table_new (g_int64_hash, g_int64_equal);
  index->by_client_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < items->len; i++) {
    ParlourMessageItem *item = g_ptr_array_index (items, i);

    g_array_index (seqs, gint64, i) = parlour_message_item_get_seq (item);
    if (g_array_index (seqs, gint64, i) > 0)
      g_hash_table_insert (index->by_seq, &g_array_index (seqs, gint64, i), item);
    else
      g_hash_table_insert (index->by_client_id, (gpointer)parlour_message_item_get_client_id (item),
                           item);
  }
}

/* From the outbox into the stream a message stays the same object. */
static ParlourMessageItem *
find_item (const Index *index, const ParlourMessageRow *row)
{
  ParlourMessageItem *item = NULL;

  if (row->seq > 0)
    item = g_hash_table_lookup (index->by_seq, &row->seq);
  if (item == NULL && row->mine && row->client_id != NULL)
    item = g_hash_table_lookup (index->by_client_id, row->client_id);
  return item;
}

static GPtrArray *
find_items (ParlourMessageWindow *self, GPtrArray *rows)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) seqs = g_array_sized_new (FALSE, TRUE, sizeof (gint64), self->items->len);
  Index index;

  g_array_set_size (seqs, self->items->len);
  index_items (self->items, &index, seqs);
  for (guint i = 0; i < rows->len; i++) {
    ParlourMessageRow *row = g_ptr_array_index (rows, i);
    ParlourMessageItem *item = find_item (&index, row);

    g_ptr_array_add (wanted, item != NULL ? g_object_ref (item) : parlour_message_item_new (row));
  }
  g_hash_table_unref (index.by_seq);
  g_hash_table_unref (index.by_client_id);
  return wanted;
}

/* An item's new values are there when the list changes, and are told when it has. */
static void
put_rows (ParlourMessageWindow *self, GPtrArray *rows)
{
  g_autoptr (GPtrArray) wanted = find_items (self, rows);

  for (guint i = 0; i < wanted->len; i++) {
    g_object_freeze_notify (g_ptr_array_index (wanted, i));
    parlour_message_item_set_row (g_ptr_array_index (wanted, i), g_ptr_array_index (rows, i));
  }
  parlour_list_change (G_LIST_MODEL (self), self->items, wanted);
  for (guint i = 0; i < wanted->len; i++)
    g_object_thaw_notify (g_ptr_array_index (wanted, i));
}

static void
set_counts (ParlourMessageWindow *self, guint64 before, guint64 after)
{
  gboolean other_before = self->before != before;
  gboolean other_after = self->after != after;

  self->before = before;
  self->after = after;
  if (other_before)
    g_object_notify (G_OBJECT (self), "more-before");
  if (other_after)
    g_object_notify (G_OBJECT (self), "more-after");
}

static void
become_ready (ParlourMessageWindow *self)
{
  if (self->ready)
    return;
  self->ready = TRUE;
  g_signal_emit_by_name (self, "ready");
}

static void
put_page (ParlourMessageWindow *self, ParlourWindowMoveJob *move, ParlourWindowPage *page)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->low = page->low;
  self->high = page->high;
  if (move->request.move == PARLOUR_WINDOW_OPEN && self->first_unread != page->first_unread) {
    self->first_unread = page->first_unread;
    g_object_notify (G_OBJECT (self), "first-unread");
  }
  put_rows (self, page->rows);
  set_counts (self, page->before, page->after);
  g_object_thaw_notify (G_OBJECT (self));
  parlour_message_window_fetch_quote (self, page->rows);
}

static void
answer_jump (ParlourMessageWindow *self, ParlourWindowMoveJob *move, gint64 target)
{
  guint found = 0;

  if (move->task == NULL)
    return;
  if (self->items->len == 0) {
    g_task_return_new_error (move->task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s",
                             _ ("This message is not there any more."));
    return;
  }
  for (guint i = 0; i < self->items->len; i++) {
    gint64 seq = parlour_message_item_get_seq (g_ptr_array_index (self->items, i));

    if (target == 0 || (seq > 0 && seq <= target))
      found = i;
  }
  g_task_return_int (move->task, (gssize)found);
}

/* --- the server's part ----------------------------------------------------------------------- */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ParlourWindowMoveJob *move = data;
  g_autoptr (ParlourMessageWindow) self = g_weak_ref_get (&move->window);
  GError *error = NULL;

  parlour_copy_fetch_finish (PARLOUR_COPY (source), result, &error);
  if (self == NULL) {
    move_end (move, error != NULL ? error : g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Gone"));
    return;
  }
  self->away = g_list_remove (self->away, move);
  if (error != NULL && move->task != NULL) {
    set_problem (self, g_error_copy (error));
    move_end (move, error);
    update_loading (self);
    return;
  }
  move->lack = error;
  move->request.make_do = TRUE;
  parlour_message_window_add_move (self, move);
}

static void
fetch_for (ParlourMessageWindow *self, ParlourWindowMoveJob *move, const ParlourWindowPage *page)
{
  self->away = g_list_prepend (self->away, move);
  parlour_copy_fetch_async (self->copy, self->conversation, page->wants_kind, page->wants_seq,
                            self->cancellable, fetched_cb, move);
}

/* Of a place that is not held nothing else is shown meanwhile; at an edge what is held is. */
static gboolean
shows_while_fetching (const ParlourWindowMoveJob *move, const ParlourWindowPage *page)
{
  switch (move->request.move) {
  case PARLOUR_WINDOW_AROUND_IT:
  case PARLOUR_WINDOW_FRACTION:
    return FALSE;
  case PARLOUR_WINDOW_OPEN:
    return page->wants_kind == PARLOUR_FETCH_BEFORE;
  default:
    return TRUE;
  }
}

/* --- reading --------------------------------------------------------------------------------- */

static void
take_page (ParlourMessageWindow *self, ParlourWindowMoveJob *move, ParlourWindowPage *page)
{
  gboolean fetch = page->wants && move->request.move != PARLOUR_WINDOW_REFRESH;

  if (!fetch || shows_while_fetching (move, page)) {
    put_page (self, move, page);
    become_ready (self);
  }
  if (fetch) {
    fetch_for (self, move, page);
    return;
  }
  if (move->request.move != PARLOUR_WINDOW_REFRESH)
    set_problem (self, g_steal_pointer (&move->lack));
  answer_jump (self, move, page->target);
  parlour_window_move_free (move);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ParlourWindowMoveJob *move = data;
  g_autoptr (ParlourMessageWindow) self = g_weak_ref_get (&move->window);
  GError *error = NULL;
  g_autoptr (ParlourWindowPage) page =
      parlour_copy_read_window_finish (PARLOUR_COPY (source), result, &error);

  if (self == NULL) {
    move_end (move, error != NULL ? error : g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Gone"));
    return;
  }
  self->away = g_list_remove (self->away, move);
  self->reading = FALSE;
  if (page != NULL) {
    take_page (self, move, page);
  } else {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      set_problem (self, g_error_copy (error));
    move_end (move, error);
    become_ready (self);
  }
  parlour_message_window_make_next (self);
  update_loading (self);
}

void
parlour_message_window_make_next (ParlourMessageWindow *self)
{
  ParlourWindowMoveJob *move;

  if (self->reading || g_cancellable_is_cancelled (self->cancellable))
    return;
  move = g_queue_pop_head (&self->moves);
  if (move == NULL && self->stale && self->ready)
    move = parlour_window_move_new (self, PARLOUR_WINDOW_REFRESH);
  if (move == NULL)
    return;
  self->stale = FALSE;
  self->reading = TRUE;
  self->away = g_list_prepend (self->away, move);
  move->request.low = self->low;
  move->request.high = self->high;
  parlour_copy_read_window_async (self->copy, self->conversation, &move->request, self->cancellable,
                                  read_cb, move);
}

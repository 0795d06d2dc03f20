/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-boxes"

#include "server/store/boxes.h"

#include "server/store/box-source.h"
#include "server/store/cursor.h"
#include "server/store/message-row.h"
#include "server/store/sql.h"

/* This file owns the boxes: the merge of all of somebody's conversations by time. They lie in a
 * heap by their newest row that was not taken; a conversation is opened only when its turn comes.
 * On the store's thread. */

#define ROWS_MAX 5000 /* looked at for one page */

typedef struct {
  ParlourStore *store;
  ParlourBoxQuery query;
  GPtrArray *heap;       /* ParlourBoxSource, the newest first */
  GPtrArray *messages;   /* what the page holds */
  ParlourCursor reached; /* all rows down to here have been looked at */
  char *reached_id;      /* the conversation's id of it; NULL at the beginning */
  guint rows;
} Merge;

static void
sift_down (GPtrArray *heap, guint i)
{
  for (;;) {
    guint top = i;
    for (guint child = 2 * i + 1; child <= 2 * i + 2 && child < heap->len; child++)
      if (parlour_box_source_compare (heap->pdata[child], heap->pdata[top]) > 0)
        top = child;
    if (top == i)
      return;
    gpointer other = heap->pdata[top];
    heap->pdata[top] = heap->pdata[i];
    heap->pdata[i] = other;
    i = top;
  }
}

/* After the first one has moved, or has nothing more. */
static void
settle (GPtrArray *heap)
{
  if (parlour_box_source_is_empty (heap->pdata[0]))
    g_ptr_array_remove_index_fast (heap, 0);
  if (heap->len > 1)
    sift_down (heap, 0);
}

static gboolean
collect (Merge *self, GError **error)
{
  gboolean row = FALSE;
  g_autoptr (ParlourStatement) statement = parlour_sql_prepare (
      self->store, error,
      "SELECT m.stream, st.last_at FROM members m CROSS JOIN streams st ON st.number = m.stream"
      " WHERE m.user = ?1 AND st.top > 0",
      "i", self->query.user);

  if (statement == NULL || !parlour_sql_step (statement, &row, error))
    return FALSE;
  while (row) {
    g_ptr_array_add (self->heap, parlour_box_source_new (parlour_statement_get_int (statement, 0),
                                                         parlour_statement_get_int (statement, 1),
                                                         &self->query.from));
    if (!parlour_sql_step (statement, &row, error))
      return FALSE;
  }
  for (guint i = self->heap->len / 2; i-- > 0;)
    sift_down (self->heap, i);
  return TRUE;
}

static void
reach (Merge *self, const ParlourBoxSource *source, const ParlourCursor *row)
{
  self->reached = *row;
  g_free (self->reached_id);
  self->reached_id = g_strdup (parlour_box_source_get_id (source));
}

static gboolean
take (Merge *self, const ParlourBoxSource *source, const ParlourCursor *row, GError **error)
{
  ParlourMessage *message = NULL;

  if (!parlour_store_load_message (self->store, row->stream, parlour_box_source_get_id (source),
                                   row->seq, &message, error))
    return FALSE;
  if (message != NULL)
    g_ptr_array_add (self->messages, message);
  return TRUE;
}

/* Looks at the newest row that is left. @more: it is one for the next page. */
static gboolean
advance (Merge *self, guint limit, gboolean *more, GError **error)
{
  ParlourBoxSource *source = self->heap->pdata[0];
  ParlourCursor row;
  gboolean wanted = FALSE;

  if (!parlour_box_source_is_open (source)) {
    if (!parlour_box_source_open (source, self->store, &self->query, error))
      return FALSE;
    settle (self->heap);
    return TRUE;
  }

  parlour_box_source_peek (source, &row, &wanted);
  *more = wanted && self->messages->len == limit;
  if (*more)
    return TRUE;
  self->rows++;
  reach (self, source, &row);
  if ((wanted && !take (self, source, &row, error)) ||
      !parlour_box_source_next (source, self->store, &self->query, error))
    return FALSE;
  settle (self->heap);
  return TRUE;
}

static gboolean
merge (Merge *self, guint limit, char **next, GError **error)
{
  gboolean more = FALSE;

  if (!collect (self, error))
    return FALSE;
  while (!more && self->heap->len > 0 && self->rows < ROWS_MAX)
    if (!advance (self, limit, &more, error))
      return FALSE;
  if (self->heap->len > 0 && self->reached_id != NULL)
    *next = parlour_cursor_format (self->reached.at, self->reached.seq, self->reached_id);
  return TRUE;
}

GPtrArray *
parlour_store_list_box (ParlourStore *self,
                        gint64 user,
                        ParlourBox box,
                        ParlourBoxFilter filter,
                        const char *cursor,
                        guint limit,
                        char **next,
                        GError **error)
{
  g_return_val_if_fail (limit > 0 && next != NULL, NULL);

  Merge state = {
      .store = self,
      .query = {.user = user,
                .box = box,
                .filter = filter,
                .from = {.at = G_MAXINT64, .stream = G_MAXINT64}},
  };
  *next = NULL;
  if (cursor != NULL &&
      !parlour_cursor_parse (self, user, cursor, "before", &state.query.from, error))
    return NULL;

  state.heap = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_box_source_free);
  state.messages = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  gboolean done = merge (&state, limit, next, error);
  g_ptr_array_unref (state.heap);
  g_free (state.reached_id);
  if (!done)
    g_clear_pointer (&state.messages, g_ptr_array_unref);
  return state.messages;
}

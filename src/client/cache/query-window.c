/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-window"

#include "client/cache/copy-private.h"
#include "client/cache/queries.h"
#include "client/cache/query-rows.h"
#include "client/cache/ranges.h"
#include "client/cache/store.h"
#include "db/statement.h"

/* This file owns which rows a window over one conversation shows. On the copy's thread, but for the
 * public calls at its end, which belong to the main thread.
 *
 * A window never spans a hole: it lies in one held range. Where that is the topmost one and nothing
 * follows, it is at the end: `high` is PARLOUR_WINDOW_END, what comes is shown, own messages that
 * the server took but whose number the stream has not reached yet, and the outbox. */

typedef struct {
  char *conversation;
  ParlourWindowRequest request;
} Args;

typedef struct {
  ParlourDb *db;
  gint64 number;
  const char *conversation;
  const ParlourWindowRequest *request;
  ParlourWindowPage *page;
  ParlourRange range;
} Window;

void
parlour_window_page_free (ParlourWindowPage *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* --- steps through what shows ---------------------------------------------------------------- */

/* Where the @n-th row that shows below @seq begins, no further than @limit: right after the one
 * before it, since a line may tell what happened at many numbers. @limit itself where there are
 * fewer. */
static gboolean
step_down (
    Window *self, gint64 seq, guint n, gint64 limit, gint64 *low, guint *found, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (
      self->db,
      "SELECT count (*), min (id) & 0xffffffff FROM ("
      "SELECT id FROM messages WHERE id < ?1 AND id >= ?2 AND hidden = 0 UNION ALL "
      "SELECT id FROM notices WHERE id < ?1 AND id >= ?2 AND folded = 0 "
      "ORDER BY id DESC LIMIT ?3 + 1)",
      error);

  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "iii", parlour_store_key (self->number, seq),
                          parlour_store_key (self->number, limit), (gint64)n);
  if (!parlour_statement_step (statement, NULL, error))
    return FALSE;
  *found = MIN ((guint)parlour_statement_get_int (statement, 0), n);
  *low = parlour_statement_get_int (statement, 0) > n ? parlour_statement_get_int (statement, 1) + 1
                                                      : limit;
  return TRUE;
}

/* The number of the @n-th row that shows above @seq, in the same way. */
static gboolean
step_up (
    Window *self, gint64 seq, guint n, gint64 limit, gint64 *high, guint *found, GError **error)
{
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (
      self->db,
      "SELECT count (*), max (id) & 0xffffffff FROM ("
      "SELECT id FROM messages WHERE id > ?1 AND id <= ?2 AND hidden = 0 UNION ALL "
      "SELECT id FROM notices WHERE id > ?1 AND id <= ?2 AND folded = 0 ORDER BY id LIMIT ?3)",
      error);

  if (statement == NULL)
    return FALSE;
  parlour_statement_bind (statement, "iii", parlour_store_key (self->number, seq),
                          parlour_store_key (self->number, limit), (gint64)n);
  if (!parlour_statement_step (statement, NULL, error))
    return FALSE;
  *found = (guint)parlour_statement_get_int (statement, 0);
  *high = *found == n ? parlour_statement_get_int (statement, 1) : limit;
  return TRUE;
}

static void
want (Window *self, ParlourFetchKind kind, gint64 seq)
{
  if (self->request->make_do)
    return;
  self->page->wants = TRUE;
  self->page->wants_kind = kind;
  self->page->wants_seq = seq;
}

static gboolean
is_topmost (Window *self, gboolean *topmost, GError **error)
{
  ParlourRange last;

  if (!parlour_ranges_get_last (self->db, self->number, &last, error))
    return FALSE;
  *topmost = last.to == self->range.to;
  return TRUE;
}

/* --- moves: each sets range, low and high ----------------------------------------------------- */

/* A conversation in which nothing has happened yet has nothing to fetch. */
static gboolean
want_newest (Window *self, GError **error)
{
  gint64 top;

  if (!parlour_store_get_int (self->db, &top, 0, error,
                              "SELECT top FROM conversations WHERE number = ?1", "i", self->number))
    return FALSE;
  if (top > 0)
    want (self, PARLOUR_FETCH_BEFORE, 0);
  return TRUE;
}

static gboolean
move_to_end (Window *self, GError **error)
{
  guint found;

  if (!parlour_ranges_get_last (self->db, self->number, &self->range, error))
    return FALSE;
  self->page->high = PARLOUR_WINDOW_END;
  self->page->low = 0;
  if (self->range.from == 0)
    return want_newest (self, error);
  if (!step_down (self, PARLOUR_SEQ_MAX, 2 * PARLOUR_WINDOW_AROUND, self->range.from,
                  &self->page->low, &found, error))
    return FALSE;
  if (found == 0 && self->range.from > 1)
    want (self, PARLOUR_FETCH_BEFORE, self->range.from);
  return TRUE;
}

/* What is not held is asked for; in vain, the nearest held range has to do. */
static gboolean
find_range_around (Window *self, gint64 *seq, GError **error)
{
  if (!parlour_ranges_find (self->db, self->number, *seq, &self->range, error))
    return FALSE;
  if (self->range.from > 0)
    return TRUE;
  want (self, PARLOUR_FETCH_AROUND, *seq);
  if (!parlour_ranges_get_next (self->db, self->number, *seq, &self->range, error) ||
      (self->range.from == 0 &&
       !parlour_ranges_get_last (self->db, self->number, &self->range, error)))
    return FALSE;
  *seq = CLAMP (*seq, self->range.from, self->range.to);
  return TRUE;
}

static gboolean
move_around (Window *self, gint64 seq, GError **error)
{
  guint found;

  if (!find_range_around (self, &seq, error))
    return FALSE;
  if (self->page->wants || self->range.from == 0)
    return move_to_end (self, error);
  self->page->target = seq;
  return step_down (self, seq, PARLOUR_WINDOW_AROUND, self->range.from, &self->page->low, &found,
                    error) &&
         step_up (self, seq, PARLOUR_WINDOW_AROUND, self->range.to, &self->page->high, &found,
                  error);
}

static gboolean
move_to_unread (Window *self, GError **error)
{
  gint64 read, unread, seq;

  if (!parlour_store_get_int (self->db, &read, 0, error,
                              "SELECT read FROM conversations WHERE number = ?1", "i",
                              self->number) ||
      !parlour_store_get_int (self->db, &unread, 0, error,
                              "SELECT unread FROM conversations WHERE number = ?1", "i",
                              self->number))
    return FALSE;
  if (unread == 0)
    return move_to_end (self, error);
  /* The first one is known only where the numbers from my mark on are held. */
  if (!parlour_ranges_find (self->db, self->number, read + 1, &self->range, error))
    return FALSE;
  if (self->range.from == 0 && !self->request->make_do) {
    want (self, PARLOUR_FETCH_AROUND, read + 1);
    return move_to_end (self, error);
  }
  if (!parlour_store_get_int (
          self->db, &seq, 0, error,
          "SELECT id & 0xffffffff FROM messages NOT INDEXED WHERE id > ?1 AND id <= ?2 "
          "AND mine = 0 AND hidden = 0 AND deleted_at IS NULL ORDER BY id LIMIT 1",
          "ii", parlour_store_key (self->number, read),
          parlour_store_key (self->number, PARLOUR_SEQ_MAX)))
    return FALSE;
  if (self->range.from > 0 && seq > self->range.to && !self->request->make_do) {
    want (self, PARLOUR_FETCH_AROUND, self->range.to + 1);
    return move_to_end (self, error);
  }
  self->page->first_unread = seq;
  return seq == 0 ? move_to_end (self, error) : move_around (self, seq, error);
}

static gboolean
move_to_fraction (Window *self, double fraction, GError **error)
{
  gint64 top;

  if (!parlour_store_get_int (self->db, &top, 0, error,
                              "SELECT top FROM conversations WHERE number = ?1", "i", self->number))
    return FALSE;
  if (fraction >= 1 || top <= 1)
    return move_to_end (self, error);
  return move_around (self, 1 + (gint64)(MAX (fraction, 0) * (double)(top - 1)), error);
}

static gboolean
keep (Window *self, GError **error)
{
  const ParlourWindowRequest *request = self->request;
  gboolean topmost;

  self->page->low = request->low;
  self->page->high = request->high;
  if (request->low > 0 &&
      !parlour_ranges_find (self->db, self->number, request->low, &self->range, error))
    return FALSE;
  if (self->range.from == 0)
    return move_to_end (self, error);
  if (!is_topmost (self, &topmost, error))
    return FALSE;
  if (!topmost)
    self->page->high = MIN (request->high, self->range.to);
  return TRUE;
}

static gboolean
move_older (Window *self, GError **error)
{
  gint64 low;
  guint found;

  if (!keep (self, error) || self->range.from == 0)
    return FALSE;
  if (!step_down (self, self->page->low, PARLOUR_WINDOW_STEP, self->range.from, &low, &found,
                  error))
    return FALSE;
  self->page->low = MIN (low, self->page->low);
  if (found == 0 && self->range.from > 1)
    want (self, PARLOUR_FETCH_BEFORE, self->range.from);
  return TRUE;
}

static gboolean
move_newer (Window *self, GError **error)
{
  gboolean topmost;
  guint found;

  if (!keep (self, error) || self->range.from == 0)
    return FALSE;
  if (self->page->high == PARLOUR_WINDOW_END)
    return TRUE;
  if (!is_topmost (self, &topmost, error) ||
      !step_up (self, self->page->high, PARLOUR_WINDOW_STEP, self->range.to, &self->page->high,
                &found, error))
    return FALSE;
  if (found == 0 && !topmost)
    want (self, PARLOUR_FETCH_AFTER, self->range.to);
  return TRUE;
}

static gboolean
move (Window *self, GError **error)
{
  switch (self->request->move) {
  case PARLOUR_WINDOW_OPEN:
    return move_to_unread (self, error);
  case PARLOUR_WINDOW_AROUND_IT:
    return self->request->seq > 0 ? move_around (self, self->request->seq, error)
                                  : move_to_end (self, error);
  case PARLOUR_WINDOW_FRACTION:
    return move_to_fraction (self, self->request->fraction, error);
  case PARLOUR_WINDOW_OLDER:
    return move_older (self, error) || *error == NULL;
  case PARLOUR_WINDOW_NEWER:
    return move_newer (self, error) || *error == NULL;
  case PARLOUR_WINDOW_REFRESH:
  default:
    return keep (self, error);
  }
}

/* --- what follows from where it lies ---------------------------------------------------------- */

/* A window after which nothing shows follows what comes. */
static gboolean
reach_end (Window *self, GError **error)
{
  gboolean topmost;
  gint64 seq;
  guint found;

  if (self->page->high == PARLOUR_WINDOW_END || !is_topmost (self, &topmost, error))
    return self->page->high == PARLOUR_WINDOW_END;
  if (!topmost)
    return TRUE;
  if (!step_up (self, self->page->high, 1, self->range.to, &seq, &found, error))
    return FALSE;
  if (found == 0)
    self->page->high = PARLOUR_WINDOW_END;
  return TRUE;
}

/* Above the bound the far side goes: the newer one when older ones were asked for, else the older
 * one, if the window follows the end or went towards it. */
static gboolean
trim (Window *self, GError **error)
{
  ParlourWindowPage *page = self->page;
  gint64 high = MIN (page->high, PARLOUR_SEQ_MAX);
  gint64 seq;
  guint found;

  if (self->request->move == PARLOUR_WINDOW_OLDER) {
    if (!step_up (self, page->low - 1, PARLOUR_WINDOW_ROWS_MAX, high, &seq, &found, error))
      return FALSE;
    if (found == PARLOUR_WINDOW_ROWS_MAX && seq < high)
      page->high = seq;
    return TRUE;
  }
  if (self->request->move != PARLOUR_WINDOW_NEWER && page->high != PARLOUR_WINDOW_END)
    return TRUE;
  if (!step_down (self, MIN (high + 1, PARLOUR_SEQ_MAX), PARLOUR_WINDOW_ROWS_MAX, page->low, &seq,
                  &found, error))
    return FALSE;
  page->low = MAX (page->low, seq);
  return TRUE;
}

static gboolean
count_shown (Window *self, gint64 from, gint64 to, gint64 *count, GError **error)
{
  gint64 first = parlour_store_key (self->number, from);
  gint64 last = parlour_store_key (self->number, to);
  gint64 whole = 0, head = 0, tail = 0;

  *count = 0;
  if (from > to)
    return TRUE;
  if (first >> 8 == last >> 8)
    return parlour_store_get_int (self->db, count, 0, error,
                                  "SELECT (SELECT count (*) FROM messages WHERE id BETWEEN ?1 "
                                  "AND ?2 AND hidden = 0) + (SELECT count (*) FROM notices "
                                  "WHERE id BETWEEN ?1 AND ?2 AND folded = 0)",
                                  "ii", first, last);
  if (!parlour_store_get_int (self->db, &whole, 0, error,
                              "SELECT coalesce (sum (n), 0) FROM blocks WHERE block > ?1 "
                              "AND block < ?2",
                              "ii", first >> 8, last >> 8) ||
      !count_shown (self, from, from | 0xff, &head, error) ||
      !count_shown (self, to & ~(gint64)0xff, to, &tail, error))
    return FALSE;
  *count = whole + head + tail;
  return TRUE;
}

static gboolean
count_outside (Window *self, GError **error)
{
  ParlourWindowPage *page = self->page;
  gint64 shown, missing, top, cleared;

  if (!parlour_store_get_int (self->db, &cleared, 0, error,
                              "SELECT cleared FROM conversations WHERE number = ?1", "i",
                              self->number) ||
      !parlour_store_get_int (self->db, &top, 0, error,
                              "SELECT top FROM conversations WHERE number = ?1", "i",
                              self->number) ||
      !count_shown (self, 1, page->low - 1, &shown, error) ||
      !parlour_ranges_count_missing (self->db, self->number, cleared + 1, page->low - 1, &missing,
                                     error))
    return FALSE;
  page->before = (guint64)(shown + missing);
  if (page->high == PARLOUR_WINDOW_END)
    return TRUE;
  if (!count_shown (self, page->high + 1, PARLOUR_SEQ_MAX, &shown, error) ||
      !parlour_ranges_count_missing (self->db, self->number, page->high + 1, top, &missing, error))
    return FALSE;
  page->after = (guint64)(shown + missing);
  return TRUE;
}

static gboolean
fill (Window *self, GError **error)
{
  ParlourWindowPage *page = self->page;

  if (self->range.from > 0 &&
      (!trim (self, error) || !reach_end (self, error) ||
       !parlour_query_messages (self->db, self->number, self->conversation, page->low,
                                MIN (page->high, PARLOUR_SEQ_MAX), page->rows, error) ||
       !parlour_query_notices (self->db, self->number, self->conversation, page->low,
                               MIN (page->high, PARLOUR_SEQ_MAX), page->rows, error) ||
       !count_outside (self, error)))
    return FALSE;
  return page->high != PARLOUR_WINDOW_END ||
         parlour_queries_outbox (self->db, self->conversation, page->rows, error);
}

/* The target is gone or was never a message: the next one, or the last. */
static void
settle_target (ParlourWindowPage *page)
{
  gint64 seq = page->target;

  for (guint i = 0; seq > 0 && i < page->rows->len; i++) {
    const ParlourMessageRow *row = g_ptr_array_index (page->rows, i);

    if (row->seq == 0)
      return;
    page->target = row->seq;
    if (row->seq >= seq)
      return;
  }
}

static gpointer
read_window (ParlourDb *db, gpointer data, GError **error)
{
  Args *args = data;
  g_autoptr (ParlourWindowPage) page = g_new0 (ParlourWindowPage, 1);
  Window self = {.db = db, .conversation = args->conversation, .request = &args->request};
  GError *local = NULL;

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_row_unref);
  page->high = PARLOUR_WINDOW_END;
  self.page = page;
  if (parlour_store_find_conversation (db, args->conversation, &self.number, &local) &&
      (self.number == 0 || move (&self, &local)) && fill (&self, &local)) {
    settle_target (page);
    return g_steal_pointer (&page);
  }
  g_propagate_error (error, local);
  return NULL;
}

/* --- main thread ----------------------------------------------------------------------------- */

static void
args_free (gpointer data)
{
  Args *self = data;

  g_free (self->conversation);
  g_free (self);
}

void
parlour_copy_read_window_async (ParlourCopy *self,
                                const char *conversation,
                                const ParlourWindowRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Args *args;

  g_return_if_fail (PARLOUR_IS_COPY (self) && conversation != NULL && request != NULL);

  args = g_new0 (Args, 1);
  *args = (Args){g_strdup (conversation), *request};
  parlour_copy_read (self, read_window, args, args_free, (GDestroyNotify)parlour_window_page_free,
                     cancellable, callback, user_data);
}

ParlourWindowPage *
parlour_copy_read_window_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  return parlour_copy_take_finish (self, result, error);
}

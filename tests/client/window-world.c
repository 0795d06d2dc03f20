/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-window-world"

#include "window-world.h"

/* This file owns the plain model that windows are compared with. */

/* --- the plain model ---------------------------------------------------------------------------
 */

/* The next line tells this one as well. */
gboolean
world_folds (World *w, gint64 seq)
{
  const Entry *entry = &w->copy[seq];

  return w->held[seq] && w->held[seq + 1] && entry->is_line && entry->telling != DESCRIBED &&
         w->copy[seq + 1].is_line && w->copy[seq + 1].telling == entry->telling &&
         (seq + 1) % 1024 != 0;
}

gboolean
world_shows (World *w, gint64 seq)
{
  return w->held[seq] && w->hidden[seq] == 0 && !world_folds (w, seq);
}

gint64
world_range_low (World *w, gint64 seq)
{
  while (seq > 1 && w->whole[seq - 1])
    seq--;
  return seq;
}

gint64
world_range_high (World *w, gint64 seq)
{
  while (seq + 1 < SEQ_MAX && w->whole[seq + 1])
    seq++;
  return seq;
}

gint64
world_last_whole (World *w)
{
  gint64 seq = SEQ_MAX - 1;

  while (seq > 0 && !w->whole[seq])
    seq--;
  return seq;
}

gint64
world_down (World *w, gint64 seq, guint n, gint64 limit, guint *found)
{
  *found = 0;
  while (--seq >= limit)
    if (world_shows (w, seq) && (*found)++ == n) {
      *found = n;
      return seq + 1;
    }
  return limit;
}

gint64
world_up (World *w, gint64 seq, guint n, gint64 limit, guint *found)
{
  *found = 0;
  while (++seq <= limit)
    if (world_shows (w, seq) && ++*found == n)
      return seq;
  return limit;
}

guint
world_count (World *w, gint64 from, gint64 to)
{
  guint n = 0;

  for (gint64 seq = from; seq <= MIN (to, SEQ_MAX - 1); seq++)
    n += world_shows (w, seq);
  return n;
}

/* What a window does by itself after anything: follow, trim, stay within its range. */
void
world_settle_window (World *w, gboolean older, gboolean newer)
{
  gint64 range = world_range_high (w, w->low);
  guint found;

  if (range != world_last_whole (w) && w->high > range)
    w->high = range;
  if (older) {
    gint64 seq = world_up (w, w->low - 1, MAX_ROWS, MIN (w->high, SEQ_MAX - 1), &found);

    if (found == MAX_ROWS && world_count (w, seq + 1, w->high) > 0)
      w->high = seq;
  } else if (newer || w->high == END) {
    gint64 seq = world_down (w, MIN (w->high, SEQ_MAX - 1) + 1, MAX_ROWS, w->low, &found);

    w->low = MAX (w->low, seq);
  }
  if (w->high != END && range == world_last_whole (w) && world_count (w, w->high + 1, range) == 0)
    w->high = END;
}

void
world_to_end (World *w)
{
  gint64 last = world_last_whole (w);
  guint found;

  w->low = world_down (w, SEQ_MAX, 120, world_range_low (w, last), &found);
  w->high = END;
}

void
world_around (World *w, gint64 seq)
{
  guint found;

  w->low = world_down (w, seq, 60, world_range_low (w, seq), &found);
  w->high = world_up (w, seq, 60, world_range_high (w, seq), &found);
}

/* --- the server --------------------------------------------------------------------------------
 */

char *
world_text_of (const Entry *entry)
{
  return entry->erased ? NULL : g_strdup_printf ("%d.%d", entry->text, entry->version);
}

ParlourMessage *
world_message_at (World *w, gint64 seq)
{
  const Entry *entry = &w->server[seq];
  g_autofree char *body = world_text_of (entry);
  g_autofree char *client_id = g_strdup_printf ("client-%d", entry->text);

  return parlour_message_new (&(ParlourMessage){.conversation = C,
                                                .seq = seq,
                                                .rev = entry->rev,
                                                .sender = entry->mine ? ME : ANNA,
                                                .client_id = client_id,
                                                .body = body,
                                                .created_at = 1000 + seq,
                                                .deleted_at = entry->erased ? 1 : 0});
}

ParlourEvent *
world_line_at (World *w, gint64 seq)
{
  static const char *const actors[] = {ANNA, ANNA, BERND};
  Telling telling = w->server[seq].telling;
  g_autofree char *id = g_strdup_printf ("user-%" G_GINT64_FORMAT, seq);
  g_autoptr (ParlourUser) user = telling == DESCRIBED ? NULL : make_user (id, id, id);

  return parlour_event_new (&(ParlourEvent){
      .stream = C,
      .seq = seq,
      .kind = user != NULL ? PARLOUR_EVENT_MEMBER_JOINED : PARLOUR_EVENT_CONVERSATION_UPDATED,
      .at = 1000 + seq,
      .actor = telling == JOINED ? id : actors[telling],
      .member = user,
      .role = PARLOUR_MEMBER_MEMBER,
  });
}

void
world_copy_takes (World *w, gint64 seq, gint64 by)
{
  if (w->hidden[seq] == 2 || (w->held[seq] && MAX (by, w->server[seq].rev) <= w->copy[seq].rev))
    return;
  w->copy[seq] = w->server[seq];
  w->held[seq] = TRUE;
}

void
world_drop_from_outbox (World *w, int text)
{
  for (guint i = 0; i < w->n_outbox; i++)
    if (w->outbox[i] == text) {
      memmove (&w->outbox[i], &w->outbox[i + 1], (w->n_outbox - i - 1) * sizeof (int));
      memmove (&w->failed[i], &w->failed[i + 1], (w->n_outbox - i - 1) * sizeof (gboolean));
      w->n_outbox--;
      return;
    }
}

gint64
world_server_adds (World *w, gboolean mine, int text)
{
  gint64 seq = ++w->top;

  g_assert_cmpint (seq, <, SEQ_MAX);
  w->server[seq] =
      (Entry){.is_message = TRUE, .mine = mine, .text = text, .version = 0, .rev = seq};
  w->log_target[seq] = seq;
  return seq;
}

void
world_server_tells (World *w, Telling telling)
{
  gint64 seq = ++w->top;

  g_assert_cmpint (seq, <, SEQ_MAX);
  w->server[seq] = (Entry){.is_line = TRUE, .telling = telling, .rev = seq};
}

void
world_server_changes (World *w, gint64 target, gboolean erase)
{
  gint64 seq = ++w->top;

  if (target > 0 && w->server[target].is_message && !w->server[target].erased) {
    w->server[target].version++;
    w->server[target].erased = erase;
    w->server[target].rev = seq;
    w->log_target[seq] = target;
  }
}

static ParlourEvent *
event_at (World *w, gint64 seq)
{
  gint64 target = w->log_target[seq];
  g_autoptr (ParlourMessage) message = target > 0 ? world_message_at (w, target) : NULL;

  if (w->server[seq].is_line)
    return world_line_at (w, seq);
  return parlour_event_new (&(ParlourEvent){.stream = C,
                                            .seq = seq,
                                            .kind = target == 0     ? PARLOUR_EVENT_VOID
                                                    : target == seq ? PARLOUR_EVENT_MESSAGE_CREATED
                                                                    : PARLOUR_EVENT_MESSAGE_EDITED,
                                            .message = message});
}

/* Brings the copy up to @to. */
void
world_deliver (World *w, gint64 to)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ParlourCopyApplied) applied = NULL;

  for (gint64 seq = w->position + 1; seq <= to; seq++) {
    gint64 target = w->log_target[seq];

    g_ptr_array_add (events, event_at (w, seq));
    if (w->server[seq].is_line)
      world_copy_takes (w, seq, seq);
    if (target > 0) {
      world_copy_takes (w, target, seq);
      if (w->server[target].mine)
        world_drop_from_outbox (w, w->server[target].text);
    }
    w->whole[seq] = TRUE;
  }
  w->position = MAX (w->position, to);
  parlour_copy_apply_events_async (w->f->copy, events, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  applied = parlour_copy_apply_events_finish (w->f->copy, result, NULL);
  g_assert_nonnull (applied);
  g_assert_cmpuint (applied->applied->len, ==, events->len);
}

/* The stretch that the server answers for a wish. */
static void
page_for (World *w, ParlourFetchKind kind, gint64 seq, gint64 *from, gint64 *to)
{
  if (kind == PARLOUR_FETCH_BEFORE) {
    *to = seq > 0 ? seq - 1 : w->position;
    *from = MAX (1, *to - PAGE_SIZE + 1);
  } else if (kind == PARLOUR_FETCH_AFTER) {
    *from = seq + 1;
    *to = MIN (w->position, seq + PAGE_SIZE);
  } else {
    *from = MAX (1, seq - PAGE_SIZE / 2);
    *to = MIN (w->position, seq + PAGE_SIZE / 2);
  }
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_assert_true (parlour_copy_write_finish (PARLOUR_COPY (source), result, NULL));
  g_task_return_boolean (task, TRUE);
}

void
world_fetcher (ParlourCopy *copy,
               const char *conversation,
               ParlourFetchKind kind,
               gint64 seq,
               GTask *task,
               gpointer data)
{
  World *w = data;
  g_autoptr (GPtrArray) page =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  gint64 from, to;

  if (w->offline) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "Offline");
    g_object_unref (task);
    return;
  }
  page_for (w, kind, seq, &from, &to);
  for (gint64 i = from; i <= to; i++)
    if (w->server[i].is_message && w->hidden[i] != 2)
      g_ptr_array_add (page, world_message_at (w, i));
    else if (w->server[i].is_line)
      g_ptr_array_add (lines, world_line_at (w, i));
  parlour_copy_store_page_async (copy, C, page, lines, from, to, stored_cb, task);
}

/* The plain model of the same. */
gboolean
world_fetch (World *w, ParlourFetchKind kind, gint64 seq)
{
  gint64 from, to;

  if (w->offline)
    return FALSE;
  page_for (w, kind, seq, &from, &to);
  for (gint64 i = from; i <= to; i++) {
    w->whole[i] = TRUE;
    if (w->server[i].is_message || w->server[i].is_line)
      world_copy_takes (w, i, 0);
  }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-models-window"

#include "client/models/message-window.h"
#include "copy-fixture.h"
#include "shadow-list.h"

/* This file proves that a message window shows what a plain model of its rules says, whatever comes
 * in which order; that its items-changed are exact; that items keep their identity. The plain model
 * has arrays over all numbers and loops; it knows no SQL. */

#define C         "conversation-1"
#define SEQ_MAX   8000
#define HISTORY   1000
#define MAX_ROWS  300
#define END       G_MAXINT64
#define STEPS     3000
#define PAGE_SIZE 100

typedef struct {
  gboolean is_message;
  gboolean mine;
  gboolean erased;
  int text;    /* what its body says */
  int version; /* edits */
  gint64 rev;
} Entry;

typedef struct {
  CopyFixture *f;
  ParlourMessageWindow *window;
  ShadowList *shadow;
  GHashTable *identity; /* key (char *) → item of the last check */
  gboolean offline;

  /* The server. */
  Entry server[SEQ_MAX];
  gint64 log_target[SEQ_MAX]; /* which message an event is about, 0 for none */
  gint64 top;

  /* What the copy must hold. */
  Entry copy[SEQ_MAX];
  gboolean held[SEQ_MAX];  /* the row */
  gboolean whole[SEQ_MAX]; /* the number */
  int hidden[SEQ_MAX];     /* 1: by a wish, 2: for ever */
  gint64 position;
  gint64 inbox;
  gint64 others_read;
  int outbox[64]; /* texts */
  gboolean failed[64];
  guint n_outbox;
  int next_text;

  /* Where the window must be. */
  gint64 low;
  gint64 high;
} World;

/* --- the plain model ---------------------------------------------------------------------------
 */

static gboolean
shows (World *w, gint64 seq)
{
  return w->held[seq] && w->hidden[seq] == 0;
}

static gint64
range_low (World *w, gint64 seq)
{
  while (seq > 1 && w->whole[seq - 1])
    seq--;
  return seq;
}

static gint64
range_high (World *w, gint64 seq)
{
  while (seq + 1 < SEQ_MAX && w->whole[seq + 1])
    seq++;
  return seq;
}

static gint64
last_whole (World *w)
{
  gint64 seq = SEQ_MAX - 1;

  while (seq > 0 && !w->whole[seq])
    seq--;
  return seq;
}

static gint64
down (World *w, gint64 seq, guint n, gint64 limit, guint *found)
{
  *found = 0;
  while (--seq >= limit)
    if (shows (w, seq) && ++*found == n)
      return seq;
  return limit;
}

static gint64
up (World *w, gint64 seq, guint n, gint64 limit, guint *found)
{
  *found = 0;
  while (++seq <= limit)
    if (shows (w, seq) && ++*found == n)
      return seq;
  return limit;
}

static guint
count (World *w, gint64 from, gint64 to)
{
  guint n = 0;

  for (gint64 seq = from; seq <= MIN (to, SEQ_MAX - 1); seq++)
    n += shows (w, seq);
  return n;
}

/* What a window does by itself after anything: follow, trim, stay within its range. */
static void
settle_window (World *w, gboolean older, gboolean newer)
{
  gint64 range = range_high (w, w->low);
  guint found;

  if (range != last_whole (w) && w->high > range)
    w->high = range;
  if (older) {
    gint64 seq = up (w, w->low - 1, MAX_ROWS, MIN (w->high, SEQ_MAX - 1), &found);

    if (found == MAX_ROWS && count (w, seq + 1, w->high) > 0)
      w->high = seq;
  } else if (newer || w->high == END) {
    gint64 seq = down (w, MIN (w->high, SEQ_MAX - 1) + 1, MAX_ROWS, w->low, &found);

    w->low = MAX (w->low, seq);
  }
  if (w->high != END && range == last_whole (w) && count (w, w->high + 1, range) == 0)
    w->high = END;
}

static void
to_end (World *w)
{
  gint64 last = last_whole (w);
  guint found;

  w->low = down (w, SEQ_MAX, 120, range_low (w, last), &found);
  w->high = END;
}

static void
around (World *w, gint64 seq)
{
  guint found;

  w->low = down (w, seq, 60, range_low (w, seq), &found);
  w->high = up (w, seq, 60, range_high (w, seq), &found);
}

/* --- the server --------------------------------------------------------------------------------
 */

static char *
text_of (const Entry *entry)
{
  return entry->erased ? NULL : g_strdup_printf ("%d.%d", entry->text, entry->version);
}

static ParlourMessage *
message_at (World *w, gint64 seq)
{
  const Entry *entry = &w->server[seq];
  g_autofree char *body = text_of (entry);
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

static void
copy_takes (World *w, gint64 seq, gint64 by)
{
  if (w->hidden[seq] == 2 || (w->held[seq] && MAX (by, w->server[seq].rev) <= w->copy[seq].rev))
    return;
  w->copy[seq] = w->server[seq];
  w->held[seq] = TRUE;
}

static void
drop_from_outbox (World *w, int text)
{
  for (guint i = 0; i < w->n_outbox; i++)
    if (w->outbox[i] == text) {
      memmove (&w->outbox[i], &w->outbox[i + 1], (w->n_outbox - i - 1) * sizeof (int));
      memmove (&w->failed[i], &w->failed[i + 1], (w->n_outbox - i - 1) * sizeof (gboolean));
      w->n_outbox--;
      return;
    }
}

static gint64
server_adds (World *w, gboolean mine, int text)
{
  gint64 seq = ++w->top;

  g_assert_cmpint (seq, <, SEQ_MAX);
  w->server[seq] = (Entry){TRUE, mine, FALSE, text, 0, seq};
  w->log_target[seq] = seq;
  return seq;
}

static void
server_changes (World *w, gint64 target, gboolean erase)
{
  gint64 seq = ++w->top;

  if (target > 0 && w->server[target].is_message && !w->server[target].erased) {
    w->server[target].version++;
    w->server[target].erased = erase;
    w->server[target].rev = seq;
    w->log_target[seq] = target;
  }
}

/* Brings the copy up to @to. */
static void
deliver (World *w, gint64 to)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ParlourCopyApplied) applied = NULL;

  for (gint64 seq = w->position + 1; seq <= to; seq++) {
    gint64 target = w->log_target[seq];
    g_autoptr (ParlourMessage) message = target > 0 ? message_at (w, target) : NULL;

    g_ptr_array_add (events, parlour_event_new (&(ParlourEvent){
                                 .stream = C,
                                 .seq = seq,
                                 .kind = target == 0     ? PARLOUR_EVENT_VOID
                                         : target == seq ? PARLOUR_EVENT_MESSAGE_CREATED
                                                         : PARLOUR_EVENT_MESSAGE_EDITED,
                                 .message = message}));
    if (target > 0) {
      copy_takes (w, target, seq);
      if (w->server[target].mine)
        drop_from_outbox (w, w->server[target].text);
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

static void
fetcher (ParlourCopy *copy,
         const char *conversation,
         ParlourFetchKind kind,
         gint64 seq,
         GTask *task,
         gpointer data)
{
  World *w = data;
  g_autoptr (GPtrArray) page =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);
  gint64 from, to;

  if (w->offline) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "Offline");
    g_object_unref (task);
    return;
  }
  page_for (w, kind, seq, &from, &to);
  for (gint64 i = from; i <= to; i++)
    if (w->server[i].is_message && w->hidden[i] != 2)
      g_ptr_array_add (page, message_at (w, i));
  parlour_copy_store_page_async (copy, C, page, from, to, stored_cb, task);
}

/* The plain model of the same. */
static gboolean
fetch (World *w, ParlourFetchKind kind, gint64 seq)
{
  gint64 from, to;

  if (w->offline)
    return FALSE;
  page_for (w, kind, seq, &from, &to);
  for (gint64 i = from; i <= to; i++) {
    w->whole[i] = TRUE;
    if (w->server[i].is_message)
      copy_takes (w, i, 0);
  }
  return TRUE;
}

/* --- comparing ---------------------------------------------------------------------------------
 */

static void
wait_until_idle (World *w)
{
  do {
    for (int i = 0; i < 3; i++)
      barrier (w->f);
  } while (parlour_message_window_get_loading (w->window));
}

static void
check_item (World *w, GHashTable *identity, guint position, const Entry *entry, gint64 seq)
{
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (w->window), position);
  g_autofree char *body = text_of (entry);
  g_autofree char *key = entry->mine ? g_strdup_printf ("client-%d", entry->text)
                                     : g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  gpointer before = g_hash_table_lookup (w->identity, key);

  g_assert_cmpint (parlour_message_item_get_seq (item), ==, seq);
  g_assert_cmpstr (parlour_message_item_get_body (item), ==, body);
  g_assert_cmpint (parlour_message_item_get_deleted (item), ==, entry->erased);
  g_assert_cmpint (parlour_message_item_get_mine (item), ==, entry->mine);
  if (entry->mine && seq > 0)
    g_assert_cmpint (parlour_message_item_get_state (item), ==,
                     seq <= w->others_read ? PARLOUR_MESSAGE_READ : PARLOUR_MESSAGE_SENT);
  if (before != NULL)
    g_assert_true (before == item);
  g_hash_table_insert (identity, g_steal_pointer (&key), item);
}

/* How many rows must have gone and come: items that were not there before, and that are no more.
 * Nobody changes places here but a message that gets a number among others. */
static void
check_emissions (World *w, GHashTable *now, gboolean sent)
{
  GHashTableIter iter;
  gpointer key;
  guint gone = 0, come = 0;

  g_hash_table_iter_init (&iter, w->identity);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    gone += !g_hash_table_contains (now, key);
  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    come += !g_hash_table_contains (w->identity, key);
  if (!sent) {
    g_assert_cmpuint (w->shadow->removed, ==, gone);
    g_assert_cmpuint (w->shadow->added, ==, come);
  }
  g_assert_cmpint ((int)w->shadow->added - (int)w->shadow->removed, ==, (int)come - (int)gone);
}

static guint
missing (World *w, gint64 from, gint64 to)
{
  guint n = 0;

  for (gint64 seq = from; seq <= to; seq++)
    n += !w->whole[seq];
  return n;
}

/* @several: more than one reading may lie between, so emissions need not be the fewest. */
static void
check (World *w, gboolean several)
{
  g_autoptr (GHashTable) now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint position = 0;

  wait_until_idle (w);
  for (gint64 seq = w->low; seq <= MIN (w->high, SEQ_MAX - 1); seq++)
    if (shows (w, seq))
      check_item (w, now, position++, &w->copy[seq], seq);
  g_assert_cmpuint (position, <=, MAX_ROWS + 40);
  for (guint i = 0; w->high == END && i < w->n_outbox; i++) {
    const Entry waiting = {TRUE, TRUE, FALSE, w->outbox[i], 0, 0};

    check_item (w, now, position++, &waiting, 0);
  }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (w->window)), ==, position);
  shadow_list_check (w->shadow);
  check_emissions (w, now, several);
  shadow_list_reset (w->shadow);
  g_assert_cmpuint (parlour_message_window_get_more_before (w->window), ==,
                    count (w, 1, w->low - 1) + missing (w, 1, w->low - 1));
  g_assert_cmpuint (parlour_message_window_get_more_after (w->window), ==,
                    w->high == END ? 0
                                   : count (w, w->high + 1, SEQ_MAX - 1) +
                                         missing (w, w->high + 1, w->position));
  g_hash_table_unref (w->identity);
  w->identity = g_steal_pointer (&now);
}

/* --- what may happen ---------------------------------------------------------------------------
 */

static gint64
some_seq (World *w)
{
  return g_test_rand_int_range (1, (gint32)w->position + 1);
}

static void
somebody_writes (World *w)
{
  for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
    server_adds (w, FALSE, w->next_text++);
  deliver (w, w->top);
  settle_window (w, FALSE, FALSE);
}

static void
something_changes (World *w)
{
  server_changes (w, some_seq (w), g_test_rand_int_range (0, 3) == 0);
  deliver (w, w->top);
  settle_window (w, FALSE, FALSE);
}

static void
i_write (World *w)
{
  g_autofree char *client_id = g_strdup_printf ("client-%d", w->next_text);
  g_autofree char *body = g_strdup_printf ("%d.0", w->next_text);
  const ParlourOutboxRow row = {.client_id = client_id, .conversation = C, .body = body};

  if (w->n_outbox == G_N_ELEMENTS (w->outbox))
    return;
  w->failed[w->n_outbox] = FALSE;
  w->outbox[w->n_outbox++] = w->next_text++;
  WRITE (w->f, parlour_copy_outbox_add_async, &row);
}

/* The server's answer comes before the events that lie between, or instead of the first look. */
static void
mine_is_taken (World *w)
{
  guint which = (guint)g_test_rand_int_range (0, (gint32)MAX (w->n_outbox, 1));
  g_autofree char *client_id = NULL;
  g_autoptr (ParlourMessage) message = NULL;
  gint64 seq;

  if (w->n_outbox == 0)
    return;
  if (g_test_rand_bit ())
    server_adds (w, FALSE, w->next_text++);
  client_id = g_strdup_printf ("client-%d", w->outbox[which]);
  seq = server_adds (w, TRUE, w->outbox[which]);
  if (g_test_rand_bit ()) {
    message = message_at (w, seq);
    copy_takes (w, seq, 0);
    drop_from_outbox (w, w->server[seq].text);
    WRITE (w->f, parlour_copy_outbox_accept_async, client_id, message);
    settle_window (w, FALSE, FALSE);
    check (w, TRUE);
  }
  deliver (w, w->top);
  settle_window (w, FALSE, FALSE);
}

static void
i_hide (World *w)
{
  gint64 seq = g_test_rand_bit () ? some_seq (w) : MAX (1, w->low + g_test_rand_int_range (0, 50));

  if (w->hidden[seq] != 0 || seq > w->position)
    return;
  w->hidden[seq] = 1;
  WRITE (w->f, parlour_copy_hide_async, C, seq);
  settle_window (w, FALSE, FALSE);
}

static void
hide_ends (World *w)
{
  for (gint64 seq = some_seq (w); seq <= w->position; seq++) {
    if (w->hidden[seq] != 1)
      continue;
    if (g_test_rand_bit ()) {
      w->hidden[seq] = 0;
      WRITE (w->f, parlour_copy_hide_undo_async, C, seq);
    } else {
      w->hidden[seq] = 2;
      w->held[seq] = FALSE;
      apply_well (w->f, make_inbox_event (++w->inbox, PARLOUR_EVENT_MESSAGE_HIDDEN, C, seq));
    }
    settle_window (w, FALSE, FALSE);
    return;
  }
}

static void
anna_reads (World *w)
{
  gint64 seq = some_seq (w);

  w->others_read = MAX (w->others_read, seq);
  WRITE (w->f, parlour_copy_set_marks_async, C, ANNA, w->others_read, w->others_read);
}

static void
i_scroll_up (World *w)
{
  guint found;
  gint64 low;

  parlour_message_window_load_older (w->window);
  if (count (w, 1, w->low - 1) + missing (w, 1, w->low - 1) == 0)
    return;
  low = down (w, w->low, 50, range_low (w, w->low), &found);
  if (found == 0 && range_low (w, w->low) > 1) {
    w->low = low;
    settle_window (w, TRUE, FALSE);
    if (fetch (w, PARLOUR_FETCH_BEFORE, range_low (w, w->low)))
      low = down (w, w->low, 50, range_low (w, w->low), &found);
  }
  w->low = low;
  settle_window (w, TRUE, FALSE);
}

static void
i_scroll_down (World *w)
{
  guint found;
  gint64 range;

  parlour_message_window_load_newer (w->window);
  if (w->high == END)
    return;
  range = range_high (w, w->low);
  w->high = up (w, w->high, 50, range, &found);
  if (found == 0 && range != last_whole (w) && fetch (w, PARLOUR_FETCH_AFTER, range))
    w->high = up (w, w->high, 50, range_high (w, w->low), &found);
  settle_window (w, FALSE, TRUE);
}

static guint
expected_position (World *w, gint64 seq)
{
  guint n = count (w, w->low, MIN (w->high, SEQ_MAX - 1));
  guint before = count (w, w->low, seq - 1);

  if (seq == 0)
    return n + (w->high == END ? w->n_outbox : 0) - 1;
  return MIN (before, n - 1);
}

static void
i_jump (World *w)
{
  gint64 seq = g_test_rand_int_range (0, 10) == 0 ? 0 : some_seq (w);
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;
  guint position;

  parlour_message_window_jump_async (w->window, seq, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  ok = parlour_message_window_jump_finish (w->window, result, &position, &error);
  if (seq > 0 && !w->whole[seq] && !fetch (w, PARLOUR_FETCH_AROUND, seq)) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
    return;
  }
  g_assert_no_error (error);
  g_assert_true (ok);
  if (seq == 0)
    to_end (w);
  else
    around (w, seq);
  settle_window (w, FALSE, FALSE);
  g_assert_cmpuint (position, ==, expected_position (w, seq));
}

static void
random_step (World *w)
{
  static void (*const steps[]) (World *) = {somebody_writes,
                                            somebody_writes,
                                            something_changes,
                                            something_changes,
                                            i_write,
                                            mine_is_taken,
                                            i_hide,
                                            i_hide,
                                            hide_ends,
                                            anna_reads,
                                            i_scroll_up,
                                            i_scroll_up,
                                            i_scroll_down,
                                            i_scroll_down,
                                            i_jump};
  int which = g_test_rand_int_range (0, G_N_ELEMENTS (steps));

  w->offline = g_test_rand_int_range (0, 5) == 0;
  steps[which](w);
  check (w, steps[which] == mine_is_taken || steps[which] == somebody_writes ||
                steps[which] == i_scroll_up || steps[which] == i_scroll_down);
}

/* --- the tests ---------------------------------------------------------------------------------
 */

static void
store_stretch (World *w, gint64 from, gint64 to)
{
  g_autoptr (GPtrArray) page =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);

  for (gint64 seq = from; seq <= to; seq++) {
    g_ptr_array_add (page, message_at (w, seq));
    copy_takes (w, seq, 0);
    w->whole[seq] = TRUE;
  }
  WRITE (w->f, parlour_copy_store_page_async, C, page, from, to);
}

static World *
world_new (void)
{
  World *w = g_new0 (World, 1);

  w->f = copy_fixture_new ();
  w->identity = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  w->next_text = 1;
  for (gint64 seq = 1; seq <= HISTORY; seq++)
    server_adds (w, seq % 4 == 0, w->next_text++);
  store_direct (w->f, C, ANNA, 0, 0);
  WRITE (w->f, parlour_copy_set_position_async, C, w->top);
  w->position = w->top;
  store_stretch (w, 850, HISTORY);
  store_stretch (w, 300, 520);
  WRITE (w->f, parlour_copy_mark_read_async, C, HISTORY);
  parlour_copy_set_fetcher (w->f->copy, fetcher, w);
  w->window = parlour_message_window_new (w->f->copy, C);
  w->shadow = shadow_list_new (G_LIST_MODEL (w->window));
  to_end (w);
  settle_window (w, FALSE, FALSE);
  check (w, FALSE);
  g_assert_true (parlour_message_window_is_ready (w->window));
  return w;
}

static void
world_free (World *w)
{
  shadow_list_free (w->shadow);
  g_assert_finalize_object (w->window);
  g_hash_table_unref (w->identity);
  copy_fixture_free (w->f);
  g_free (w);
}

static void
test_against_plain_model (void)
{
  World *w = world_new ();

  for (int i = 0; i < STEPS; i++)
    random_step (w);
  world_free (w);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/window/against-plain-model", test_against_plain_model);
  return g_test_run ();
}

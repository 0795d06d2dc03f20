/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-models-window"

#include "window-world.h"
#include "client/cache/copy-pending.h"

/* This file proves that a message window shows what a plain model of its rules says, whatever comes
 * in which order; that its items-changed are exact; that items keep their identity. The plain model
 * has arrays over all numbers and loops; it knows no SQL. */

#define STEPS 3000

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

/* A line tells of all that are folded into it, as far as the window reaches. */
static void
check_people (World *w, ParlourMessageItem *item, gint64 seq)
{
  GPtrArray *people = parlour_message_item_get_people (item);
  gint64 first = seq;

  while (first > w->low && world_folds (w, first - 1))
    first--;
  g_assert_cmpint (people != NULL ? people->len : 1, ==, seq - first + 1);
  for (guint i = 0; people != NULL && i < people->len; i++) {
    const ParlourNoticePerson *person = g_ptr_array_index (people, i);
    g_autofree char *name = g_strdup_printf ("user-%" G_GINT64_FORMAT, first + i);
    g_assert_cmpstr (person->name, ==, name);
    g_assert_false (person->me);
  }
}

static void
check_item (World *w, GHashTable *identity, guint position, const Entry *entry, gint64 seq)
{
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (w->window), position);
  g_autofree char *body = entry->is_line ? NULL : world_text_of (entry);
  g_autofree char *key = entry->mine ? g_strdup_printf ("client-%d", entry->text)
                                     : g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  gpointer before = g_hash_table_lookup (w->identity, key);

  g_assert_cmpint (parlour_message_item_get_seq (item), ==, seq);
  g_assert_cmpint (parlour_message_item_get_notice (item) != PARLOUR_NOTICE_NONE, ==,
                   entry->is_line);
  check_people (w, item, seq);
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
    if (world_shows (w, seq))
      check_item (w, now, position++, &w->copy[seq], seq);
  g_assert_cmpuint (position, <=, MAX_ROWS + 40);
  for (guint i = 0; w->high == END && i < w->n_outbox; i++) {
    const Entry waiting = {.is_message = TRUE, .mine = TRUE, .text = w->outbox[i]};

    check_item (w, now, position++, &waiting, 0);
  }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (w->window)), ==, position);
  shadow_list_check (w->shadow);
  check_emissions (w, now, several);
  shadow_list_reset (w->shadow);
  g_assert_cmpuint (parlour_message_window_get_more_before (w->window), ==,
                    world_count (w, 1, w->low - 1) + missing (w, 1, w->low - 1));
  g_assert_cmpuint (parlour_message_window_get_more_after (w->window), ==,
                    w->high == END ? 0
                                   : world_count (w, w->high + 1, SEQ_MAX - 1) +
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

/* Mostly more than a window loads at a time. */
static void
several_lines (World *w)
{
  Telling telling = (Telling)g_test_rand_int_range (0, N_TELLINGS);
  int n = g_test_rand_int_range (0, 30) == 0 ? 200 : g_test_rand_int_range (1, 6);

  while (n-- > 0 && w->top + 1 < SEQ_MAX - 1)
    world_server_tells (w, telling);
}

static void
somebody_writes (World *w)
{
  for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
    if (g_test_rand_int_range (0, 3) == 0)
      several_lines (w);
    else
      world_server_adds (w, FALSE, w->next_text++);
  world_deliver (w, w->top);
  world_settle_window (w, FALSE, FALSE);
}

static void
something_changes (World *w)
{
  world_server_changes (w, some_seq (w), g_test_rand_int_range (0, 3) == 0);
  world_deliver (w, w->top);
  world_settle_window (w, FALSE, FALSE);
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
  add_outbox_row (w->f, &row);
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
    world_server_adds (w, FALSE, w->next_text++);
  client_id = g_strdup_printf ("client-%d", w->outbox[which]);
  seq = world_server_adds (w, TRUE, w->outbox[which]);
  if (g_test_rand_bit ()) {
    message = world_message_at (w, seq);
    world_copy_takes (w, seq, 0);
    world_drop_from_outbox (w, w->server[seq].text);
    WRITE (w->f, parlour_copy_outbox_accept_async, client_id, message);
    world_settle_window (w, FALSE, FALSE);
    check (w, TRUE);
  }
  world_deliver (w, w->top);
  world_settle_window (w, FALSE, FALSE);
}

static void
i_hide (World *w)
{
  gint64 seq = g_test_rand_bit () ? some_seq (w) : MAX (1, w->low + g_test_rand_int_range (0, 50));

  if (w->hidden[seq] != 0 || seq > w->position || w->server[seq].is_line)
    return;
  w->hidden[seq] = 1;
  WRITE (w->f, parlour_copy_hide_async, C, seq);
  world_settle_window (w, FALSE, FALSE);
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
    world_settle_window (w, FALSE, FALSE);
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
  if (world_count (w, 1, w->low - 1) + missing (w, 1, w->low - 1) == 0)
    return;
  low = world_down (w, w->low, 50, world_range_low (w, w->low), &found);
  if (found == 0 && world_range_low (w, w->low) > 1) {
    w->low = low;
    world_settle_window (w, TRUE, FALSE);
    if (world_fetch (w, PARLOUR_FETCH_BEFORE, world_range_low (w, w->low)))
      low = world_down (w, w->low, 50, world_range_low (w, w->low), &found);
  }
  w->low = low;
  world_settle_window (w, TRUE, FALSE);
}

static void
i_scroll_down (World *w)
{
  guint found;
  gint64 range;

  parlour_message_window_load_newer (w->window);
  if (w->high == END)
    return;
  range = world_range_high (w, w->low);
  w->high = world_up (w, w->high, 50, range, &found);
  if (found == 0 && range != world_last_whole (w) && world_fetch (w, PARLOUR_FETCH_AFTER, range))
    w->high = world_up (w, w->high, 50, world_range_high (w, w->low), &found);
  world_settle_window (w, FALSE, TRUE);
}

static guint
expected_position (World *w, gint64 seq)
{
  guint n = world_count (w, w->low, MIN (w->high, SEQ_MAX - 1));
  guint before = world_count (w, w->low, seq - 1);

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
  if (seq > 0 && !w->whole[seq] && !world_fetch (w, PARLOUR_FETCH_AROUND, seq)) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED);
    return;
  }
  g_assert_no_error (error);
  g_assert_true (ok);
  if (seq == 0)
    world_to_end (w);
  else
    world_around (w, seq);
  world_settle_window (w, FALSE, FALSE);
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
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_event_unref);

  for (gint64 seq = from; seq <= to; seq++) {
    if (w->server[seq].is_line)
      g_ptr_array_add (lines, world_line_at (w, seq));
    else
      g_ptr_array_add (page, world_message_at (w, seq));
    world_copy_takes (w, seq, 0);
    w->whole[seq] = TRUE;
  }
  WRITE (w->f, parlour_copy_store_page_async, C, page, lines, from, to);
}

static World *
world_new (void)
{
  World *w = g_new0 (World, 1);

  w->f = copy_fixture_new ();
  w->identity = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  w->next_text = 1;
  for (gint64 seq = 1; seq <= HISTORY; seq++)
    if (seq < 850 && (seq % 7 == 0 || (seq > 100 && seq < 290)))
      world_server_tells (w, (Telling)(seq / 70 % N_TELLINGS));
    else
      world_server_adds (w, seq % 4 == 0, w->next_text++);
  store_direct (w->f, C, ANNA, 0, 0);
  WRITE (w->f, parlour_copy_set_position_async, C, w->top);
  w->position = w->top;
  store_stretch (w, 850, HISTORY);
  store_stretch (w, 300, 520);
  WRITE (w->f, parlour_copy_mark_read_async, C, HISTORY);
  /* Who joins here is told of by lines alone, so that others' marks stay as they are. */
  run_on_file (w->f, "UPDATE conversations SET server_top = 999999");
  parlour_copy_set_fetcher (w->f->copy, world_fetcher, w);
  w->window = parlour_message_window_new (w->f->copy, C);
  w->shadow = shadow_list_new (G_LIST_MODEL (w->window));
  world_to_end (w);
  world_settle_window (w, FALSE, FALSE);
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

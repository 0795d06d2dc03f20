/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-copy-events"

#include "client/cache/copy-pending.h"
#include "copy-fixture.h"

/* This file proves what events do to the local copy: once, in order, by rev, in one transaction. */

#define C "conversation-1"

static gint64
position_of (ParlourCopyApplied *applied, const char *stream)
{
  gint64 *position = g_hash_table_lookup (applied->positions, stream);

  return position != NULL ? *position : -1;
}

static void
test_once_and_again (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 0, 0);
  for (int round = 0; round < 2; round++) {
    g_autoptr (ParlourCopyApplied) applied =
        apply (f, make_event (C, 1, ANNA), make_event (C, 2, ANNA), make_event (C, 3, ME), NULL);

    g_assert_cmpuint (applied->applied->len, ==, round == 0 ? 3 : 0);
    g_assert_cmpint (position_of (applied, C), ==, 3);
    g_assert_cmpuint (applied->holes->len, ==, 0);
  }
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 3);
  g_assert_cmpint (ask_file (f, "SELECT to_seq FROM ranges WHERE from_seq = 1"), ==, 3);
  g_assert_cmpint (ask_file (f, "SELECT unread FROM conversations"), ==, 2);
  copy_fixture_free (f);
}

static void
test_hole (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (ParlourCopyApplied) applied = NULL;

  store_direct (f, C, ANNA, 0, 0);
  store_direct (f, "other", BERND, 0, 0);
  applied = apply (f, make_event (C, 1, ANNA), make_event (C, 3, ANNA), make_event (C, 4, ANNA),
                   make_event ("other", 1, BERND), NULL);
  g_assert_cmpuint (applied->applied->len, ==, 2);
  g_assert_cmpuint (applied->holes->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (applied->holes, 0), ==, C);
  g_assert_cmpint (position_of (applied, C), ==, 1);
  g_assert_cmpint (position_of (applied, "other"), ==, 1);
  /* Out of order: the later one came first and has to come again. */
  apply_well (f, make_event (C, 2, ANNA));
  apply_well (f, make_event (C, 3, ANNA));
  g_assert_cmpint (ask_file (f, "SELECT seq FROM positions WHERE stream = '" C "'"), ==, 3);
  copy_fixture_free (f);
}

static void
test_unknown_stream (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (ParlourCopyApplied) applied =
      apply (f, make_event (C, 1, ANNA), make_event (C, 2, ANNA),
             make_inbox_event (1, PARLOUR_EVENT_CONVERSATION_ADDED, C, 0), NULL);

  g_assert_cmpuint (applied->unknown->len, ==, 1);
  g_assert_cmpint (position_of (applied, C), ==, -1);
  g_assert_cmpuint (applied->stale->len, ==, 1);
  g_assert_cmpint (position_of (applied, PARLOUR_INBOX_STREAM), ==, 1);
  store_direct (f, C, ANNA, 0, 0);
  apply_well (f, make_event (C, 1, ANNA));
  copy_fixture_free (f);
}

static ParlourEvent *
make_edit (gint64 number, gint64 seq, gint64 rev, const char *body)
{
  g_autoptr (ParlourMessage) message = parlour_message_new (&(ParlourMessage){.conversation = C,
                                                                              .seq = seq,
                                                                              .rev = rev,
                                                                              .sender = ANNA,
                                                                              .client_id = "x",
                                                                              .body = body,
                                                                              .created_at = 1,
                                                                              .edited_at = 2});

  return parlour_event_new (&(ParlourEvent){
      .stream = C, .seq = number, .kind = PARLOUR_EVENT_MESSAGE_EDITED, .message = message});
}

static void
test_rev (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (GPtrArray) page =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_message_unref);

  store_direct (f, C, ANNA, 0, 0);
  apply_well (f, make_event (C, 1, ANNA));
  /* Sent as it stands after event 3: that one has no effect of its own any more. */
  apply_well (f, make_edit (2, 1, 3, "third"));
  apply_well (f, make_edit (3, 1, 3, "must not be taken"));
  g_assert_cmpint (ask_file (f, "SELECT body = 'third' AND rev = 3 FROM messages"), ==, 1);
  /* A page that was read before comes late. */
  g_ptr_array_add (page, make_message (C, 1, ANNA));
  WRITE (f, parlour_copy_store_page_async, C, page, NULL, 1, 1);
  g_assert_cmpint (ask_file (f, "SELECT body = 'third' FROM messages"), ==, 1);
  copy_fixture_free (f);
}

/* Looks into the file whenever the copy tells something: never both, never neither. */
static void
look_cb (ParlourCopy *copy, const char *conversation, gint64 from, gint64 to, CopyFixture *f)
{
  gint64 in_outbox = ask_file (f, "SELECT count (*) FROM outbox");
  gint64 in_stream = ask_file (f, "SELECT count (*) FROM messages WHERE mine = 1");

  g_assert_cmpint (in_outbox + in_stream, ==, 1);
}

static void
test_outbox_goes_with_its_message (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autofree char *client_id = g_strdup (C "/1");

  store_direct (f, C, ANNA, 0, 0);
  add_outbox (f, C, client_id);
  g_assert_cmpuint (parlour_copy_get_waiting (f->copy), ==, 1);
  g_signal_connect (f->copy, "messages-changed", G_CALLBACK (look_cb), f);
  apply_well (f, make_event (C, 1, ME));
  g_assert_cmpuint (parlour_copy_get_waiting (f->copy), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM outbox"), ==, 0);
  copy_fixture_free (f);
}

/* Somebody else's message with the same client_id takes nothing away. */
static void
test_foreign_client_id (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 0, 0);
  add_outbox (f, C, C "/1");
  apply_well (f, make_event (C, 1, ANNA));
  g_assert_cmpuint (parlour_copy_get_waiting (f->copy), ==, 1);
  copy_fixture_free (f);
}

static void
test_epoch (void)
{
  CopyFixture *f = copy_fixture_new ();

  WRITE (f, parlour_copy_begin_epoch_async, "one");
  store_direct (f, C, ANNA, 0, 0);
  apply_well (f, make_event (C, 1, ANNA));
  add_outbox (f, C, "waits");
  write_draft (f, C, "a draft");
  WRITE (f, parlour_copy_hide_async, C, 1);
  WRITE (f, parlour_copy_begin_epoch_async, "one");
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 1);
  WRITE (f, parlour_copy_begin_epoch_async, "two");
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM positions"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM ranges"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM blocks"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM outbox"), ==, 1);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM wishes WHERE value = 'a draft'"), ==, 1);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM hides"), ==, 1);
  copy_fixture_free (f);
}

static void
test_hidden_before_held (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 10, 10);
  apply_well (f, make_inbox_event (1, PARLOUR_EVENT_MESSAGE_HIDDEN, C, 4));
  apply_well (f, make_inbox_event (2, PARLOUR_EVENT_HISTORY_CLEARED, C, 2));
  store_history (f, C, 1, 9);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 7);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages WHERE id & 0xff IN (1, 2, 4)"), ==,
                   0);
  g_assert_cmpint (ask_file (f, "SELECT sum (n) FROM blocks"), ==, 7);
  copy_fixture_free (f);
}

/* The inbox may tell of clearing before the conversation tells what was cleared. */
static void
test_cleared_before_held (void)
{
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 0, 0);
  apply_well (f, make_inbox_event (1, PARLOUR_EVENT_HISTORY_CLEARED, C, 2));
  apply_well (f, make_event (C, 1, ANNA));
  for (gint64 seq = 2; seq <= 3; seq++)
    apply_well (f, make_bare_event (C, seq, PARLOUR_EVENT_CONVERSATION_UPDATED));
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM messages"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT id & 0xff FROM notices"), ==, 3);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM notices"), ==, 1);
  copy_fixture_free (f);
}

static void
test_unread (void)
{
  CopyFixture *f = copy_fixture_new ();

  /* Of 20 numbers above my mark only the last is held: the server's count holds. */
  store_direct (f, C, ANNA, 20, 0);
  g_assert_cmpint (ask_file (f, "SELECT unread FROM conversations"), ==, 20);
  apply_well (f, make_event (C, 21, ANNA));
  g_assert_cmpint (ask_file (f, "SELECT unread FROM conversations"), ==, 21);
  /* Held whole it is counted: every third one is mine. */
  store_history (f, C, 1, 19);
  g_assert_cmpint (ask_file (f, "SELECT unread FROM conversations"), ==, 15);
  WRITE (f, parlour_copy_mark_read_async, C, 20);
  g_assert_cmpint (ask_file (f, "SELECT unread FROM conversations"), ==, 1);
  WRITE (f, parlour_copy_mark_read_async, C, 5);
  g_assert_cmpint (ask_file (f, "SELECT read FROM conversations"), ==, 20);
  copy_fixture_free (f);
}

/* Behind a group's last message there may be lines, so that nothing up to its top is held yet. What
 * the server counted holds until it can't be true any more. */
static void
test_mentions_of_a_group (void)
{
  CopyFixture *f = copy_fixture_new ();
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_conversation_unref);
  g_autoptr (ParlourMessage) last = make_message (C, 8, ANNA);

  g_ptr_array_add (list, parlour_conversation_new (&(ParlourConversation){
                             .id = C,
                             .kind = PARLOUR_CONVERSATION_GROUP,
                             .title = "Choir",
                             .created_at = 1,
                             .top = 10,
                             .unread = 5,
                             .mentions = 3,
                             .member_count = 2,
                             .last_message = last,
                         }));
  WRITE (f, parlour_copy_store_conversations_async, list, NULL);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM ranges"), ==, 0);
  g_assert_cmpint (ask_file (f, "SELECT mentions FROM conversations"), ==, 3);
  WRITE (f, parlour_copy_mark_read_async, C, 9);
  g_assert_cmpint (ask_file (f, "SELECT mentions FROM conversations"), ==, 1);
  WRITE (f, parlour_copy_mark_read_async, C, 10);
  g_assert_cmpint (ask_file (f, "SELECT mentions FROM conversations"), ==, 0);
  copy_fixture_free (f);
}

static void
test_ranges_and_missing (void)
{
  CopyFixture *f = copy_fixture_new ();
  Waiter waiter = {NULL, FALSE};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) places = NULL;
  ParlourCopyPlace *place;

  store_direct (f, C, ANNA, 100, 0);
  store_history (f, C, 40, 60);
  store_history (f, C, 61, 70);
  store_history (f, C, 55, 65);
  g_assert_cmpint (ask_file (f, "SELECT count (*) FROM ranges"), ==, 2);
  parlour_copy_get_missing_async (f->copy, NULL, waiter_cb, &waiter);
  result = waiter_wait (&waiter);
  places = parlour_copy_get_places_finish (f->copy, result, NULL);
  g_clear_object (&result);
  g_assert_cmpuint (places->len, ==, 2);
  place = g_ptr_array_index (places, 0);
  g_assert_cmpint (place->from, ==, 71);
  g_assert_cmpint (place->to, ==, 99);
  place = g_ptr_array_index (places, 1);
  g_assert_cmpint (place->from, ==, 1);
  g_assert_cmpint (place->to, ==, 39);
  copy_fixture_free (f);
}

static void
joins (CopyFixture *f, gint64 seq, const char *name, gint64 version, gboolean deleted)
{
  const ParlourUser user = {.id = "user-carl",
                            .username = "carl",
                            .display_name = name,
                            .version = version,
                            .deleted = deleted};
  g_autoptr (ParlourUser) carl = parlour_user_new (&user);

  apply_well (f, parlour_event_new (&(ParlourEvent){.stream = C,
                                                    .seq = seq,
                                                    .kind = PARLOUR_EVENT_MEMBER_JOINED,
                                                    .actor = ANNA,
                                                    .member = carl,
                                                    .role = PARLOUR_MEMBER_MEMBER}));
}

/* What the server calls them is in its language, what the copy keeps may be in that of last time.
 */
static void
test_who_is_deleted_has_the_readers_words (void)
{
  static const char said[] = "SELECT count (*) FROM people WHERE display_name = 'Deleted account'";
  CopyFixture *f = copy_fixture_new ();

  store_direct (f, C, ANNA, 0, 0);
  joins (f, 1, "Carl", 1, FALSE);
  g_assert_cmpint (ask_file (f, said), ==, 0);
  joins (f, 2, "Gone", 2, TRUE);
  g_assert_cmpint (ask_file (f, said), ==, 1);
  copy_fixture_close (f);
  run_on_file (f, "UPDATE people SET display_name = 'Gelöschtes Konto' WHERE deleted");
  copy_fixture_open (f);
  g_assert_cmpint (ask_file (f, said), ==, 1);
  copy_fixture_free (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/copy/events/once-and-again", test_once_and_again);
  g_test_add_func ("/copy/events/hole", test_hole);
  g_test_add_func ("/copy/events/unknown-stream", test_unknown_stream);
  g_test_add_func ("/copy/events/rev", test_rev);
  g_test_add_func ("/copy/events/outbox-goes-with-its-message", test_outbox_goes_with_its_message);
  g_test_add_func ("/copy/events/foreign-client-id", test_foreign_client_id);
  g_test_add_func ("/copy/events/epoch", test_epoch);
  g_test_add_func ("/copy/events/hidden-before-held", test_hidden_before_held);
  g_test_add_func ("/copy/events/cleared-before-held", test_cleared_before_held);
  g_test_add_func ("/copy/events/unread", test_unread);
  g_test_add_func ("/copy/events/mentions-of-a-group", test_mentions_of_a_group);
  g_test_add_func ("/copy/events/ranges-and-missing", test_ranges_and_missing);
  g_test_add_func ("/copy/events/who-is-deleted-has-the-readers-words",
                   test_who_is_deleted_has_the_readers_words);
  return g_test_run ();
}

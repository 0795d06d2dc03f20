/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-views"

#include "test-store-place.h"

#include "server/store/boxes.h"
#include "server/store/marks.h"
#include "server/store/streams.h"

#include "core/limits.h"
#include "core/problem.h"

#include <string.h>

/* This file proves that what a member may not see is left out on every path: hidden, cleared,
 * outside of their spans. */

typedef struct {
  Place *place;
  gint64 anna;
  gint64 bert;
  gint64 carl;
  char *group; /* of all three; anna owns it */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place = place_new ();
  self->anna = place_add_user (self->place, "anna", "Anna");
  self->bert = place_add_user (self->place, "bert", "Bert");
  self->carl = place_add_user (self->place, "carl", "Carl");
  self->group = place_group (self->place, self->anna, self->bert, self->carl, (gint64)0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->place, place_free);
}

static void
send_some (Fixture *self, int n)
{
  for (int i = 0; i < n; i++)
    place_send (self->place, self->anna, self->group, "Text");
}

/* What @user is sent of the stream, as "1c 2v": seq and first letter of what it is. */
static char *
events (Fixture *self, gint64 user, const char *stream, gint64 after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourMembership) membership =
      parlour_store_find_stream (self->place->store, user, stream, &error);
  g_assert_no_error (error);
  g_autoptr (ParlourStreamPage) page =
      parlour_store_member_page (self->place->store, membership, after, 200, &error);
  GString *text = g_string_new (page->reset ? "reset" : NULL);

  g_assert_no_error (error);
  if (page->start != -1)
    g_string_append_printf (text, "start %" G_GINT64_FORMAT ":", page->start);
  for (guint i = 0; i < page->events->len; i++) {
    ParlourEvent *event = page->events->pdata[i];
    const char *kind = parlour_event_kind_to_string (event->kind);
    const char *dot = strchr (kind, '.');
    g_string_append_printf (text, " %" G_GINT64_FORMAT "%c", event->seq, dot ? dot[1] : kind[0]);
    g_assert_cmpint (event->kind == PARLOUR_EVENT_VOID && event->message != NULL, ==, FALSE);
  }
  return g_string_free (text, FALSE);
}

static gint64
unread (Fixture *self, gint64 user)
{
  g_autoptr (ParlourMembership) membership = place_member (self->place, user, self->group);
  g_autoptr (GError) error = NULL;
  gint64 count = -1, mentions = -1;

  parlour_store_count_unread (self->place->store, membership, &count, &mentions, &error);
  g_assert_no_error (error);
  return count;
}

static gint64
last_message (Fixture *self, gint64 user)
{
  g_autoptr (ParlourMembership) membership = place_member (self->place, user, self->group);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourConversation) conversation =
      parlour_store_get_conversation (self->place->store, membership, &error);

  g_assert_no_error (error);
  g_assert_cmpint (conversation->member_count, ==, 3);
  g_assert_cmpint (conversation->unread, ==, unread (self, user));
  return conversation->last_message != NULL ? conversation->last_message->seq : 0;
}

static char *
received (Fixture *self, gint64 user)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) messages =
      parlour_store_list_box (self->place->store, user, PARLOUR_BOX_RECEIVED,
                              PARLOUR_BOX_FILTER_NONE, NULL, 200, &next, &error);

  g_assert_no_error (error);
  g_assert_null (next);
  return place_seqs (messages);
}

#define assert_text(expected_, call_)                                                              \
  do {                                                                                             \
    g_autofree char *actual = call_;                                                               \
    g_assert_cmpstr (actual, ==, expected_);                                                       \
  } while (0)

static void
test_hidden_is_void_everywhere (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, self->group);
  g_autoptr (GError) error = NULL;

  send_some (self, 3);
  place_hide (self->place, self->bert, self->group, 3);
  place_hide (self->place, self->bert, self->group, 1);
  assert_text (" 1v 2c 3v", events (self, self->bert, self->group, 0));
  assert_text ("2", place_history (self->place, self->bert, self->group));
  assert_text ("2", received (self, self->bert));
  g_assert_cmpint (last_message (self, self->bert), ==, 2);
  g_assert_cmpint (unread (self, self->bert), ==, 1);
  g_assert_null (parlour_store_get_message (self->place->store, bert, 3, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND);

  /* Nobody else lost anything. */
  assert_text (" 1c 2c 3c", events (self, self->carl, self->group, 0));
  assert_text ("3 2 1", received (self, self->carl));
  g_assert_cmpint (last_message (self, self->carl), ==, 3);
}

static void
test_change_of_hidden_is_void (Fixture *self, gconstpointer data)
{
  send_some (self, 2);
  place_hide (self->place, self->bert, self->group, 1);
  place_edit (self->place, self->anna, self->group, 1, "New text");
  place_edit (self->place, self->anna, self->group, 2, "New text");
  place_erase (self->place, self->anna, self->group, 1);
  assert_text (" 1v 2c 3v 4e 5v", events (self, self->bert, self->group, 0));
  assert_text (" 4e 5v", events (self, self->bert, self->group, 3));
  assert_text (" 1c 2c 3e 4e 5d", events (self, self->carl, self->group, 0));
}

static void
test_hiding_tells_the_inbox_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  send_some (self, 2);
  place_hide (self->place, self->bert, self->group, 2);
  place_hide (self->place, self->bert, self->group, 2);

  g_autoptr (ParlourMembership) inbox =
      parlour_store_find_stream (self->place->store, self->bert, PARLOUR_INBOX_STREAM, &error);
  g_autoptr (ParlourStreamPage) page =
      parlour_store_member_page (self->place->store, inbox, 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->events->len, ==, 1);
  ParlourEvent *event = page->events->pdata[0];
  g_assert_cmpint (event->kind, ==, PARLOUR_EVENT_MESSAGE_HIDDEN);
  g_assert_cmpstr (event->stream, ==, PARLOUR_INBOX_STREAM);
  g_assert_cmpstr (event->conversation, ==, self->group);
  g_assert_cmpint (event->target, ==, 2);
  g_assert_null (event->message);

  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, self->group);
  place_begin (self->place);
  g_assert_false (parlour_store_hide_message (self->place->store, bert, 3, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_NOT_FOUND);
}

static void
test_cleared_is_void_everywhere (Fixture *self, gconstpointer data)
{
  send_some (self, 3);
  place_clear (self->place, self->bert, self->group);
  place_clear (self->place, self->bert, self->group);
  assert_text ("", place_history (self->place, self->bert, self->group));
  g_assert_cmpint (last_message (self, self->bert), ==, 0);
  send_some (self, 1);
  place_edit (self->place, self->anna, self->group, 2, "New text");
  assert_text (" 1v 2v 3v 4c 5v", events (self, self->bert, self->group, 0));
  assert_text ("4", place_history (self->place, self->bert, self->group));
  assert_text ("4", received (self, self->bert));
  g_assert_cmpint (unread (self, self->bert), ==, 1);
  assert_text (" 1c", events (self, self->bert, PARLOUR_INBOX_STREAM, 0));
  assert_text ("4 3 2 1", received (self, self->carl));
}

/* bert is in from 3 to 5 and from 8 on, of 10. */
static void
give_spans (Fixture *self)
{
  send_some (self, 10);
  place_exec (self->place,
              "UPDATE spans SET first = 3, last = 5 WHERE user = %" G_GINT64_FORMAT ";"
              "INSERT INTO spans (stream, user, first) SELECT stream, user, 8 FROM spans"
              " WHERE user = %" G_GINT64_FORMAT,
              self->bert, self->bert);
}

static void
test_spans_bound_every_path (Fixture *self, gconstpointer data)
{
  give_spans (self);
  assert_text ("10 9 8 5 4 3", place_history (self->place, self->bert, self->group));
  assert_text ("10 9 8 5 4 3", received (self, self->bert));
  g_assert_cmpint (unread (self, self->bert), ==, 6);
  assert_text ("start 2: 3c 4c 5c", events (self, self->bert, self->group, 0));
  assert_text ("start 2: 3c 4c 5c", events (self, self->bert, self->group, 1));
  assert_text (" 3c 4c 5c", events (self, self->bert, self->group, 2));
  assert_text ("start 7: 8c 9c 10c", events (self, self->bert, self->group, 5));
  assert_text ("start 7: 8c 9c 10c", events (self, self->bert, self->group, 6));
  assert_text (" 9c 10c", events (self, self->bert, self->group, 8));
  assert_text ("", events (self, self->bert, self->group, 10));
  assert_text ("reset", events (self, self->bert, self->group, 11));
  place_edit (self->place, self->anna, self->group, 1, "Before bert's time");
  assert_text (" 11v", events (self, self->bert, self->group, 10));
}

static void
test_who_left_reads_the_span (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  send_some (self, 4);
  place_exec (self->place, "UPDATE spans SET last = 2 WHERE user = %" G_GINT64_FORMAT, self->bert);

  assert_text (" 1c 2c", events (self, self->bert, self->group, 0));
  assert_text ("reset", events (self, self->bert, self->group, 3));
  assert_text ("2 1", received (self, self->bert));
  g_assert_cmpint (unread (self, self->bert), ==, 2);

  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, self->group);
  g_assert_cmpint (parlour_membership_get_top (bert), ==, 2);
  place_begin (self->place);
  g_assert_false (parlour_store_set_read (self->place->store, bert, 3, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_PAST_TOP);
  g_autoptr (GArray) streams = parlour_store_list_streams (self->place->store, self->bert, NULL);
  g_assert_cmpuint (streams->len, ==, 2);
  g_assert_true (g_array_index (streams, ParlourStreamTop, 0).is_inbox);
  g_assert_cmpint (g_array_index (streams, ParlourStreamTop, 1).top, ==, 2);
}

static void
test_retention_starts_and_resets (Fixture *self, gconstpointer data)
{
  send_some (self, 5);
  place_exec (self->place,
              "UPDATE streams SET floor = 3 WHERE id = '%s';"
              "DELETE FROM events WHERE key & 0xffffffff <= 3",
              self->group);
  assert_text ("start 3: 4c 5c", events (self, self->bert, self->group, 0));
  assert_text ("reset", events (self, self->bert, self->group, 2));
  assert_text (" 4c 5c", events (self, self->bert, self->group, 3));
  assert_text ("5 4", place_history (self->place, self->bert, self->group));
  assert_text ("5 4", received (self, self->bert));
}

static void
test_history_pages (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean older = FALSE, newer = FALSE;
  ParlourStore *store = self->place->store;

  give_spans (self);
  place_hide (self->place, self->bert, self->group, 9);
  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, self->group);
  g_autoptr (GPtrArray) before =
      parlour_store_history_before (store, bert, 10, 2, NULL, &older, &error);
  assert_text ("8 5", place_seqs (before));
  g_assert_true (older);
  g_autoptr (GPtrArray) end =
      parlour_store_history_before (store, bert, 5, 2, NULL, &older, &error);
  assert_text ("4 3", place_seqs (end));
  g_assert_false (older);
  g_autoptr (GPtrArray) after =
      parlour_store_history_after (store, bert, 4, 2, NULL, &newer, &error);
  assert_text ("5 8", place_seqs (after));
  g_assert_true (newer);
  g_autoptr (GPtrArray) around =
      parlour_store_history_around (store, bert, 8, 4, NULL, &older, &newer, &error);
  assert_text ("4 5 8 10", place_seqs (around));
  g_assert_true (older);
  g_assert_false (newer);
  g_assert_no_error (error);
}

static void
test_unread_stops_at_most (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, self->group);
  for (int i = 0; i < PARLOUR_UNREAD_MAX + 1; i++) {
    g_autoptr (ParlourMessage) message = NULL;
    gboolean repeated;
    ParlourDraft draft = place_draft (self->place, "Text");
    parlour_store_send (self->place->store, anna, &draft, &message, &repeated, &error);
    g_assert_no_error (error);
  }
  place_commit (self->place, NULL);
  g_assert_cmpint (unread (self, self->bert), ==, PARLOUR_UNREAD_MAX);
  g_assert_cmpint (unread (self, self->anna), ==, 0);

  place_erase (self->place, self->anna, self->group, 7);
  place_hide (self->place, self->bert, self->group, 8);
  g_assert_cmpint (unread (self, self->bert), ==, PARLOUR_UNREAD_MAX - 1);

  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, self->group);
  place_begin (self->place);
  parlour_store_set_read (self->place->store, bert, 990, &error);
  place_commit (self->place, error);
  g_assert_cmpint (unread (self, self->bert), ==, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/store/views/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (hidden_is_void_everywhere);
  ADD (change_of_hidden_is_void);
  ADD (hiding_tells_the_inbox_once);
  ADD (cleared_is_void_everywhere);
  ADD (spans_bound_every_path);
  ADD (who_left_reads_the_span);
  ADD (retention_starts_and_resets);
  ADD (history_pages);
  ADD (unread_stops_at_most);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-conversations"

#include "test-store-place.h"

#include "server/store/marks.h"
#include "server/store/streams.h"
#include "server/store/users.h"

#include "core/problem.h"

#include <string.h>

/* This file proves what the store knows of conversations: who is in them, settings and marks. */

typedef struct {
  Place *place;
  ParlourStore *store;
  gint64 anna;
  gint64 bert;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place = place_new ();
  self->store = self->place->store;
  self->anna = place_add_user (self->place, "anna", "Anna-Zoë Müller");
  self->bert = place_add_user (self->place, "bert.s", "Bert Straße");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->place, place_free);
}

static void
test_direct_is_unique_by_pair (Fixture *self, gconstpointer data)
{
  g_autofree char *one = place_direct (self->place, self->anna, self->bert);
  g_autofree char *other = place_direct (self->place, self->bert, self->anna);
  g_autoptr (GError) error = NULL;
  gint64 gone = place_add_user (self->place, "gone", NULL);

  g_assert_cmpstr (one, ==, other);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM conversations"), ==, 1);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM events WHERE kind = 20"), ==, 2);

  place_begin (self->place);
  g_assert_null (
      parlour_store_find_or_make_direct (self->store, self->anna, self->anna, NULL, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_RECIPIENT_IS_SELF);
  g_clear_error (&error);
  place_exec (self->place, "UPDATE users SET active = 0 WHERE username = 'gone'");
  place_begin (self->place);
  g_assert_null (
      parlour_store_find_or_make_direct (self->store, self->anna, gone, NULL, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN);
}

static void
test_direct_client_id_is_not_reused (Fixture *self, gconstpointer data)
{
  const guint8 client_id[PARLOUR_ID_BYTES] = {7};
  gint64 carl = place_add_user (self->place, "carl", NULL);
  g_autoptr (GError) error = NULL;
  gboolean made = FALSE;

  for (int i = 0; i < 2; i++) {
    place_begin (self->place);
    g_autoptr (ParlourMembership) member = parlour_store_find_or_make_direct (
        self->store, self->anna, self->bert, client_id, &made, &error);
    place_commit (self->place, error);
    g_assert_cmpint (made, ==, i == 0);
  }
  place_begin (self->place);
  g_assert_null (
      parlour_store_find_or_make_direct (self->store, self->anna, carl, client_id, &made, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_CLIENT_ID_REUSED);
}

static guint
count_listed (Fixture *self, gint64 user)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) list =
      parlour_store_list_conversations (self->store, user, FALSE, NULL, 50, &next, &error);

  g_assert_no_error (error);
  return list->len;
}

static void
test_list_is_by_activity (Fixture *self, gconstpointer data)
{
  gint64 carl = place_add_user (self->place, "carl", NULL);
  g_autofree char *with_bert = place_direct (self->place, self->anna, self->bert);
  g_autofree char *with_carl = place_direct (self->place, self->anna, carl);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autofree char *end = NULL;

  g_assert_cmpuint (count_listed (self, self->anna), ==, 2);
  g_assert_cmpuint (count_listed (self, self->bert), ==, 0);
  self->place->now += 1;
  place_send (self->place, self->anna, with_bert, "Hello");
  g_assert_cmpuint (count_listed (self, self->bert), ==, 1);

  g_autoptr (GPtrArray) first =
      parlour_store_list_conversations (self->store, self->anna, FALSE, NULL, 1, &next, &error);
  ParlourConversation *newest = first->pdata[0];
  g_assert_cmpstr (newest->id, ==, with_bert);
  g_assert_cmpint (newest->updated_at, ==, self->place->now);
  g_assert_cmpint (newest->top, ==, 1);
  g_assert_cmpint (newest->member_count, ==, 2);
  g_assert_cmpuint (newest->n_members, ==, 2);
  g_assert_cmpstr (newest->last_message->body, ==, "Hello");
  g_autoptr (GPtrArray) second =
      parlour_store_list_conversations (self->store, self->anna, FALSE, next, 1, &end, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((ParlourConversation *)second->pdata[0])->id, ==, with_carl);
  g_assert_null (end);
}

static void
test_settings_are_ones_own (Fixture *self, gconstpointer data)
{
  g_autofree char *talk = place_direct (self->place, self->anna, self->bert);
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, talk);
  g_autoptr (GError) error = NULL;
  ParlourSettings settings = {
      .set = PARLOUR_SETTING_PINNED | PARLOUR_SETTING_NOTIFY | PARLOUR_SETTING_DRAFT,
      .pinned = TRUE,
      .notify = PARLOUR_NOTIFY_NONE,
      .draft = "Hel",
  };

  place_begin (self->place);
  parlour_store_update_settings (self->store, anna, &settings, &error);
  place_commit (self->place, error);
  g_autoptr (ParlourConversation) mine = parlour_store_get_conversation (self->store, anna, &error);
  g_assert_true (mine->pinned);
  g_assert_false (mine->archived);
  g_assert_cmpint (mine->notify, ==, PARLOUR_NOTIFY_NONE);
  g_assert_cmpstr (mine->draft, ==, "Hel");
  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, talk);
  g_autoptr (ParlourConversation) berts =
      parlour_store_get_conversation (self->store, bert, &error);
  g_assert_no_error (error);
  g_assert_false (berts->pinned);
  g_assert_null (berts->draft);

  /* Of a draft that was sent nothing stays. */
  place_send (self->place, self->anna, talk, "Hello");
  g_assert_cmpint (place_ask (self->place, "SELECT count (draft) FROM members"), ==, 0);
}

static void
archive (Fixture *self, const char *talk, gint64 muted_until)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, talk);
  ParlourSettings settings = {
      .set = PARLOUR_SETTING_ARCHIVED | PARLOUR_SETTING_MUTED_UNTIL,
      .archived = TRUE,
      .muted_until = muted_until,
  };

  place_begin (self->place);
  parlour_store_update_settings (self->store, anna, &settings, &error);
  place_commit (self->place, error);
}

static gboolean
is_archived (Fixture *self, const char *talk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, talk);
  g_autoptr (ParlourConversation) mine = parlour_store_get_conversation (self->store, anna, &error);

  g_assert_no_error (error);
  return mine->archived;
}

static void
test_a_message_brings_back_what_is_archived_and_not_muted (Fixture *self, gconstpointer data)
{
  g_autofree char *talk = place_direct (self->place, self->anna, self->bert);

  archive (self, talk, 0);
  g_assert_true (is_archived (self, talk));
  place_send (self->place, self->bert, talk, "Hello?");
  g_assert_false (is_archived (self, talk));

  archive (self, talk, self->place->now + 1000);
  place_send (self->place, self->bert, talk, "Hello again");
  g_assert_true (is_archived (self, talk));
  self->place->now += 2000;
  place_send (self->place, self->bert, talk, "And once more");
  g_assert_false (is_archived (self, talk));
}

/* The peer's read mark as anna sees it. */
static gint64
peer_read (Fixture *self, const char *talk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, talk);
  g_autoptr (ParlourConversation) conversation =
      parlour_store_get_conversation (self->store, anna, &error);

  g_assert_no_error (error);
  return parlour_conversation_get_peer (conversation, anna->user_id)->read;
}

static void
set_read (Fixture *self, gint64 user, const char *talk, gint64 seq, guint n_changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourMembership) member = place_member (self->place, user, talk);

  place_begin (self->place);
  parlour_store_set_read (self->store, member, seq, &error);
  g_assert_cmpuint (parlour_changes_get_length (parlour_store_get_changes (self->store)), ==,
                    n_changes);
  place_commit (self->place, error);
}

static void
test_marks_only_grow (Fixture *self, gconstpointer data)
{
  g_autofree char *talk = place_direct (self->place, self->anna, self->bert);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 3; i++)
    place_send (self->place, self->anna, talk, "Text");
  set_read (self, self->bert, talk, 2, 1);
  set_read (self, self->bert, talk, 1, 0);
  set_read (self, self->bert, talk, 2, 0);
  g_assert_cmpint (peer_read (self, talk), ==, 2);

  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, talk);
  g_assert_cmpint (bert->read, ==, 2);
  g_assert_cmpint (bert->delivered, ==, 2);
  place_begin (self->place);
  g_assert_false (parlour_store_set_read (self->store, bert, 4, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_PAST_TOP);

  ParlourMark marks[] = {
      {.stream = bert->stream, .user = self->bert, .delivered = 99},
      {.stream = 12345, .user = self->bert, .delivered = 1},
      {.stream = bert->stream, .user = self->anna, .delivered = 1},
  };
  g_clear_error (&error);
  place_begin (self->place);
  parlour_store_set_delivered (self->store, marks, G_N_ELEMENTS (marks), &error);
  place_commit (self->place, error);
  g_autoptr (GArray) all = parlour_store_list_marks (self->store, self->anna, bert->stream, &error);
  g_assert_cmpint (g_array_index (all, ParlourMark, 0).delivered, ==, 1);
  g_assert_cmpint (g_array_index (all, ParlourMark, 1).delivered, ==, 3);
  g_assert_cmpint (g_array_index (all, ParlourMark, 1).read, ==, 2);
}

/* What a socket of anna's is told of bert. */
static gint64
told_read (Fixture *self, const char *talk)
{
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, talk);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) marks =
      parlour_store_list_marks (self->store, self->anna, anna->stream, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < marks->len; i++)
    if (g_array_index (marks, ParlourMark, i).user == self->bert)
      return g_array_index (marks, ParlourMark, i).read;
  g_assert_not_reached ();
}

static void
test_unshared_marks_are_not_told (Fixture *self, gconstpointer data)
{
  g_autofree char *talk = place_direct (self->place, self->anna, self->bert);

  place_send (self->place, self->anna, talk, "Text");
  set_read (self, self->bert, talk, 1, 1);
  place_exec (self->place, "UPDATE users SET share_read = 0 WHERE username = 'anna'");
  g_assert_cmpint (peer_read (self, talk), ==, 0);
  g_assert_cmpint (told_read (self, talk), ==, 0);
  place_exec (self->place, "UPDATE users SET share_read = NOT share_read");
  g_assert_cmpint (peer_read (self, talk), ==, 0);
  g_assert_cmpint (told_read (self, talk), ==, 0);
  place_exec (self->place, "UPDATE users SET share_read = 1");
  g_assert_cmpint (peer_read (self, talk), ==, 1);
  g_assert_cmpint (told_read (self, talk), ==, 1);
}

static void
test_changes_go_back_with_the_savepoint (Fixture *self, gconstpointer data)
{
  g_autofree char *talk = place_direct (self->place, self->anna, self->bert);
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, talk);
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  ParlourChanges *changes = parlour_store_get_changes (self->store);
  ParlourDraft draft = place_draft (self->place, "Text");
  gboolean repeated;

  place_begin (self->place);
  guint mark = parlour_changes_mark (changes);
  parlour_store_send (self->store, anna, &draft, &message, &repeated, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (parlour_changes_get_length (changes), ==, 1);
  g_assert_cmpint (parlour_changes_index (changes, 0)->stream, ==, anna->stream);
  g_assert_cmpint (parlour_changes_index (changes, 0)->top, ==, 1);
  g_assert_cmpint (parlour_changes_index (changes, 0)->user, ==, 0);
  parlour_changes_rollback_to (changes, mark);
  g_assert_cmpuint (parlour_changes_get_length (changes), ==, 0);
  place_commit (self->place, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/store/conversations/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (direct_is_unique_by_pair);
  ADD (direct_client_id_is_not_reused);
  ADD (list_is_by_activity);
  ADD (settings_are_ones_own);
  ADD (a_message_brings_back_what_is_archived_and_not_muted);
  ADD (marks_only_grow);
  ADD (unshared_marks_are_not_told);
  ADD (changes_go_back_with_the_savepoint);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-messages"

#include "test-store-place.h"

#include "core/problem.h"

/* This file proves that a message is stored exactly once, under dense numbers, and what editing and
 * erasing do to it. */

typedef struct {
  Place *place;
  gint64 anna;
  gint64 bert;
  gint64 carl;
  char *talk; /* of anna and bert */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place = place_new ();
  self->anna = place_add_user (self->place, "anna", "Anna");
  self->bert = place_add_user (self->place, "bert", "Bert");
  self->carl = place_add_user (self->place, "carl", "Carl");
  self->talk = place_direct (self->place, self->anna, self->bert);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->talk, g_free);
  g_clear_pointer (&self->place, place_free);
}

/* Sends @draft as anna and gives the message; @again: it must not be new. */
static ParlourMessage *
send (Fixture *self, const ParlourDraft *draft, gboolean again)
{
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, self->talk);
  g_autoptr (GError) error = NULL;
  ParlourMessage *message = NULL;
  gboolean repeated = FALSE;

  place_begin (self->place);
  parlour_store_send (self->place->store, anna, draft, &message, &repeated, &error);
  place_commit (self->place, error);
  g_assert_cmpint (repeated, ==, again);
  return message;
}

static void
refuse_to_send (Fixture *self, const ParlourDraft *draft, int problem)
{
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, self->talk);
  g_autoptr (ParlourMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  gboolean repeated = FALSE;

  place_begin (self->place);
  g_assert_false (
      parlour_store_send (self->place->store, anna, draft, &message, &repeated, &error));
  g_assert_null (message);
  place_refused (self->place, error, problem);
}

static void
test_same_client_id_gives_same_message (Fixture *self, gconstpointer data)
{
  ParlourDraft draft = place_draft (self->place, "Hello");
  draft.subject = "Greeting";

  g_autoptr (ParlourMessage) first = send (self, &draft, FALSE);
  self->place->now += 5000;
  g_autoptr (ParlourMessage) second = send (self, &draft, TRUE);
  g_assert_cmpint (second->seq, ==, first->seq);
  g_assert_cmpint (second->created_at, ==, first->created_at);
  g_assert_cmpint (second->rev, ==, first->rev);
  g_assert_cmpstr (second->body, ==, "Hello");
  g_assert_cmpstr (second->subject, ==, "Greeting");
  g_assert_cmpstr (second->client_id, ==, first->client_id);
  g_assert_cmpstr (second->sender, ==, first->sender);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM events WHERE kind = 2"), ==, 1);
}

static void
test_client_id_is_not_taken_for_other_content (Fixture *self, gconstpointer data)
{
  ParlourDraft draft = place_draft (self->place, "Hello");
  g_autoptr (ParlourMessage) first = send (self, &draft, FALSE);
  const char *const attachments[] = {"0", NULL};

  ParlourDraft other = draft;
  other.body = "Hullo";
  refuse_to_send (self, &other, PARLOUR_PROBLEM_CLIENT_ID_REUSED);
  other = draft;
  other.subject = "";
  refuse_to_send (self, &other, PARLOUR_PROBLEM_CLIENT_ID_REUSED);
  other = draft;
  other.reply_to = first->seq;
  refuse_to_send (self, &other, PARLOUR_PROBLEM_CLIENT_ID_REUSED);
  other = draft;
  other.attachments = attachments;
  refuse_to_send (self, &other, PARLOUR_PROBLEM_CLIENT_ID_REUSED);
}

static void
test_repeat_after_edit_and_erasure (Fixture *self, gconstpointer data)
{
  ParlourDraft draft = place_draft (self->place, "First text");
  g_autoptr (ParlourMessage) first = send (self, &draft, FALSE);

  place_edit (self->place, self->anna, self->talk, first->seq, "Second text");
  g_autoptr (ParlourMessage) edited = send (self, &draft, TRUE);
  g_assert_cmpint (edited->seq, ==, first->seq);
  g_assert_cmpstr (edited->body, ==, "Second text");
  ParlourDraft other = draft;
  other.body = "Second text";
  refuse_to_send (self, &other, PARLOUR_PROBLEM_CLIENT_ID_REUSED);

  place_erase (self->place, self->anna, self->talk, first->seq);
  g_autoptr (ParlourMessage) erased = send (self, &draft, TRUE);
  g_assert_cmpint (erased->seq, ==, first->seq);
  g_assert_null (erased->body);
  g_assert_cmpint (erased->deleted_at, !=, 0);
  refuse_to_send (self, &other, PARLOUR_PROBLEM_CLIENT_ID_REUSED);
}

static void
test_repeat_after_leaving (Fixture *self, gconstpointer data)
{
  ParlourDraft draft = place_draft (self->place, "Bye");
  g_autoptr (ParlourMessage) first = send (self, &draft, FALSE);
  place_exec (self->place, "UPDATE spans SET last = 1 WHERE user = %" G_GINT64_FORMAT, self->anna);

  g_autoptr (ParlourMessage) again = send (self, &draft, TRUE);
  g_assert_cmpint (again->seq, ==, first->seq);
  ParlourDraft another = place_draft (self->place, "One more");
  refuse_to_send (self, &another, PARLOUR_PROBLEM_FORBIDDEN);
}

static void
test_client_id_belongs_to_sender_and_conversation (Fixture *self, gconstpointer data)
{
  g_autofree char *elsewhere = place_direct (self->place, self->anna, self->carl);
  ParlourDraft draft = place_draft (self->place, "Hello");
  g_autoptr (ParlourMessage) first = send (self, &draft, FALSE);

  self->place->n_client_ids--;
  g_assert_cmpint (place_send (self->place, self->bert, self->talk, "Hello too"), ==, 2);
  self->place->n_client_ids--;
  g_assert_cmpint (place_send (self->place, self->anna, elsewhere, "Hello Carl"), ==, 1);
}

static void
test_numbers_are_dense (Fixture *self, gconstpointer data)
{
  for (int i = 1; i <= 20; i++) {
    g_assert_cmpint (place_send (self->place, i % 2 ? self->anna : self->bert, self->talk, "Text"),
                     ==, i);
    ParlourDraft unheard = place_draft (self->place, "Reply");
    unheard.reply_to = 999;
    refuse_to_send (self, &unheard, PARLOUR_PROBLEM_REPLY_UNKNOWN);
  }
  place_edit (self->place, self->anna, self->talk, 1, "New text");
  place_erase (self->place, self->bert, self->talk, 2);
  g_assert_cmpint (place_send (self->place, self->anna, self->talk, "Text"), ==, 23);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) - max (key & 0xffffffff) FROM events"
                                           " WHERE key >> 32 = (SELECT stream FROM conversations)"),
                   ==, 0);
}

static void
test_time_never_runs_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, self->talk);

  place_send (self->place, self->anna, self->talk, "Now");
  self->place->now -= 60000;
  gint64 seq = place_send (self->place, self->anna, self->talk, "Clock was put back");
  g_autoptr (ParlourMessage) message =
      parlour_store_get_message (self->place->store, anna, seq, &error);
  g_assert_no_error (error);
  g_assert_cmpint (message->created_at, ==, self->place->now + 60000);
  self->place->now += 60001;
  seq = place_send (self->place, self->anna, self->talk, "Clock goes on");
  g_autoptr (ParlourMessage) later =
      parlour_store_get_message (self->place->store, anna, seq, &error);
  g_assert_cmpint (later->created_at, ==, self->place->now);
}

static void
test_reply_needs_a_message_that_one_sees (Fixture *self, gconstpointer data)
{
  gint64 seq = place_send (self->place, self->bert, self->talk, "Question");
  ParlourDraft draft = place_draft (self->place, "Answer");

  draft.reply_to = seq;
  g_autoptr (ParlourMessage) reply = send (self, &draft, FALSE);
  g_assert_cmpint (reply->reply_to, ==, seq);
  place_hide (self->place, self->anna, self->talk, seq);
  ParlourDraft late = place_draft (self->place, "Another answer");
  late.reply_to = seq;
  refuse_to_send (self, &late, PARLOUR_PROBLEM_REPLY_UNKNOWN);
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, self->talk);
  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, self->talk);
  g_autoptr (ParlourMessage) edited = NULL;
  g_autoptr (GError) error = NULL;
  ParlourDraft draft = place_draft (self->place, "Text");
  ParlourEdit edit = {.body = "Better text"};
  draft.subject = "Title";
  g_autoptr (ParlourMessage) first = send (self, &draft, FALSE);

  place_begin (self->place);
  self->place->now += 1000;
  parlour_store_edit_message (self->place->store, anna, 1, &edit, &edited, &error);
  place_commit (self->place, error);
  g_assert_cmpstr (edited->body, ==, "Better text");
  g_assert_cmpstr (edited->subject, ==, "Title");
  g_assert_cmpint (edited->rev, ==, 2);
  g_assert_cmpint (edited->edited_at, ==, self->place->now);

  place_edit (self->place, self->anna, self->talk, 1, "Better text");
  g_assert_cmpint (place_ask (self->place, "SELECT max (top) FROM streams"), ==, 2);

  place_begin (self->place);
  g_assert_false (parlour_store_edit_message (self->place->store, bert, 1, &edit, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_FORBIDDEN);
  g_clear_error (&error);
  place_begin (self->place);
  g_assert_false (parlour_store_edit_message (self->place->store, anna, 2, &edit, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_NOT_FOUND);
}

static void
test_erase_keeps_a_marker (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourMembership) bert = place_member (self->place, self->bert, self->talk);
  g_autoptr (GError) error = NULL;
  gint64 seq = place_send (self->place, self->anna, self->talk, "Secret");

  place_begin (self->place);
  g_assert_false (parlour_store_erase_message (self->place->store, bert, seq, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_FORBIDDEN);
  g_clear_error (&error);

  place_erase (self->place, self->anna, self->talk, seq);
  place_erase (self->place, self->anna, self->talk, seq);
  g_assert_cmpint (place_ask (self->place, "SELECT max (top) FROM streams"), ==, 2);
  g_autoptr (ParlourMessage) marker =
      parlour_store_get_message (self->place->store, bert, seq, &error);
  g_assert_no_error (error);
  g_assert_null (marker->body);
  g_assert_cmpint (marker->rev, ==, 2);
  g_assert_cmpint (marker->deleted_at, ==, self->place->now);

  ParlourEdit edit = {.body = "Back again"};
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, self->talk);
  place_begin (self->place);
  g_assert_false (parlour_store_edit_message (self->place->store, anna, seq, &edit, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_MESSAGE_DELETED);
}

static void
test_group_admin_erases_others (Fixture *self, gconstpointer data)
{
  g_autofree char *group = place_group (self->place, self->anna, self->bert, self->carl, (gint64)0);
  gint64 seq = place_send (self->place, self->bert, group, "Rude");
  g_autoptr (ParlourMembership) carl = place_member (self->place, self->carl, group);
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  g_assert_false (parlour_store_erase_message (self->place->store, carl, seq, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_FORBIDDEN);
  place_erase (self->place, self->anna, group, seq);
}

static void
test_not_mine_is_as_not_there (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) mine = NULL;
  g_autoptr (GError) nobodys = NULL;

  g_assert_null (parlour_store_find_membership (self->place->store, self->carl, self->talk, &mine));
  g_assert_null (parlour_store_find_membership (self->place->store, self->carl,
                                                "0190b5a2-0000-7000-8000-000000000000", &nobodys));
  g_assert_error (mine, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND);
  g_assert_cmpstr (mine->message, ==, nobodys->message);
}

static void
test_send_erases_draft (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourMembership) anna = place_member (self->place, self->anna, self->talk);
  g_autoptr (GError) error = NULL;
  ParlourSettings settings = {.set = PARLOUR_SETTING_DRAFT, .draft = "Hel"};

  place_begin (self->place);
  parlour_store_update_settings (self->place->store, anna, &settings, &error);
  place_commit (self->place, error);
  g_assert_cmpint (place_ask (self->place, "SELECT count (draft) FROM members"), ==, 1);
  place_send (self->place, self->anna, self->talk, "Hello");
  g_assert_cmpint (place_ask (self->place, "SELECT count (draft) FROM members"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/store/messages/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (same_client_id_gives_same_message);
  ADD (client_id_is_not_taken_for_other_content);
  ADD (repeat_after_edit_and_erasure);
  ADD (repeat_after_leaving);
  ADD (client_id_belongs_to_sender_and_conversation);
  ADD (numbers_are_dense);
  ADD (time_never_runs_back);
  ADD (reply_needs_a_message_that_one_sees);
  ADD (edit);
  ADD (erase_keeps_a_marker);
  ADD (group_admin_erases_others);
  ADD (not_mine_is_as_not_there);
  ADD (send_erases_draft);
#undef ADD
  return g_test_run ();
}

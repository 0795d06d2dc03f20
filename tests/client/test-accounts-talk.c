/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "core/limits.h"
#include "core/problem.h"

/* Two people who write to each other by what windows and the command line use. */

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
  SyncPerson *ben;
} Talk;

static void
set_up (Talk *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = sync_person_join ("anna", self->server);
  self->ben = sync_person_join ("ben", self->server);
}

static void
remove_accounts (SyncPerson *person)
{
  sync_person_sign_out (person);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (person->accounts)), ==, 0);
}

static void
tear_down (Talk *self, gconstpointer data)
{
  remove_accounts (self->anna);
  remove_accounts (self->ben);
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_server_free (self->server);
}

static gpointer
list_of (ParlourAccount *account)
{
  return parlour_account_get_conversations (account);
}

static guint
length (gpointer list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static void
works_without_a_keyring (Talk *self, gconstpointer data)
{
  g_assert_cmpint (parlour_accounts_get_keyring_state (self->anna->accounts), ==,
                   PARLOUR_KEYRING_MISSING);
  g_assert_cmpint (sync_person_state (self->anna), ==, PARLOUR_ACCOUNT_ONLINE);
}

static void
compose_arrives_everywhere (Talk *self, gconstpointer data)
{
  g_autofree char *id = sync_person_compose (self->anna, "ben", "Supper", "Are you coming?");

  wait_until (length (list_of (self->ben->account)) == 1);
  ParlourConversationItem *item = sync_person_item (self->ben, 0);
  g_assert_cmpstr (parlour_conversation_item_get_id (item), ==, id);
  g_assert_cmpstr (parlour_conversation_item_get_peer_username (item), ==, "anna");
  wait_until (parlour_conversation_item_get_unread (item) == 1);
  g_assert_cmpstr (parlour_conversation_item_get_last_text (item), ==, "Are you coming?");
  g_assert_cmpuint (parlour_account_get_unread (self->ben->account), ==, 1);

  g_autoptr (ParlourMessageWindow) window = parlour_account_open_messages (self->ben->account, id);
  wait_until (length (window) == 1);
  g_assert_cmpstr (parlour_message_item_get_subject (message_at (window, 0)), ==, "Supper");
  g_assert_cmpstr (parlour_message_item_get_sender_name (message_at (window, 0)), ==, "anna");
  g_assert_cmpint (parlour_message_item_get_seq (message_at (window, 0)), ==, 1);

  ParlourBoxList *received = parlour_account_get_received (self->ben->account);
  wait_until (length (received) == 1);
  g_assert_true (parlour_message_item_get_unread (message_at (received, 0)));
  ParlourBoxList *sent = parlour_account_get_sent (self->anna->account);
  wait_until (length (sent) == 1);
}

static void
states_go_from_waiting_to_read (Talk *self, gconstpointer data)
{
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "one");
  parlour_account_watch (self->anna->account, id);
  g_autoptr (ParlourMessageWindow) window = parlour_account_open_messages (self->anna->account, id);
  wait_until (length (window) == 1);
  ParlourMessageItem *item = message_at (window, 0);
  wait_until (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_DELIVERED);
  wait_until (length (list_of (self->ben->account)) == 1);
  parlour_account_mark_read (self->ben->account, id, 1);
  wait_until (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_READ);
  g_assert_true (message_at (window, 0) == item);
  wait_until (parlour_account_get_unread (self->ben->account) == 0);

  /* Away, it waits; back, it goes. */
  sync_server_kill (self->server);
  g_autofree char *client_id = sync_person_send (self->anna, id, "two");
  wait_until (length (window) == 2);
  item = message_at (window, 1);
  g_assert_cmpint (parlour_message_item_get_state (item), ==, PARLOUR_MESSAGE_WAITING);
  g_assert_cmpuint (parlour_account_get_waiting (self->anna->account), ==, 1);
  wait_until (sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE);
  g_assert_nonnull (parlour_account_get_problem (self->anna->account));
  g_assert_cmpint (parlour_account_get_offline_since (self->anna->account), >, 0);
  sync_server_start (self->server);
  wait_until (sync_person_push (self->anna) & sync_person_push (self->ben));
  wait_until (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_DELIVERED);
  g_assert_true (message_at (window, 1) == item);
  g_assert_cmpint (parlour_message_item_get_seq (item), ==, 2);
  g_assert_cmpuint (parlour_account_get_waiting (self->anna->account), ==, 0);
  g_assert_cmpint (parlour_account_get_offline_since (self->anna->account), ==, 0);
}

static void
a_reply_shows_what_it_answers (Talk *self, gconstpointer data)
{
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "Tea or coffee?");
  wait_until (length (list_of (self->ben->account)) == 1);

  GAsyncResult *place = NULL;
  parlour_account_send_async (self->ben->account, id, NULL, "Tea", 1, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_assert_true (parlour_account_send_finish (self->ben->account, result, NULL, NULL));

  g_autoptr (ParlourMessageWindow) window = parlour_account_open_messages (self->anna->account, id);
  wait_until (find_body (window, "Tea") != NULL);
  wait_until (g_strcmp0 (parlour_message_item_get_reply_text (find_body (window, "Tea")),
                         "Tea or coffee?") == 0);
  g_assert_cmpint (parlour_message_item_get_reply_to (find_body (window, "Tea")), ==, 1);
}

static void
delete_for_me_undo_and_settle (Talk *self, gconstpointer data)
{
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "keep");
  g_autofree char *first = sync_person_send (self->anna, id, "drop");
  g_autoptr (ParlourMessageWindow) hers = parlour_account_open_messages (self->anna->account, id);
  g_autoptr (ParlourMessageWindow) his = parlour_account_open_messages (self->ben->account, id);
  wait_until (length (hers) == 2 && length (his) == 2);
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);

  parlour_account_hide (self->anna->account, id, 2);
  wait_until (length (hers) == 1);
  parlour_account_hide_undo (self->anna->account, id, 2);
  wait_until (length (hers) == 2);
  parlour_account_hide (self->anna->account, id, 2);
  parlour_account_hide_settle (self->anna->account, id, 2);
  wait_until (length (hers) == 1);

  /* The server has it: another device of hers does not see it, and his view keeps it. */
  g_autofree char *folder = sync_person_folder (self->anna);
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM hides WHERE state < 2") == 0);
  SyncPerson *device = sync_person_new ("anna2");
  sync_person_sign_in (device, self->server->address, "anna");
  g_autoptr (ParlourMessageWindow) other = parlour_account_open_messages (device->account, id);
  wait_until (find_body (other, "keep") != NULL);
  g_assert_null (find_body (other, "drop"));
  g_assert_nonnull (find_body (his, "drop"));
  g_clear_object (&other);
  remove_accounts (device);
  sync_person_free (device);
}

static void
erase_for_everyone (Talk *self, gconstpointer data)
{
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "oops");
  g_autoptr (ParlourMessageWindow) his = parlour_account_open_messages (self->ben->account, id);
  wait_until (find_body (his, "oops") != NULL);
  ParlourMessageItem *item = message_at (his, 0);

  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  parlour_account_erase_async (self->anna->account, id, 1, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_erase_finish (self->anna->account, result, &error);
  g_assert_no_error (error);
  wait_until (parlour_message_item_get_deleted (item));
  g_assert_null (parlour_message_item_get_body (item));

  /* What is not one's own is refused with a reason. */
  g_autofree char *client_id = sync_person_send (self->anna, id, "hers");
  wait_until (find_body (his, "hers") != NULL);
  g_autoptr (GError) refusal = NULL;
  parlour_account_erase_async (self->ben->account, id,
                               parlour_message_item_get_seq (find_body (his, "hers")), NULL,
                               result_cb, &place);
  g_autoptr (GAsyncResult) refused = await (&place);
  g_assert_false (parlour_account_erase_finish (self->ben->account, refused, &refusal));
  g_assert_true (refusal->domain == PARLOUR_PROBLEM);
}

static GPtrArray *
find_people (SyncPerson *person, const char *query)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_account_find_people_async (person->account, query, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  GPtrArray *people = parlour_account_find_people_finish (person->account, result, &error);
  g_assert_no_error (error);
  return people;
}

static void
people_are_found_by_prefix (Talk *self, gconstpointer data)
{
  g_autoptr (GPtrArray) found = find_people (self->anna, "be");
  g_autoptr (GPtrArray) myself = find_people (self->anna, "ann");
  g_autoptr (GPtrArray) all = find_people (self->anna, "");

  g_assert_cmpuint (found->len, ==, 1);
  ParlourUser *ben = g_ptr_array_index (found, 0);
  g_assert_cmpstr (ben->username, ==, "ben");
  g_assert_cmpuint (myself->len, ==, 0);
  g_assert_cmpuint (all->len, ==, 1);

  /* The conversation with him is made once, and found the second time. */
  GAsyncResult *place = NULL;
  parlour_account_open_direct_async (self->anna->account, ben, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_autofree char *id = parlour_account_open_direct_finish (self->anna->account, result, NULL);
  g_assert_nonnull (id);
  parlour_account_open_direct_async (self->anna->account, ben, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) again = await (&place);
  g_autofree char *same = parlour_account_open_direct_finish (self->anna->account, again, NULL);
  g_assert_cmpstr (id, ==, same);

  g_autofree char *client_id = sync_person_send (self->anna, id, "hello");
  wait_until (length (list_of (self->ben->account)) == 1);
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);

  sync_server_kill (self->server);
  wait_until (sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE);
  g_autoptr (GPtrArray) offline = find_people (self->anna, "BE");
  g_assert_cmpuint (offline->len, ==, 1);
  sync_server_start (self->server);
  wait_until (sync_person_push (self->anna) & sync_person_push (self->ben));
}

static void
drafts_are_kept (Talk *self, gconstpointer data)
{
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "hello");
  wait_until (length (list_of (self->anna->account)) == 1);
  parlour_account_set_draft (self->anna->account, id, "half a sen");
  wait_until (g_strcmp0 (parlour_conversation_item_get_draft (sync_person_item (self->anna, 0)),
                         "half a sen") == 0);
  g_autofree char *client_id = sync_person_send (self->anna, id, "half a sentence");
  wait_until (parlour_conversation_item_get_draft (sync_person_item (self->anna, 0)) == NULL);
}

static void
assert_refused (SyncPerson *person,
                const char *to,
                const char *subject,
                const char *body,
                ParlourProblem problem,
                const char *field)
{
  g_autoptr (GError) error = sync_person_error_of_compose (person, to, subject, body);

  g_assert_error (error, PARLOUR_PROBLEM, (int)problem);
  g_assert_cmpstr (parlour_problem_get_field (error), ==, field);
}

static void
errors_name_their_field (Talk *self, gconstpointer data)
{
  g_autofree char *body = g_strnfill (PARLOUR_BODY_CHARS_MAX + 1, 'x');
  g_autofree char *subject = g_strnfill (PARLOUR_SUBJECT_CHARS_MAX + 1, 'x');

  assert_refused (self->anna, "nobody", NULL, "x", PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to");
  assert_refused (self->anna, "no such name!", NULL, "x", PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to");
  assert_refused (self->anna, "be", NULL, "x", PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to");
  assert_refused (self->anna, "@Anna", NULL, "x", PARLOUR_PROBLEM_RECIPIENT_IS_SELF, "to");
  assert_refused (self->anna, "ben", NULL, "  \n", PARLOUR_PROBLEM_BODY_REQUIRED, "body");
  assert_refused (self->anna, "ben", NULL, body, PARLOUR_PROBLEM_BODY_TOO_LONG, "body");
  assert_refused (self->anna, "ben", subject, "x", PARLOUR_PROBLEM_SUBJECT_TOO_LONG, "subject");
  g_assert_cmpuint (parlour_account_get_waiting (self->anna->account), ==, 0);
}

static void
offline_a_refusal_shows_later (Talk *self, gconstpointer data)
{
  sync_server_kill (self->server);
  wait_until (sync_person_state (self->anna) == PARLOUR_ACCOUNT_OFFLINE);

  GAsyncResult *place = NULL;
  g_autofree char *client_id = NULL;
  parlour_account_compose_async (self->anna->account, "nobody", NULL, "Is anybody there?", NULL,
                                 result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_assert_true (
      parlour_account_compose_finish (self->anna->account, result, NULL, &client_id, NULL));
  ParlourBoxList *sent = parlour_account_get_sent (self->anna->account);
  wait_until (length (sent) == 1);
  ParlourMessageItem *item = message_at (sent, 0);
  g_assert_cmpint (parlour_message_item_get_state (item), ==, PARLOUR_MESSAGE_WAITING);

  sync_server_start (self->server);
  wait_until (sync_person_push (self->anna) & sync_person_push (self->ben));
  wait_until (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_FAILED);
  g_assert_cmpstr (parlour_message_item_get_problem_code (item), ==, "recipient_unknown");

  /* It does not stop what goes to others. */
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "hello");
  wait_until (length (list_of (self->ben->account)) == 1);
  parlour_account_retry (self->anna->account, client_id);
  wait_until (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_WAITING);
  wait_until (parlour_message_item_get_state (item) == PARLOUR_MESSAGE_FAILED);
  parlour_account_discard (self->anna->account, client_id);
  wait_until (length (sent) == 1 && parlour_account_get_waiting (self->anna->account) == 0);
}

static void
a_second_device_has_it_all (Talk *self, gconstpointer data)
{
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "first");
  for (guint i = 0; i < 150; i++) {
    g_autofree char *body = g_strdup_printf ("number %u", i);
    g_autofree char *client_id = sync_person_send (self->anna, id, body);
  }
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);

  SyncPerson *device = sync_person_new ("ben2");
  sync_person_sign_in (device, self->server->address, "ben");
  g_autofree char *folder = sync_person_folder (device);
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM messages") == 151);
  wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM ranges") == 1);
  g_assert_cmpint (sync_copy_sql_int (folder, "SELECT seq >= 0 FROM positions WHERE stream = 'me'"),
                   ==, 1);

  sync_server_kill (self->server);
  SyncPerson *all[] = {self->anna, self->ben, device};
  g_autofree char *his = sync_person_folder (self->ben);
  wait_until (sync_copy_sql_int (his, "SELECT count (*) FROM messages") == 151);
  g_assert_cmpuint (assert_same_history (self->server, all, 3), ==, 151);
  sync_server_start (self->server);
  wait_until (sync_person_push (self->anna) & sync_person_push (self->ben) &
              sync_person_push (device));
  remove_accounts (device);
  sync_person_free (device);
}

#define ADD(name_) g_test_add ("/accounts/" #name_, Talk, NULL, set_up, name_, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  ADD (works_without_a_keyring);
  ADD (compose_arrives_everywhere);
  ADD (states_go_from_waiting_to_read);
  ADD (a_reply_shows_what_it_answers);
  ADD (delete_for_me_undo_and_settle);
  ADD (erase_for_everyone);
  ADD (people_are_found_by_prefix);
  ADD (drafts_are_kept);
  ADD (errors_name_their_field);
  ADD (offline_a_refusal_shows_later);
  ADD (a_second_device_has_it_all);
  return sync_tests_run ();
}

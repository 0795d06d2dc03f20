/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "client/account-calls.h"
#include "core/problem.h"

/* Proves what a person does with their own account: profile, password, its end; and who
 * has read a message, and reports. */

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
  SyncPerson *ben;
} Place;

static void
set_up (Place *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = sync_person_join ("anna", self->server);
  self->ben = sync_person_join ("ben", self->server);
}

static void
tear_down (Place *self, gconstpointer data)
{
  sync_person_sign_out (self->anna);
  sync_person_sign_out (self->ben);
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_server_free (self->server);
}

/* Waits for the call under way; NULL where it went well. */
static GError *
done (ParlourAccount *account, GAsyncResult **place)
{
  g_autoptr (GAsyncResult) result = await (place);
  GError *error = NULL;

  parlour_account_call_finish (account, result, &error);
  return error;
}

static ParlourUser *
me_after (ParlourAccount *account, GAsyncResult **place, GError **error)
{
  g_autoptr (GAsyncResult) result = await (place);

  return parlour_account_me_finish (account, result, error);
}

static ParlourUser *
change (ParlourAccount *account, ParlourMeChange fields, GError **error)
{
  GAsyncResult *place = NULL;

  parlour_account_change_me_async (account, &fields, NULL, result_cb, &place);
  return me_after (account, &place, error);
}

#define CHANGE(account, error, ...) change (account, (ParlourMeChange){__VA_ARGS__}, error)

static void
a_profile_is_changed_field_by_field (Place *self, gconstpointer data)
{
  ParlourAccount *anna = self->anna->account;
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  g_autoptr (ParlourUser) named = CHANGE (anna, &error, .display_name = "  Anna Berg ");
  g_assert_no_error (error);
  g_assert_cmpstr (named->display_name, ==, "Anna Berg");
  g_assert_cmpstr (parlour_account_get_display_name (anna), ==, "Anna Berg");

  g_autoptr (ParlourUser) mailed = CHANGE (anna, &error, .email = "anna@example.org");
  g_assert_cmpstr (mailed->email, ==, "anna@example.org");
  g_assert_cmpstr (mailed->display_name, ==, "Anna Berg");
  g_assert_null (CHANGE (anna, &error, .email = "nonsense"));
  g_assert_cmpstr (parlour_problem_get_field (error), ==, "email");
  g_clear_error (&error);
  g_autoptr (ParlourUser) without = CHANGE (anna, &error, .email = "");
  g_assert_null (without->email);

  g_autoptr (ParlourUser) hidden = CHANGE (anna, &error, .set_share_presence = TRUE);
  g_assert_false (hidden->share_presence);
  g_assert_true (hidden->share_read);
  parlour_account_show_me_async (anna, NULL, result_cb, &place);
  g_autoptr (ParlourUser) again = me_after (anna, &place, &error);
  g_assert_false (again->share_presence);
  g_assert_cmpint (again->joined_at, >, 0);
}

static gboolean
file_has (const char *path, const char *text)
{
  g_autofree char *contents = NULL;

  return g_file_get_contents (path, &contents, NULL, NULL) && strstr (contents, text) != NULL;
}

static void
the_name_outlives_the_program (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) named = CHANGE (self->anna->account, &error, .display_name = "Anna Berg");
  g_autofree char *path =
      g_build_filename (parlour_profile_get_config_dir (self->anna->profile), "accounts", NULL);

  g_assert_no_error (error);
  wait_until (file_has (path, "display-name=Anna Berg"));
}

static void
a_new_password_signs_the_others_out (Place *self, gconstpointer data)
{
  ParlourAccount *anna = self->anna->account;
  SyncPerson *phone = sync_person_new ("phone2");
  GAsyncResult *place = NULL;
  sync_person_sign_in (phone, self->server->address, "anna");

  parlour_account_set_password_async (anna, "not this one", "another long one", NULL, result_cb,
                                      &place);
  g_autoptr (GError) wrong = done (anna, &place);
  g_assert_error (wrong, PARLOUR_PROBLEM, PARLOUR_PROBLEM_FORBIDDEN);
  g_assert_cmpstr (parlour_problem_get_field (wrong), ==, "current");
  parlour_account_set_password_async (anna, PASSWORD, "short", NULL, result_cb, &place);
  g_autoptr (GError) weak = done (anna, &place);
  g_assert_error (weak, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_PASSWORD);
  g_assert_cmpint (sync_person_state (phone), ==, PARLOUR_ACCOUNT_ONLINE);

  parlour_account_set_password_async (anna, PASSWORD, "another long one", NULL, result_cb, &place);
  g_assert_no_error (done (anna, &place));
  sync_person_wait_state (phone, PARLOUR_ACCOUNT_SIGNED_OUT);
  g_assert_cmpint (sync_person_state (self->anna), ==, PARLOUR_ACCOUNT_ONLINE);
  sync_person_free (phone);
}

static void
an_account_is_deleted (Place *self, gconstpointer data)
{
  ParlourAccount *anna = self->anna->account;
  GAsyncResult *place = NULL;
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "Gone soon");
  wait_until (g_list_model_get_n_items (parlour_account_get_conversations (self->ben->account)) ==
              1);

  parlour_account_delete_me_async (anna, "not this one", TRUE, NULL, result_cb, &place);
  g_autoptr (GError) wrong = done (anna, &place);
  g_assert_cmpstr (parlour_problem_get_field (wrong), ==, "password");
  parlour_account_delete_me_async (anna, PASSWORD, TRUE, NULL, result_cb, &place);
  g_assert_no_error (done (anna, &place));
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);

  g_autoptr (ParlourMessageWindow) window = parlour_account_open_messages (self->ben->account, id);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (window)) == 1 &&
              parlour_message_item_get_deleted (message_at (window, 0)));
}

static GPtrArray *
list_receipts (ParlourAccount *account, const char *conversation, GError **error)
{
  GAsyncResult *place = NULL;

  parlour_account_list_receipts_async (account, conversation, 1, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  return parlour_account_list_finish (account, result, error);
}

static gboolean
is_read (ParlourAccount *account, const char *conversation)
{
  g_autoptr (GPtrArray) receipts = list_receipts (account, conversation, NULL);
  const ParlourReceipt *receipt = receipts->pdata[0];

  return receipt->delivered && receipt->read;
}

static void
who_has_read_a_message_is_told_to_its_sender (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "Read me");
  wait_until (g_list_model_get_n_items (parlour_account_get_conversations (self->ben->account)) ==
              1);

  g_autoptr (GPtrArray) receipts = list_receipts (self->anna->account, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipts->len, ==, 1);
  const ParlourReceipt *receipt = receipts->pdata[0];
  g_assert_cmpstr (receipt->user->username, ==, "ben");
  g_assert_false (receipt->read);
  parlour_account_mark_read (self->ben->account, id, 1);
  wait_until (is_read (self->anna->account, id));
  g_assert_null (list_receipts (self->ben->account, id, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_FORBIDDEN);
}

static void
others_are_reported_with_a_reason (Place *self, gconstpointer data)
{
  ParlourAccount *ben = self->ben->account;
  GAsyncResult *place = NULL;
  g_autofree char *id = sync_person_compose (self->anna, "ben", NULL, "Rude");
  wait_until (g_list_model_get_n_items (parlour_account_get_conversations (ben)) == 1);

  parlour_account_report_message_async (ben, id, 1, "Rude words", NULL, result_cb, &place);
  g_assert_no_error (done (ben, &place));
  parlour_account_report_message_async (ben, id, 1, "", NULL, result_cb, &place);
  g_autoptr (GError) empty = done (ben, &place);
  g_assert_cmpstr (parlour_problem_get_field (empty), ==, "reason");
  const char *anna = parlour_account_get_user_id (self->anna->account);
  parlour_account_report_user_async (ben, anna, "Always rude", NULL, result_cb, &place);
  g_assert_no_error (done (ben, &place));
  parlour_account_report_message_async (self->anna->account, id, 1, "Mine", NULL, result_cb,
                                        &place);
  g_autoptr (GError) own = done (self->anna->account, &place);
  g_assert_error (own, PARLOUR_PROBLEM, PARLOUR_PROBLEM_FORBIDDEN);
}

#define ADD(name) g_test_add ("/me/" #name, Place, NULL, set_up, name, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  ADD (a_profile_is_changed_field_by_field);
  ADD (the_name_outlives_the_program);
  ADD (a_new_password_signs_the_others_out);
  ADD (an_account_is_deleted);
  ADD (who_has_read_a_message_is_told_to_its_sender);
  ADD (others_are_reported_with_a_reason);
  return sync_tests_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-pin-accounts"

#include "sync-fixture.h"
#include "tls-front.h"

#include "client/account-private.h"
#include "core/problem.h"

/* Proves that an account keeps to the key that it was made with: over starts, over addresses, and
 * when somebody else answers in its server's place. */

static TlsKey *right;
static TlsKey *wrong;

static TlsCard
usual (TlsKey *key)
{
  return (TlsCard){.key = key, .name = "Parlour", .days_from = -1, .days_to = 36500};
}

static ParlourAccount *
join (SyncPerson *person, ParlourDestination *destination, const char *username)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_accounts_join_async (person->accounts, destination, username, NULL, PASSWORD, NULL,
                               result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  person->account = parlour_accounts_join_finish (person->accounts, result, &error);
  g_assert_no_error (error);
  sync_person_wait_state (person, PARLOUR_ACCOUNT_ONLINE);
  return person->account;
}

static gboolean
has_problem (SyncPerson *person, ParlourClientError code)
{
  return g_error_matches (parlour_account_get_problem (person->account), PARLOUR_CLIENT_ERROR,
                          (int)code);
}

/* The key changes under an account that is signed in: it stays away, says why, loses nothing, and
 * goes on by itself once the right one is back. */
static void
test_changed_key (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard right_card = usual (right), wrong_card = usual (wrong);
  TlsFront *front = tls_front_new (&right_card, server->port);
  SyncPerson *ada = sync_person_new ("ada-pins");
  SyncPerson *ben = sync_person_new ("ben-pins");
  g_autoptr (ParlourDestination) destination = tls_front_to_destination (front, right);

  join (ada, destination, "ada");
  join (ben, destination, "ben");
  g_autofree char *conversation = sync_person_compose (ada, "ben", NULL, "one");
  tls_front_show (front, &wrong_card);
  wait_until (has_problem (ada, PARLOUR_CLIENT_ERROR_OTHER_KEY));
  g_assert_cmpint (sync_person_state (ada), ==, PARLOUR_ACCOUNT_OFFLINE);
  guint told = tls_front_count_bytes (front);
  g_autofree char *waiting = sync_person_send (ada, conversation, "two");
  g_assert_cmpuint (parlour_account_get_waiting (ada->account), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (parlour_account_get_conversations (ada->account)), ==,
                    1);
  g_assert_cmpuint (tls_front_count_bytes (front), ==, told);

  tls_front_show (front, &right_card);
  wait_until (sync_person_push (ada) && parlour_account_get_waiting (ada->account) == 0);
  g_assert_null (parlour_account_get_problem (ada->account));
  wait_until (sync_person_push (ben) &&
              find_body (parlour_account_get_received (ben->account), "two") != NULL);
  sync_person_free (ada);
  sync_person_free (ben);
  tls_front_free (front);
  sync_server_free (server);
}

static void
assert_cannot_sign_in_again (SyncPerson *person)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_account_sign_in_again_async (person->account, PASSWORD, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_sign_in_again_finish (person->account, result, &error);
  g_assert_error (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_OTHER_KEY);
}

/* The pin is in the file of the accounts: the next start has it before anything is sent. */
static void
test_pin_is_kept (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard right_card = usual (right), wrong_card = usual (wrong);
  TlsFront *front = tls_front_new (&right_card, server->port);
  SyncPerson *ada = sync_person_new ("ada-keeps");
  g_autoptr (ParlourDestination) destination = tls_front_to_destination (front, right);
  ParlourFingerprint pin = tls_key_fingerprint (right);
  g_autofree char *text = parlour_fingerprint_to_text (&pin);

  join (ada, destination, "ada");
  sync_person_free (ada);
  tls_front_show (front, &wrong_card);
  guint told = tls_front_count_bytes (front);
  ada = sync_person_new ("ada-keeps");
  sync_person_load (ada);
  g_assert_cmpstr (parlour_account_get_fingerprint (ada->account), ==, text);
  g_assert_cmpint (parlour_account_get_last_seen (ada->account), >, 0);
  assert_cannot_sign_in_again (ada);
  g_assert_cmpuint (tls_front_count_bytes (front), ==, told);
  sync_person_free (ada);
  tls_front_free (front);
  sync_server_free (server);
}

static void
test_moves_by_pin (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard right_card = usual (right), wrong_card = usual (wrong);
  TlsFront *old_front = tls_front_new (&right_card, server->port);
  TlsFront *stranger = tls_front_new (&wrong_card, server->port);
  SyncPerson *ada = sync_person_new ("ada-moves");
  g_autoptr (ParlourDestination) destination = tls_front_to_destination (old_front, right);

  join (ada, destination, "ada");
  tls_front_free (old_front);
  sync_person_wait_state (ada, PARLOUR_ACCOUNT_OFFLINE);
  g_autofree char *strange = tls_front_to_address (stranger);
  TlsFront *new_front = tls_front_new (&right_card, server->port);
  g_autofree char *address = tls_front_to_address (new_front);

  parlour_accounts_follow (ada->accounts, strange);
  wait_until (tls_front_count_handshakes (stranger) > 0);
  parlour_accounts_follow (ada->accounts, address);
  wait_until (sync_person_push (ada) && sync_person_state (ada) == PARLOUR_ACCOUNT_ONLINE);
  g_assert_cmpstr (parlour_account_get_server (ada->account), ==, address);
  g_assert_cmpuint (tls_front_count_bytes (stranger), ==, 0);
  sync_person_free (ada);
  tls_front_free (stranger);
  tls_front_free (new_front);
  sync_server_free (server);
}

/* An account knows two addresses: when the one in use dies, it takes the other by itself. */
static void
test_takes_the_other_address (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard card = usual (right);
  TlsFront *first = tls_front_new (&card, server->port);
  TlsFront *second = tls_front_new (&card, server->port);
  SyncPerson *ada = sync_person_new ("ada-roams");
  g_autofree char *a = tls_front_to_address (first);
  g_autofree char *b = tls_front_to_address (second);
  const char *const addresses[] = {a, b, NULL};
  ParlourFingerprint pin = tls_key_fingerprint (right);
  g_autoptr (ParlourDestination) destination =
      parlour_destination_new (&(ParlourDestination){.addresses = addresses, .pin = &pin});

  join (ada, destination, "ada");
  g_assert_cmpstr (parlour_account_get_server (ada->account), ==, a);
  tls_front_free (first);
  wait_until (g_strcmp0 (parlour_account_get_server (ada->account), b) == 0);
  sync_person_wait_state (ada, PARLOUR_ACCOUNT_ONLINE);
  sync_person_free (ada);
  tls_front_free (second);
  sync_server_free (server);
}

/* What the server itself says of its addresses and its computer is kept, for the day it is gone. */
static void
test_learns_where_else (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard card = usual (right);
  TlsFront *front = tls_front_new (&card, server->port);
  SyncPerson *ada = sync_person_new ("ada-learns");
  g_autoptr (ParlourDestination) destination = tls_front_to_destination (front, right);
  g_autofree char *other = g_strdup_printf ("https://127.0.0.1:%u", server->port);

  join (ada, destination, "ada");
  wait_until (g_strv_contains (
      (const char *const *)parlour_account_get_entry (ada->account)->addresses, other));
  g_autofree char *address = tls_front_to_address (front);
  g_assert_cmpstr (parlour_account_get_server (ada->account), ==, address);
  sync_person_free (ada);
  tls_front_free (front);
  sync_server_free (server);
}

/* What only this computer reaches stands last in a link for another one. */
static void
test_device_link_names_others_first (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard card = usual (right);
  TlsFront *front = tls_front_new (&card, server->port);
  SyncPerson *ada = sync_person_new ("ada-names");
  g_autoptr (ParlourDestination) destination = tls_front_to_destination (front, right);
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;

  join (ada, destination, "ada");
  ParlourAccountEntry *entry = (ParlourAccountEntry *)parlour_account_get_entry (ada->account);
  parlour_account_entry_add_address (entry, "https://192.0.2.7:7447");
  parlour_account_entry_add_address (entry, destination->addresses[0]);
  parlour_account_make_device_link_async (ada->account, NULL, result_cb, &place);
  GAsyncResult *result = await (&place);
  g_autofree char *text = parlour_account_make_device_link_finish (ada->account, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  g_autoptr (ParlourDestination) link = parlour_destination_parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (link->addresses[0], ==, "https://192.0.2.7:7447");
  g_assert_true (g_strv_contains (link->addresses, destination->addresses[0]));

  sync_person_free (ada);
  tls_front_free (front);
  sync_server_free (server);
}

/* A device link made on one device signs another one in, once. */
static void
test_device_link (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard card = usual (right);
  TlsFront *front = tls_front_new (&card, server->port);
  SyncPerson *ada = sync_person_new ("ada-links");
  SyncPerson *phone = sync_person_new ("ada-phone");
  g_autoptr (ParlourDestination) destination = tls_front_to_destination (front, right);
  g_autoptr (GError) error = NULL;
  GAsyncResult *place = NULL;

  join (ada, destination, "ada");
  parlour_account_make_device_link_async (ada->account, NULL, result_cb, &place);
  GAsyncResult *result = await (&place);
  g_autofree char *text = parlour_account_make_device_link_finish (ada->account, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  g_autoptr (ParlourDestination) link = parlour_destination_parse (text, &error);
  g_assert_no_error (error);
  parlour_accounts_add_device_async (phone->accounts, link, NULL, result_cb, &place);
  result = await (&place);
  phone->account = parlour_accounts_join_finish (phone->accounts, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  sync_person_wait_state (phone, PARLOUR_ACCOUNT_ONLINE);
  g_assert_cmpstr (parlour_account_get_username (phone->account), ==, "ada");

  parlour_accounts_add_device_async (phone->accounts, link, NULL, result_cb, &place);
  result = await (&place);
  g_assert_null (parlour_accounts_join_finish (phone->accounts, result, &error));
  g_clear_object (&result);
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVITE_REFUSED);
  g_clear_error (&error);
  parlour_accounts_join_async (phone->accounts, link, "ben", NULL, PASSWORD, NULL, result_cb,
                               &place);
  result = await (&place);
  g_assert_null (parlour_accounts_join_finish (phone->accounts, result, &error));
  g_clear_object (&result);
  g_assert_error (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_WRONG_LINK);
  sync_person_free (ada);
  sync_person_free (phone);
  tls_front_free (front);
  sync_server_free (server);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  right = tls_key_new ();
  wrong = tls_key_new ();
  g_test_add_func ("/pin-accounts/changed-key", test_changed_key);
  g_test_add_func ("/pin-accounts/pin-is-kept", test_pin_is_kept);
  g_test_add_func ("/pin-accounts/moves-by-pin", test_moves_by_pin);
  g_test_add_func ("/pin-accounts/takes-the-other-address", test_takes_the_other_address);
  g_test_add_func ("/pin-accounts/learns-where-else", test_learns_where_else);
  g_test_add_func ("/pin-accounts/device-link-names-others-first",
                   test_device_link_names_others_first);
  g_test_add_func ("/pin-accounts/device-link", test_device_link);
  int status = sync_tests_run ();
  tls_key_free (right);
  tls_key_free (wrong);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-pin"

#include "sync-fixture.h"
#include "tls-front.h"

#include "client/account-private.h"
#include "client/socket.h"
#include "client/wake.h"
#include "core/problem.h"

/* Proves that the pin decides who is spoken to, and nothing else: no authority, no name, no date;
 * and that whoever lacks the key hears nothing. */

static TlsKey *authority;
static TlsKey *right;
static TlsKey *wrong;

/* What the desktop trusts in these tests: the authority "Test". */
static void
trust_authority (void)
{
  const TlsCard card = {.key = authority, .name = "Test", .days_from = -1, .days_to = 10};
  g_autofree char *pem = tls_card_to_pem (&card, TRUE);
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "authority.pem", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static TlsCard
usual (TlsKey *key)
{
  return (TlsCard){.key = key, .name = "Parlour", .days_from = -1, .days_to = 36500};
}

static TlsCard public(TlsKey *key)
{
  return (TlsCard){
      .key = key, .name = "127.0.0.1", .days_from = -1, .days_to = 10, .issuer = authority};
}

static ParlourDestination *
make_destination (TlsFront *front, TlsKey *pinned)
{
  g_autofree char *address = tls_front_to_address (front);
  const char *const addresses[] = {address, NULL};
  ParlourFingerprint pin = pinned != NULL ? tls_key_fingerprint (pinned) : (ParlourFingerprint){0};

  return parlour_destination_new (
      &(ParlourDestination){.addresses = addresses, .pin = pinned != NULL ? &pin : NULL});
}

static ParlourPlace *
look_at (ParlourDestination *destination, GError **error)
{
  g_autoptr (ParlourProfile) profile = parlour_profile_new (NULL, NULL);
  g_autoptr (ParlourAccounts) accounts = parlour_accounts_new (profile);
  GAsyncResult *place = NULL;

  parlour_accounts_look_async (accounts, destination, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  return parlour_accounts_look_finish (accounts, result, error);
}

static ParlourPlace *
look (TlsFront *front, TlsKey *pinned, GError **error)
{
  g_autoptr (ParlourDestination) destination = make_destination (front, pinned);

  return look_at (destination, error);
}

static void
assert_passes (const TlsCard *card, TlsKey *pinned)
{
  TlsFront *front = tls_front_new (card, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place = look (front, pinned, &error);
  ParlourFingerprint shown = tls_key_fingerprint (card->key);
  g_autofree char *text = parlour_fingerprint_to_text (&shown);

  g_assert_no_error (error);
  g_assert_cmpstr (place->name, ==, "Front");
  g_assert_cmpstr (place->fingerprint, ==, text);
  g_assert_cmpint (place->pinned, ==, pinned != NULL);
  if (pinned != NULL)
    g_assert_cmpstr (place->identity, ==, text);
  else
    g_assert_cmpstr (place->identity, ==,
                     place->server + strlen ("https://")); /* the name that is vouched for */
  tls_front_free (front);
}

static void
assert_refused_by (TlsFront *front, TlsKey *pinned, TlsKey *shown, ParlourClientError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) place = look (front, pinned, &error);
  g_autofree char *address = tls_front_to_address (front);
  ParlourFingerprint fingerprint = tls_key_fingerprint (shown);

  g_assert_error (error, PARLOUR_CLIENT_ERROR, (int)code);
  g_assert_null (place);
  g_assert_true (
      parlour_fingerprint_equal (parlour_client_error_get_fingerprint (error), &fingerprint));
  g_assert_cmpstr (parlour_client_error_get_address (error), ==, address);
}

static void
assert_refused (const TlsCard *card, TlsKey *pinned, ParlourClientError code)
{
  TlsFront *front = tls_front_new (card, 0);

  assert_refused_by (front, pinned, card->key, code);
  g_assert_cmpuint (tls_front_count_handshakes (front), >, 0);
  g_assert_cmpuint (tls_front_count_bytes (front), ==, 0);
  tls_front_free (front);
}

static void
test_right_key (void)
{
  TlsCard card = usual (right);

  assert_passes (&card, right);
}

static void
test_right_key_in_any_card (void)
{
  TlsCard cards[] = {usual (right), usual (right), usual (right), public(right)};

  cards[0].days_from = -20; /* expired */
  cards[0].days_to = -10;
  cards[1].days_from = 10; /* not yet */
  cards[1].days_to = 20;
  cards[2].name = "somewhere.example"; /* of another name */
  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    assert_passes (&cards[i], right);
}

static void
test_other_key (void)
{
  TlsCard card = usual (wrong);

  assert_refused (&card, right, PARLOUR_CLIENT_ERROR_OTHER_KEY);
}

static void
test_other_key_of_a_public_authority (void)
{
  TlsCard card = public(wrong);

  assert_passes (&card, NULL); /* the authority is believed, where nothing is pinned */
  assert_refused (&card, right, PARLOUR_CLIENT_ERROR_OTHER_KEY);
}

static void
test_nobody_vouches (void)
{
  TlsCard cards[] = {usual (right), public(right), public(right)};

  cards[1].days_from = -20;
  cards[1].days_to = -10;
  cards[2].name = "somewhere.example";
  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    assert_refused (&cards[i], NULL, PARLOUR_CLIENT_ERROR_NOT_TRUSTED);
}

/* TLS sessions are resumed all over the process: what one pin let in is nothing to another. */
static void
test_resumed_session (void)
{
  TlsCard card = usual (right);
  TlsFront *front = tls_front_new (&card, 0);
  guint told = 0;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ParlourPlace) place = look (front, right, &error);
    g_assert_no_error (error);
  }
  told = tls_front_count_bytes (front);
  assert_refused_by (front, wrong, right, PARLOUR_CLIENT_ERROR_OTHER_KEY);
  assert_refused_by (front, NULL, right, PARLOUR_CLIENT_ERROR_NOT_TRUSTED);
  g_assert_cmpuint (tls_front_count_bytes (front), ==, told);
  tls_front_free (front);
}

static void
test_no_tls (void)
{
  SyncServer *server = sync_server_new ();
  const char *const addresses[] = {server->address, NULL};
  ParlourFingerprint pin = tls_key_fingerprint (right);
  g_autoptr (ParlourDestination) destination =
      parlour_destination_new (&(ParlourDestination){.addresses = addresses, .pin = &pin});
  g_autoptr (GError) error = NULL;

  g_assert_null (look_at (destination, &error));
  g_assert_error (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_OTHER_KEY);
  sync_server_free (server);
}

/* --- several addresses -------------------------------------------------------------------------
 */

static void
test_several_addresses (void)
{
  TlsCard wrong_card = usual (wrong), right_card = usual (right);
  TlsFront *gone = tls_front_new (&right_card, 0);
  TlsFront *stranger = tls_front_new (&wrong_card, 0);
  TlsFront *there = tls_front_new (&right_card, 0);
  g_autofree char *first = tls_front_to_address (gone);
  g_autofree char *second = tls_front_to_address (stranger);
  g_autofree char *third = tls_front_to_address (there);
  const char *const addresses[] = {first, second, third, NULL};
  ParlourFingerprint pin = tls_key_fingerprint (right);
  g_autoptr (ParlourDestination) destination =
      parlour_destination_new (&(ParlourDestination){.addresses = addresses, .pin = &pin});
  g_autoptr (GError) error = NULL;

  tls_front_free (gone);
  g_autoptr (ParlourPlace) place = look_at (destination, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (place->server, ==, third);
  g_assert_cmpuint (tls_front_count_bytes (stranger), ==, 0);
  tls_front_free (there);
  g_clear_pointer (&place, parlour_place_unref);
  g_assert_null (look_at (destination, &error)); /* of all reasons, the one that matters */
  g_assert_error (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_OTHER_KEY);
  tls_front_free (stranger);
}

/* --- the socket --------------------------------------------------------------------------------
 */

static void
closed_cb (ParlourSocket *socket, guint code, const GError *error, gpointer place)
{
  *(GError **)place = g_error_copy (error);
}

static void
test_socket (void)
{
  TlsCard card = usual (wrong);
  TlsFront *front = tls_front_new (&card, 0);
  g_autofree char *address = tls_front_to_address (front);
  ParlourFingerprint pin = tls_key_fingerprint (right);
  g_autoptr (ParlourHttp) http = parlour_http_new (address, &pin);
  g_autoptr (GError) error = NULL;

  parlour_http_set_token (http, "secret");
  g_autoptr (ParlourSocket) socket = parlour_socket_new (http);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), &error);
  wait_until (error != NULL);
  g_assert_error (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_OTHER_KEY);
  g_assert_cmpuint (tls_front_count_bytes (front), ==, 0);
  tls_front_free (front);
}

/* --- an account --------------------------------------------------------------------------------
 */

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
  TlsCard right_card = usual (right), wrong_card = public(wrong);
  TlsFront *front = tls_front_new (&right_card, server->port);
  SyncPerson *ada = sync_person_new ("ada-pins");
  SyncPerson *ben = sync_person_new ("ben-pins");
  g_autoptr (ParlourDestination) destination = make_destination (front, right);

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
  g_autoptr (ParlourDestination) destination = make_destination (front, right);
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
  g_autoptr (ParlourDestination) destination = make_destination (old_front, right);

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
  g_autoptr (ParlourDestination) destination = make_destination (front, right);
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

/* A device link made on one device signs another one in, once. */
static void
test_device_link (void)
{
  SyncServer *server = sync_server_new ();
  TlsCard card = usual (right);
  TlsFront *front = tls_front_new (&card, server->port);
  SyncPerson *ada = sync_person_new ("ada-links");
  SyncPerson *phone = sync_person_new ("ada-phone");
  g_autoptr (ParlourDestination) destination = make_destination (front, right);
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

static void
test_wake (void)
{
  static const char *const bad[] = {"",
                                    "02:00:00:00:00",
                                    "00:00:00:00:00:00",
                                    "01:00:5e:00:00:01",
                                    "02:00:00:00:00:0g",
                                    "02-00-00-00-00-01"};
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (parlour_wake_is_mac (bad[i]));
  g_assert_true (parlour_wake_is_mac ("02:42:aC:11:00:02"));
  parlour_wake_async ("nonsense", NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_assert_false (parlour_wake_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* Broadcasts come back to the computer that sends them, so the packet can be looked at here. */
static void
test_wake_packet (void)
{
  static const guint8 mac[] = {0x02, 0x42, 0xac, 0x11, 0x00, 0x02};
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, 9);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  GAsyncResult *place = NULL;
  guint8 packet[200];

  if (!g_socket_bind (socket, address, TRUE, NULL)) {
    g_test_skip ("the port of Wake-on-LAN needs root");
    return;
  }
  g_socket_set_timeout (socket, 5);
  parlour_wake_async ("02:42:ac:11:00:02", NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  if (!parlour_wake_finish (result, NULL)) {
    g_test_skip ("this computer is in no network");
    return;
  }
  g_assert_cmpint (g_socket_receive (socket, (char *)packet, sizeof packet, NULL, NULL), ==, 102);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (packet[i], ==, 0xff);
  for (guint i = 0; i < 16; i++)
    g_assert_cmpmem (packet + 6 + 6 * i, 6, mac, 6);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  authority = tls_key_new ();
  right = tls_key_new ();
  wrong = tls_key_new ();
  trust_authority ();
  g_test_add_func ("/pin/right-key", test_right_key);
  g_test_add_func ("/pin/right-key-in-any-card", test_right_key_in_any_card);
  g_test_add_func ("/pin/other-key", test_other_key);
  g_test_add_func ("/pin/other-key-of-a-public-authority", test_other_key_of_a_public_authority);
  g_test_add_func ("/pin/nobody-vouches", test_nobody_vouches);
  g_test_add_func ("/pin/resumed-session", test_resumed_session);
  g_test_add_func ("/pin/no-tls", test_no_tls);
  g_test_add_func ("/pin/several-addresses", test_several_addresses);
  g_test_add_func ("/pin/socket", test_socket);
  g_test_add_func ("/pin/changed-key", test_changed_key);
  g_test_add_func ("/pin/is-kept", test_pin_is_kept);
  g_test_add_func ("/pin/moves-by-pin", test_moves_by_pin);
  g_test_add_func ("/pin/takes-the-other-address", test_takes_the_other_address);
  g_test_add_func ("/pin/learns-where-else", test_learns_where_else);
  g_test_add_func ("/pin/device-link", test_device_link);
  g_test_add_func ("/pin/wake", test_wake);
  g_test_add_func ("/pin/wake-packet", test_wake_packet);
  int status = sync_tests_run ();
  tls_key_free (authority);
  tls_key_free (right);
  tls_key_free (wrong);
  return status;
}

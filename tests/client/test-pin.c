/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-pin"

#include "sync-fixture.h"
#include "tls-front.h"

#include "client/socket.h"

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

static TlsCard
vouched_for (TlsKey *key)
{
  return (TlsCard){
      .key = key, .name = "127.0.0.1", .days_from = -1, .days_to = 10, .issuer = authority};
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
  g_autoptr (ParlourDestination) destination = tls_front_to_destination (front, pinned);

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
  TlsCard cards[] = {usual (right), usual (right), usual (right), vouched_for (right)};

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
  TlsCard card = vouched_for (wrong);

  assert_passes (&card, NULL); /* the authority is believed, where nothing is pinned */
  assert_refused (&card, right, PARLOUR_CLIENT_ERROR_OTHER_KEY);
}

static void
test_nobody_vouches (void)
{
  TlsCard cards[] = {usual (right), vouched_for (right), vouched_for (right)};

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
  int status = sync_tests_run ();
  tls_key_free (authority);
  tls_key_free (right);
  tls_key_free (wrong);
  return status;
}

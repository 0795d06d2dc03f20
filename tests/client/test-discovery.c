/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-discovery"

#include "avahi-fake.h"
#include "sync-fixture.h"
#include "tls-front.h"

#include "client/discovery.h"

/* Proves that servers nearby come and go in the list, that what they say is taken for a stranger's
 * word, and that an account follows its server by the pin alone. */

#define OTHER_KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static AvahiFake *avahi;

static guint
count (ParlourDiscovery *discovery)
{
  return g_list_model_get_n_items (G_LIST_MODEL (discovery));
}

static ParlourFoundServer *
server_at (ParlourDiscovery *discovery, guint position)
{
  ParlourFoundServer *server = g_list_model_get_item (G_LIST_MODEL (discovery), position);

  g_assert_nonnull (server);
  g_object_unref (server);
  return server;
}

static guint
count_addresses (ParlourFoundServer *server)
{
  return g_strv_length ((char **)parlour_found_server_get_addresses (server));
}

static void
test_without_avahi (void)
{
  g_autoptr (ParlourDiscovery) discovery = parlour_discovery_new (NULL, avahi_fake_get_bus (avahi));

  for (guint i = 0; i < 20; i++)
    main_loop_turn ();
  g_assert_false (parlour_discovery_get_available (discovery));
  avahi_fake_start (avahi);
  wait_until (parlour_discovery_get_available (discovery));
  avahi_fake_stop (avahi);
  wait_until (!parlour_discovery_get_available (discovery));
  avahi_fake_start (avahi);
  wait_until (parlour_discovery_get_available (discovery));
}

static void
test_come_and_go (void)
{
  const AvahiFakeService four = {.interface = 2,
                                 .protocol = 0,
                                 .name = "Elm Street",
                                 .address = "192.168.7.5",
                                 .port = 7447,
                                 .txt = {"v=1", "name=Elm Street 7", "fp=" OTHER_KEY}};
  AvahiFakeService six = four, second = four;
  g_autoptr (ParlourDiscovery) discovery = parlour_discovery_new (NULL, avahi_fake_get_bus (avahi));

  six.protocol = 1;
  six.address = "fd00::5";
  second.name = "Attic";
  second.txt[1] = "name=Attic";
  avahi_fake_announce (avahi, &six);
  avahi_fake_announce (avahi, &four);
  wait_until (count (discovery) == 1 && count_addresses (server_at (discovery, 0)) == 2);
  ParlourFoundServer *server = server_at (discovery, 0);
  g_assert_cmpstr (parlour_found_server_get_name (server), ==, "Elm Street 7");
  g_assert_cmpstr (parlour_found_server_get_addresses (server)[0], ==, "https://192.168.7.5:7447");
  g_assert_cmpstr (parlour_found_server_get_addresses (server)[1], ==, "https://[fd00::5]:7447");
  g_assert_false (parlour_found_server_get_known (server));
  g_autoptr (ParlourDestination) destination = parlour_found_server_to_destination (server);
  g_autofree char *pin = parlour_fingerprint_to_text (destination->pin);
  g_assert_cmpstr (pin, ==, OTHER_KEY);

  avahi_fake_announce (avahi, &second);
  wait_until (count (discovery) == 2);
  g_assert_cmpstr (parlour_found_server_get_name (server_at (discovery, 0)), ==, "Attic");
  avahi_fake_withdraw (avahi, &four);
  wait_until (count_addresses (server_at (discovery, 1)) == 1);
  avahi_fake_withdraw (avahi, &six);
  wait_until (count (discovery) == 1);
  avahi_fake_stop (avahi); /* with Avahi, all that it said is gone */
  wait_until (count (discovery) == 0);
  avahi_fake_start (avahi);
  wait_until (count (discovery) == 1);
  avahi_fake_withdraw (avahi, &second);
  wait_until (count (discovery) == 0);
}

/* A computer gets another address while its name stays, and nobody took leave. */
static void
test_address_changes (void)
{
  AvahiFakeService service = {.interface = 2,
                              .name = "Elm Street",
                              .address = "192.168.7.5",
                              .port = 7447,
                              .txt = {"v=1", "name=Elm Street 7", "fp=" OTHER_KEY}};
  g_autoptr (ParlourDiscovery) discovery = parlour_discovery_new (NULL, avahi_fake_get_bus (avahi));

  avahi_fake_announce (avahi, &service);
  wait_until (count (discovery) == 1);
  g_autoptr (ParlourFoundServer) server = g_object_ref (server_at (discovery, 0));
  service.address = "192.168.9.6";
  avahi_fake_tell_again (avahi);
  wait_until (
      g_strcmp0 (parlour_found_server_get_addresses (server)[0], "https://192.168.9.6:7447") == 0);
  g_assert_cmpuint (count_addresses (server), ==, 1);
  g_assert_true (server_at (discovery, 0) == server);
  service.txt[1] = "name=Oak Street 1"; /* another place there now */
  service.txt[2] = NULL;
  avahi_fake_tell_again (avahi);
  wait_until (
      g_str_equal (parlour_found_server_get_name (server_at (discovery, 0)), "Oak Street 1"));
  g_assert_cmpuint (count (discovery), ==, 1);
  avahi_fake_withdraw (avahi, &service);
  wait_until (count (discovery) == 0 && avahi_fake_count_resolvers (avahi) == 0);
}

/* A name that turns the line around, a fingerprint that is none, an address of no use: the first is
 * cleaned, the second ignored, the third not shown. */
static void
test_hostile (void)
{
  const AvahiFakeService odd = {.interface = 2,
                                .name = "x",
                                .address = "192.168.7.6",
                                .port = 1,
                                .txt = {"name=Elm\xe2\x80\xae Street\a", "fp=short", "=", "x"}};
  const AvahiFakeService useless[] = {
      {.interface = 2, .protocol = 1, .name = "a", .address = "fe80::1", .port = 1},
      {.interface = 2, .name = "b", .address = "0.0.0.0", .port = 1},
      {.interface = 2, .name = "c", .address = "224.0.0.1", .port = 1},
      {.interface = 2, .name = "d", .address = "192.168.7.7", .port = 0},
      {.interface = 2, .name = "e", .address = "evil.example", .port = 1},
  };
  g_autoptr (ParlourDiscovery) discovery = parlour_discovery_new (NULL, avahi_fake_get_bus (avahi));

  for (gsize i = 0; i < G_N_ELEMENTS (useless); i++)
    avahi_fake_announce (avahi, &useless[i]);
  avahi_fake_announce (avahi, &odd); /* asked about last, so answered last */
  wait_until (count (discovery) > 0);
  g_assert_cmpuint (count (discovery), ==, 1);
  g_assert_cmpstr (parlour_found_server_get_name (server_at (discovery, 0)), ==, "Elm Street");
  g_assert_null (parlour_found_server_get_fingerprint (server_at (discovery, 0)));
  for (gsize i = 0; i < G_N_ELEMENTS (useless); i++)
    avahi_fake_withdraw (avahi, &useless[i]);
  avahi_fake_withdraw (avahi, &odd);
}

/* --- accounts ----------------------------------------------------------------------------------
 */

static SyncPerson *
join (const char *name, TlsFront *front, TlsKey *key)
{
  SyncPerson *person = sync_person_new (name);
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  ParlourFingerprint pin = tls_key_fingerprint (key);
  g_autofree char *address = tls_front_to_address (front);
  const char *const addresses[] = {address, NULL};
  g_autoptr (ParlourDestination) destination =
      parlour_destination_new (&(ParlourDestination){.addresses = addresses, .pin = &pin});

  parlour_accounts_join_async (person->accounts, destination, name, NULL, PASSWORD, NULL, result_cb,
                               &place);
  g_autoptr (GAsyncResult) result = await (&place);
  person->account = parlour_accounts_join_finish (person->accounts, result, &error);
  g_assert_no_error (error);
  sync_person_wait_state (person, PARLOUR_ACCOUNT_ONLINE);
  return person;
}

static char *
fp_line (TlsKey *key)
{
  ParlourFingerprint fingerprint = tls_key_fingerprint (key);
  g_autofree char *text = parlour_fingerprint_to_text (&fingerprint);

  return g_strconcat ("fp=", text, NULL);
}

/* The server comes back at another address. First somebody else announces its key from an address
 * where they have not got it: nobody goes there. */
static void
test_known_account_follows (void)
{
  TlsKey *right = tls_key_new (), *wrong = tls_key_new ();
  const TlsCard right_card = {.key = right, .name = "P", .days_from = -1, .days_to = 10};
  const TlsCard wrong_card = {.key = wrong, .name = "P", .days_from = -1, .days_to = 10};
  SyncServer *server = sync_server_new ();
  TlsFront *old_front = tls_front_new (&right_card, server->port);
  TlsFront *liar = tls_front_new (&wrong_card, server->port);
  SyncPerson *ada = join ("ada", old_front, right);
  g_autofree char *line = fp_line (right);
  g_autofree char *other_line = fp_line (wrong);
  g_autofree char *name_line =
      g_strconcat ("name=", parlour_account_get_place_name (ada->account), NULL);
  AvahiFakeService lie = {.interface = 2,
                          .name = "a",
                          .address = "127.0.0.1",
                          .port = tls_front_get_port (liar),
                          .txt = {name_line, line}};
  AvahiFakeService truth = lie, stranger = lie;
  ParlourDiscovery *discovery = parlour_discovery_new (ada->accounts, avahi_fake_get_bus (avahi));

  tls_front_free (old_front);
  sync_person_wait_state (ada, PARLOUR_ACCOUNT_OFFLINE);
  avahi_fake_announce (avahi, &lie);
  wait_until (tls_front_count_handshakes (liar) > 0);
  TlsFront *new_front = tls_front_new (&right_card, server->port);
  g_autofree char *address = tls_front_to_address (new_front);
  truth.name = "b";
  truth.port = tls_front_get_port (new_front);
  avahi_fake_announce (avahi, &truth);
  wait_until (sync_person_push (ada) && sync_person_state (ada) == PARLOUR_ACCOUNT_ONLINE);
  g_assert_cmpstr (parlour_account_get_server (ada->account), ==, address);
  g_assert_cmpuint (tls_front_count_bytes (liar), ==, 0);
  g_assert_true (parlour_found_server_get_known (server_at (discovery, 0)));

  stranger.name = "c"; /* our place's name, another key: it says so */
  stranger.address = "192.168.7.9";
  stranger.txt[1] = other_line;
  avahi_fake_announce (avahi, &stranger);
  wait_until (count (discovery) == 3);
  guint n_other = 0;
  for (guint i = 0; i < 3; i++)
    n_other += parlour_found_server_get_other_key (server_at (discovery, i));
  g_assert_cmpuint (n_other, ==, 1);
  avahi_fake_withdraw (avahi, &lie);
  avahi_fake_withdraw (avahi, &truth);
  avahi_fake_withdraw (avahi, &stranger);
  g_object_unref (discovery);
  sync_person_free (ada);
  tls_front_free (liar);
  tls_front_free (new_front);
  sync_server_free (server);
  tls_key_free (right);
  tls_key_free (wrong);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  avahi = avahi_fake_new ();
  g_test_add_func ("/discovery/without-avahi", test_without_avahi);
  g_test_add_func ("/discovery/come-and-go", test_come_and_go);
  g_test_add_func ("/discovery/address-changes", test_address_changes);
  g_test_add_func ("/discovery/hostile", test_hostile);
  g_test_add_func ("/discovery/known-account-follows", test_known_account_follows);
  int status = sync_tests_run ();
  avahi_fake_free (avahi);
  return status;
}

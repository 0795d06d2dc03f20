/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-accounts-follow"

#include "sync-fixture.h"

/* This file proves that accounts go along when their own server answers at another address, and not
 * to a server that is another one. */

static void
start_elsewhere (SyncServer *server)
{
  guint16 before = server->port;

  sync_server_stop (server);
  server->port = 0;
  sync_server_start (server);
  g_assert_cmpuint (server->port, !=, before);
}

static void
test_same_server_on_another_port (void)
{
  SyncServer *server = sync_server_new ();
  SyncPerson *ada = sync_person_new ("follow");
  sync_person_register (ada, server->address, "ada");

  start_elsewhere (server);
  sync_person_wait_state (ada, PARLOUR_ACCOUNT_OFFLINE);
  parlour_accounts_follow (ada->accounts, server->address);
  sync_person_wait_state (ada, PARLOUR_ACCOUNT_ONLINE);
  g_assert_cmpstr (parlour_account_get_server (ada->account), ==, server->address);
  sync_person_free (ada);
  sync_server_free (server);
}

static void
test_another_server (void)
{
  SyncServer *mine = sync_server_new ();
  SyncServer *other = sync_server_new ();
  SyncPerson *ada = sync_person_new ("stay");
  SyncPerson *ben = sync_person_new ("ben-stays");
  sync_person_register (ada, mine->address, "ada");
  sync_person_register (ben, other->address, "ben");

  /* Both are asked, the second answer proves that the first was there to be heard. */
  parlour_accounts_follow (ada->accounts, other->address);
  start_elsewhere (mine);
  parlour_accounts_follow (ada->accounts, mine->address);
  wait_until (g_strcmp0 (parlour_account_get_server (ada->account), mine->address) == 0);
  sync_person_wait_state (ada, PARLOUR_ACCOUNT_ONLINE);
  sync_person_free (ada);
  sync_person_free (ben);
  sync_server_free (mine);
  sync_server_free (other);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  g_test_add_func ("/accounts/follow/same-server-on-another-port",
                   test_same_server_on_another_port);
  g_test_add_func ("/accounts/follow/another-server", test_another_server);
  return sync_tests_run ();
}

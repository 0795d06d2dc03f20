/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

/* Who writes more than the server lets one person write waits as long as it says and goes on, so
 * that everything arrives once and in order; nobody else notices. */

#define WRITES   "12"
#define MESSAGES 15

static guint
count_from (gpointer window, const char *username)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (window); i++)
    n += parlour_message_item_get_seq (message_at (window, i)) > 0 &&
         g_strcmp0 (parlour_message_item_get_sender_name (message_at (window, i)), username) == 0;
  return n;
}

static void
everything_arrives_once (void)
{
  g_setenv ("PARLOUR_WRITES", WRITES, TRUE);
  SyncServer *server = sync_server_new ();
  SyncPerson *anna = sync_person_new ("anna");
  SyncPerson *ben = sync_person_new ("ben");
  SyncPerson *both[] = {anna, ben};

  sync_person_register (anna, server->address, "anna");
  sync_person_register (ben, server->address, "ben");
  g_autofree char *conversation = sync_person_compose (anna, "ben", NULL, "hello");
  wait_until (parlour_account_get_conversation (ben->account, conversation) != NULL);
  for (guint i = 0; i < MESSAGES; i++) {
    g_autofree char *body = g_strdup_printf ("%u", i);
    g_autofree char *client_id = sync_person_send (anna, conversation, body);
  }
  parlour_account_set_pinned (anna->account, conversation, TRUE);
  g_autoptr (ParlourMessageWindow) his = parlour_account_open_messages (ben->account, conversation);
  wait_until (count_from (his, "anna") >= 8);

  /* She has to wait now; he has not. */
  gint64 began = g_get_monotonic_time ();
  g_autofree char *answer = sync_person_send (ben, conversation, "slowly");
  wait_until (parlour_account_get_waiting (ben->account) == 0);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpuint (parlour_account_get_waiting (anna->account), >, 0);
  g_assert_cmpint (sync_person_state (anna), ==, PARLOUR_ACCOUNT_ONLINE);

  wait_seconds (60, count_from (his, "anna") == MESSAGES + 1);
  wait_seconds (60, parlour_account_get_waiting (anna->account) == 0);
  ParlourConversationItem *hers = parlour_account_get_conversation (anna->account, conversation);
  g_assert_true (parlour_conversation_item_get_pinned (hers));
  g_clear_object (&his);
  sync_server_stop (server);
  g_assert_cmpuint (assert_same_history (server, both, 2), ==, MESSAGES + 2);
  sync_person_free (anna);
  sync_person_free (ben);
  sync_server_free (server);
  g_unsetenv ("PARLOUR_WRITES");
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  g_test_add_func ("/client/limits/everything_arrives_once", everything_arrives_once);
  return sync_tests_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"
#include "sync-proxy.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Connections that break at any byte, servers and clients that are killed: afterwards the server
 * and all copies hold the same messages under the same numbers, each once. */

#define LOAD 200 /* messages of each person */

typedef struct {
  SyncServer *server;
  SyncProxy *proxy;
  SyncPerson *anna; /* through the proxy */
  SyncPerson *ben;
  char *conversation;
  guint n_queued; /* messages that are durable in an outbox */
} Cuts;

static char *
own_name (const char *name)
{
  static guint n;

  return g_strdup_printf ("%s-%u", name, n++);
}

static SyncPerson *
join (const char *name, const char *address)
{
  g_autofree char *profile = own_name (name);
  SyncPerson *person = sync_person_new (profile);

  sync_person_register (person, address, name);
  return person;
}

static void
set_up (Cuts *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->proxy = sync_proxy_new (self->server->port);
  self->anna = join ("anna", self->proxy->address);
  self->ben = join ("ben", self->server->address);
  self->conversation = sync_person_compose (self->anna, "ben", NULL, "first");
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);
}

static void
tear_down (Cuts *self, gconstpointer data)
{
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_proxy_free (self->proxy);
  sync_server_free (self->server);
  g_free (self->conversation);
}

static gint64
count_messages (SyncPerson *person)
{
  g_autofree char *folder = sync_person_folder (person);

  return sync_copy_sql_int (folder, "SELECT count (*) FROM messages");
}

/* Nothing waits on either side, and both have heard all. */
static gboolean
is_settled (Cuts *self, gint64 n)
{
  gboolean online = sync_person_push (self->anna) & sync_person_push (self->ben);

  return online && parlour_account_get_waiting (self->anna->account) == 0 &&
         parlour_account_get_waiting (self->ben->account) == 0 && count_messages (self->ben) >= n &&
         count_messages (self->anna) >= n;
}

static void
assert_all_the_same (Cuts *self, guint n)
{
  SyncPerson *both[] = {self->anna, self->ben};

  if (self->server->process != NULL)
    sync_server_stop (self->server);
  g_assert_cmpuint (assert_same_history (self->server, both, 2), ==, n);
}

/* The whole exchange of a new connection and one message, cut after @bytes. */
static void
send_over_cut (Cuts *self, gint64 bytes, guint n)
{
  g_autofree char *body = g_strdup_printf ("cut at %" G_GINT64_FORMAT, bytes);

  sync_proxy_cut (self->proxy);
  sync_proxy_arm (self->proxy, bytes);
  g_autofree char *client_id = sync_person_send (self->anna, self->conversation, body);
  wait_until (is_settled (self, n));
}

static void
cut_at_each_byte (Cuts *self, gconstpointer data)
{
  gint64 step = g_test_slow () ? 1 : 13;
  guint n = 2;

  send_over_cut (self, -1, n++);
  send_over_cut (self, -1, n++); /* nothing of the first start is left: the length of all others */
  gint64 most = (gint64)sync_proxy_get_passed (self->proxy);
  g_assert_cmpint (most, >, 500);
  for (gint64 bytes = 1; bytes < most; bytes += step)
    send_over_cut (self, bytes, n++);
  g_assert_cmpuint (sync_proxy_get_cuts (self->proxy), >, (n - 4) * 3 / 2); /* some are shorter */
  assert_all_the_same (self, n - 1);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Cuts *self = data;
  g_autoptr (GError) error = NULL;

  parlour_account_send_finish (PARLOUR_ACCOUNT (source), result, NULL, &error);
  g_assert_no_error (error);
  self->n_queued++;
}

static void
queue_load (Cuts *self, SyncPerson *person, const char *who)
{
  for (guint i = 0; i < LOAD; i++) {
    g_autofree char *body = g_strdup_printf ("%s %u", who, i);
    parlour_account_send_async (person->account, self->conversation, NULL, body, 0, NULL, queued_cb,
                                self);
  }
}

static void
wait_for_conversation (Cuts *self)
{
  wait_until (g_list_model_get_n_items (parlour_account_get_conversations (self->ben->account)) ==
              1);
}

/* Cut again after a random number of bytes, until all has come through. */
static gboolean
settle_with_cuts (Cuts *self, guint n)
{
  static guint last;
  guint cuts = sync_proxy_get_cuts (self->proxy);

  if (cuts != last && cuts < 60)
    sync_proxy_arm (self->proxy, g_test_rand_int_range (1, 12000));
  last = cuts;
  return is_settled (self, n);
}

static void
cut_at_random_under_load (Cuts *self, gconstpointer data)
{
  wait_for_conversation (self);
  queue_load (self, self->anna, "anna");
  queue_load (self, self->ben, "ben");
  sync_proxy_arm (self->proxy, 5000);
  wait_seconds (60, settle_with_cuts (self, 2 * LOAD + 1));
  g_assert_cmpuint (sync_proxy_get_cuts (self->proxy), >, 5);
  assert_all_the_same (self, 2 * LOAD + 1);
}

static void
kill_the_server_under_load (Cuts *self, gconstpointer data)
{
  wait_for_conversation (self);
  queue_load (self, self->anna, "anna");
  queue_load (self, self->ben, "ben");
  for (guint i = 1; i <= 5; i++) {
    wait_until (sync_person_push (self->anna) & sync_person_push (self->ben));
    guint goal = MIN (i * LOAD / 4, LOAD);
    wait_until (2 * LOAD - parlour_account_get_waiting (self->anna->account) -
                    parlour_account_get_waiting (self->ben->account) >=
                goal);
    sync_server_kill (self->server);
    sync_server_start (self->server);
  }
  wait_seconds (60, is_settled (self, 2 * LOAD + 1));
  assert_all_the_same (self, 2 * LOAD + 1);
}

/* --- the client is killed ----------------------------------------------------------------------
 */

/* In the child: whatever was said on standard output is durable. */
static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *client_id = NULL;

  if (!parlour_account_send_finish (PARLOUR_ACCOUNT (source), result, &client_id, NULL))
    return;
  printf ("%s\n", client_id);
  fflush (stdout);
}

/* PROFILE ADDRESS USERNAME CONVERSATION: sends until it is killed; hides the first message. */
static int
child_main (char **arguments)
{
  SyncPerson *person = sync_person_new (arguments[0]);

  sync_person_load (person);
  sync_person_sign_in (person, arguments[1], arguments[2]);
  parlour_account_hide (person->account, arguments[3], 1);
  for (guint i = 0;; i++) {
    g_autofree char *body = g_strdup_printf ("child %u", i);
    parlour_account_send_async (person->account, arguments[3], NULL, body, 0, NULL, said_cb, NULL);
    main_loop_turn ();
  }
  return 0;
}

/* Returns what it said. */
static GPtrArray *
run_child (Cuts *self, const char *profile, guint lines)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", &error);
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path, "--child", profile,
                        self->server->address, "anna", self->conversation, NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  GPtrArray *said = g_ptr_array_new_with_free_func (g_free);
  char *line;

  while ((line = g_data_input_stream_read_line (out, NULL, NULL, NULL)) != NULL) {
    if (strlen (line) == 36)
      g_ptr_array_add (said, line);
    else
      g_free (line);
    if (said->len >= lines)
      g_subprocess_send_signal (child, SIGKILL);
  }
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
  g_assert_cmpuint (said->len, >=, lines);
  return said;
}

static void
assert_has_all (SyncPerson *person, GPtrArray *client_ids)
{
  g_autofree char *folder = sync_person_folder (person);

  for (guint i = 0; i < client_ids->len; i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM messages WHERE client_id = '%s'",
                                            (char *)g_ptr_array_index (client_ids, i));
    g_assert_cmpint (sync_copy_sql_int (folder, sql), ==, 1);
  }
}

static void
kill_the_client (Cuts *self, gconstpointer data)
{
  g_autofree char *profile = g_strdup (parlour_profile_get_name (self->anna->profile));

  sync_person_free (self->anna);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GPtrArray) said = run_child (self, profile, (guint)g_test_rand_int_range (1, 40));

    self->anna = sync_person_new (profile);
    sync_person_load (self->anna);
    g_assert_cmpint (sync_person_state (self->anna), !=, PARLOUR_ACCOUNT_ONLINE);
    sync_person_sign_in (self->anna, self->server->address, "anna");
    wait_until (parlour_account_get_waiting (self->anna->account) == 0);
    gint64 n = count_messages (self->anna) + 1; /* one is hidden */
    wait_until (count_messages (self->ben) >= n);
    assert_has_all (self->ben, said);

    /* The message that was deleted is deleted: the toast's time ended with the process. */
    g_autofree char *folder = sync_person_folder (self->anna);
    wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM hides WHERE state < 2") == 0);
    wait_until (sync_copy_sql_int (folder, "SELECT count (*) FROM messages WHERE id & "
                                           "0xffffffff = 1") == 0);
    if (i < 2)
      sync_person_free (self->anna);
  }
  sync_server_stop (self->server);
  SyncPerson *ben[] = {self->ben};
  guint n = assert_same_history (self->server, ben, 1);
  g_assert_cmpint (count_messages (self->anna), ==, (gint64)n - 1);
}

#define ADD(name_) g_test_add ("/sync/" #name_, Cuts, NULL, set_up, name_, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  if (argc == 6 && strcmp (argv[1], "--child") == 0)
    return child_main (argv + 2);
  ADD (cut_at_each_byte);
  if (!g_test_slow ()) {
    ADD (cut_at_random_under_load);
    ADD (kill_the_server_under_load);
    ADD (kill_the_client);
  }
  return sync_tests_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "client/account-private.h"
#include "core/problem.h"

#include <glib/gstdio.h>

/* What a client does when its token, the server's history or its own positions are no longer what
 * they were. */

typedef struct {
  SyncServer *server;
  SyncPerson *anna;
  SyncPerson *ben;
  char *conversation;
  char *folder; /* of anna's copy */
} Heal;

static char *
own_name (const char *name)
{
  static guint n;

  return g_strdup_printf ("%s-heal%u", name, n++);
}

static SyncPerson *
join (const char *name, const char *address)
{
  g_autofree char *profile = own_name (name);
  SyncPerson *person = sync_person_new (profile);

  sync_person_register (person, address, name);
  return person;
}

static gint64
count_messages (SyncPerson *person)
{
  g_autofree char *folder = sync_person_folder (person);

  return sync_copy_sql_int (folder, "SELECT count (*) FROM messages");
}

static gboolean
push_both (Heal *self)
{
  return sync_person_push (self->anna) & sync_person_push (self->ben);
}

/* Five messages of each. */
static void
set_up (Heal *self, gconstpointer data)
{
  self->server = sync_server_new ();
  self->anna = join ("anna", self->server->address);
  self->ben = join ("ben", self->server->address);
  self->conversation = sync_person_compose (self->anna, "ben", NULL, "first");
  wait_until (count_messages (self->ben) == 1);
  for (guint i = 0; i < 9; i++) {
    g_autofree char *client_id =
        sync_person_send (i % 2 == 0 ? self->ben : self->anna, self->conversation, "more");
  }
  wait_until (count_messages (self->ben) == 10 && count_messages (self->anna) == 10);
  self->folder = sync_person_folder (self->anna);
}

static void
tear_down (Heal *self, gconstpointer data)
{
  SyncPerson *both[] = {self->anna, self->ben};

  if (self->server->process != NULL)
    sync_server_stop (self->server);
  if (data == NULL)
    assert_same_history (self->server, both, 2);
  sync_person_free (self->anna);
  sync_person_free (self->ben);
  sync_server_free (self->server);
  g_free (self->conversation);
  g_free (self->folder);
}

/* --- the token ---------------------------------------------------------------------------------
 */

static JsonObject *
call (SyncPerson *person, const char *method, const char *path)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  ParlourHttp *http = parlour_account_get_http (person->account);

  parlour_http_call_async (http, method, path, NULL, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  JsonObject *answer = parlour_http_call_finish (http, result, &error);
  g_assert_no_error (error);
  return answer;
}

/* Signs all devices of @person's user out but that one. */
static void
sign_others_out (SyncPerson *person)
{
  g_autoptr (JsonObject) page = call (person, "GET", "/sessions");
  JsonArray *items = json_object_get_array_member (page, "items");

  for (guint i = 0; i < json_array_get_length (items); i++) {
    JsonObject *session = json_array_get_object_element (items, i);
    if (json_object_get_boolean_member_with_default (session, "current", FALSE))
      continue;
    g_autofree char *path =
        g_strconcat ("/sessions/", json_object_get_string_member (session, "id"), NULL);
    g_autoptr (JsonObject) answer = call (person, "DELETE", path);
  }
}

static GError *
sign_in_again (SyncPerson *person, const char *password)
{
  GAsyncResult *place = NULL;
  GError *error = NULL;

  parlour_account_sign_in_again_async (person->account, password, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_sign_in_again_finish (person->account, result, &error);
  return error;
}

static void
assert_signed_out_and_back (Heal *self)
{
  const GError *problem = parlour_account_get_problem (self->anna->account);

  g_assert_nonnull (problem);
  g_assert_cmpint (count_messages (self->anna), ==, 10);
  g_assert_cmpuint (
      g_list_model_get_n_items (parlour_account_get_conversations (self->anna->account)), ==, 1);
  g_autofree char *client_id = sync_person_send (self->anna, self->conversation, "while out");
  parlour_account_try_again (self->anna->account);
  g_assert_cmpint (sync_person_state (self->anna), ==, PARLOUR_ACCOUNT_SIGNED_OUT);

  g_autoptr (GError) wrong = sign_in_again (self->anna, "not the password");
  g_assert_error (wrong, PARLOUR_PROBLEM, PARLOUR_PROBLEM_WRONG_CREDENTIALS);
  g_assert_cmpint (sync_person_state (self->anna), ==, PARLOUR_ACCOUNT_SIGNED_OUT);
  g_autoptr (GError) right = sign_in_again (self->anna, PASSWORD);
  g_assert_no_error (right);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_ONLINE);
  g_assert_null (parlour_account_get_problem (self->anna->account));
  wait_until (count_messages (self->ben) == 11 && count_messages (self->anna) == 11);
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);
}

static void
another_device_signs_this_one_out (Heal *self, gconstpointer data)
{
  g_autofree char *profile = own_name ("anna");
  SyncPerson *device = sync_person_new (profile);

  sync_person_sign_in (device, self->server->address, "anna");
  sign_others_out (device);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);
  assert_signed_out_and_back (self);
  sync_person_free (device);
}

static void
signed_out_while_away (Heal *self, gconstpointer data)
{
  sync_server_stop (self->server);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
  sync_server_sql (self->server, "DELETE FROM sessions WHERE user = (SELECT number FROM users "
                                 "WHERE username = 'anna')");
  sync_server_start (self->server);
  push_both (self);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_SIGNED_OUT);
  wait_until (sync_person_push (self->ben));
  assert_signed_out_and_back (self);
}

/* --- the epoch ---------------------------------------------------------------------------------
 */

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The database of before the last five messages comes back, as after a broken disk. */
static void
restore_backup (Heal *self)
{
  g_autofree char *path = g_build_filename (self->server->folder, "parlour.db", NULL);
  g_autofree char *backup = g_strconcat (path, ".backup", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  sync_server_stop (self->server);
  sync_server_sql (self->server, "PRAGMA wal_checkpoint (TRUNCATE)");
  copy_file (path, backup);
  sync_server_start (self->server);
  wait_until (push_both (self));
  for (guint i = 0; i < 5; i++) {
    g_autofree char *client_id = sync_person_send (self->anna, self->conversation, "will be lost");
  }
  wait_until (count_messages (self->anna) == 15 && count_messages (self->ben) == 15);
  wait_until (parlour_account_get_waiting (self->anna->account) == 0);
  sync_server_kill (self->server);
  g_unlink (log);
  copy_file (backup, path);
  sync_server_sql (self->server,
                   "UPDATE place SET value = 'another-timeline' WHERE name = 'epoch'");
}

/* The window begins anew at the end, and grows where one scrolls. */
static gboolean
shows_all (ParlourMessageWindow *window, guint n)
{
  if (parlour_message_window_get_more_before (window) > 0)
    parlour_message_window_load_older (window);
  return g_list_model_get_n_items (G_LIST_MODEL (window)) == n;
}

static void
another_epoch_rebuilds_the_copy (Heal *self, gconstpointer data)
{
  restore_backup (self);
  sync_person_wait_state (self->anna, PARLOUR_ACCOUNT_OFFLINE);
  parlour_account_set_draft (self->anna->account, self->conversation, "not yet");
  g_autofree char *client_id = sync_person_send (self->ben, self->conversation, "waited");
  g_autoptr (ParlourMessageWindow) window =
      parlour_account_open_messages (self->anna->account, self->conversation);
  wait_until (g_list_model_get_n_items (G_LIST_MODEL (window)) == 15);

  sync_server_start (self->server);
  wait_until (push_both (self));
  wait_until (count_messages (self->anna) == 11 && count_messages (self->ben) == 11);
  wait_until (shows_all (window, 11));
  wait_until (parlour_account_get_waiting (self->ben->account) == 0);
  g_assert_null (find_body (window, "will be lost"));
  g_assert_nonnull (find_body (window, "waited"));
  wait_until (g_list_model_get_n_items (parlour_account_get_conversations (self->anna->account)) ==
              1);
  g_assert_cmpstr (parlour_conversation_item_get_draft (sync_person_item (self->anna, 0)), ==,
                   "not yet");
  g_autofree char *epoch =
      sync_copy_sql_text (self->folder, "SELECT value FROM meta WHERE key = 'epoch'");
  g_assert_cmpstr (epoch, ==, "another-timeline");

  /* Live events flow again. */
  g_autofree char *later = sync_person_send (self->ben, self->conversation, "later");
  wait_until (find_body (window, "later") != NULL);
}

/* --- positions ---------------------------------------------------------------------------------
 */

static void
erase_first (SyncPerson *person, const char *conversation)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_account_erase_async (person->account, conversation, 1, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_erase_finish (person->account, result, &error);
  g_assert_no_error (error);
}

/* Anna's program ends, her copy is changed by @sql, things happen, and she comes back. */
static void
comes_back_after (Heal *self, gconstpointer sql)
{
  g_autofree char *profile = g_strdup (parlour_profile_get_name (self->anna->profile));
  g_autofree char *device_profile = own_name ("anna");
  SyncPerson *device = sync_person_new (device_profile);

  sync_person_free (self->anna);
  sync_copy_sql (self->folder, sql);
  sync_person_sign_in (device, self->server->address, "anna");
  g_autofree char *other = sync_person_folder (device);
  wait_until (count_messages (device) == 10);
  erase_first (device, self->conversation);
  parlour_account_hide (device->account, self->conversation, 2);
  parlour_account_hide_settle (device->account, self->conversation, 2);
  g_autofree char *client_id = sync_person_send (self->ben, self->conversation, "meanwhile");
  wait_until (sync_copy_sql_int (other, "SELECT count (*) FROM hides WHERE state = 2") == 1);
  wait_until (count_messages (self->ben) == 11);
  sync_person_free (device);

  self->anna = sync_person_new (profile);
  sync_person_load (self->anna);
  sync_person_sign_in (self->anna, self->server->address, "anna");
  wait_until (count_messages (self->anna) >= 10);
  g_autofree char *later = sync_person_send (self->ben, self->conversation, "later");
  wait_until (sync_copy_sql_int (self->folder, "SELECT count (*) FROM messages WHERE body = "
                                               "'later'") == 1);
  wait_until (sync_copy_sql_int (self->folder, "SELECT count (*) FROM messages WHERE body = "
                                               "'meanwhile'") == 1);
  /* What was erased for all is erased, what was deleted for me is gone. */
  wait_until (sync_copy_sql_int (self->folder, "SELECT count (*) FROM messages WHERE body = "
                                               "'first'") == 0);
  wait_until (sync_copy_sql_int (self->folder, "SELECT count (*) FROM messages WHERE id & "
                                               "0xffffffff = 2") == 0);
  wait_until (sync_copy_sql_int (self->folder, "SELECT count (*) FROM ranges") == 1);
  g_assert_cmpint (count_messages (self->anna), ==, 11);
  g_assert_cmpint (
      sync_copy_sql_int (self->folder, "SELECT max (seq) FROM positions WHERE stream <> 'me'"), ==,
      13);
}

#define ADD(name_) g_test_add ("/heal/" #name_, Heal, NULL, set_up, name_, tear_down)
#define ADD_COPY(name_, sql_)                                                                      \
  g_test_add ("/heal/copy/" name_, Heal, sql_, set_up, comes_back_after, tear_down)

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  ADD (another_device_signs_this_one_out);
  ADD (signed_out_while_away);
  ADD (another_epoch_rebuilds_the_copy);
  ADD_COPY ("untouched", "SELECT 1");
  ADD_COPY ("position_above_the_top", "UPDATE positions SET seq = 1000 WHERE stream <> 'me'");
  ADD_COPY ("inbox_above_the_top", "UPDATE positions SET seq = 1000 WHERE stream = 'me'");
  ADD_COPY ("all_above_the_top", "UPDATE positions SET seq = 1000");
  ADD_COPY ("position_lost", "DELETE FROM positions WHERE stream <> 'me'");
  ADD_COPY ("positions_lost", "DELETE FROM positions");
  ADD_COPY ("unknown_stream", "INSERT INTO positions VALUES ('no-such-stream', 5)");
  ADD_COPY ("history_lost", "DELETE FROM ranges; DELETE FROM messages WHERE id & 0xffffffff < 7");
  ADD_COPY ("conversation_lost",
            "DELETE FROM ranges; DELETE FROM messages; DELETE FROM blocks; DELETE FROM members; "
            "DELETE FROM conversations");
  return sync_tests_run ();
}

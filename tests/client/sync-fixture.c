/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "db/connection.h"
#include "db/statement.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* This file owns what tests of the client as a whole stand on. Main thread. */

static char *base_folder;

static void
set_folder (const char *variable, const char *name)
{
  g_autofree char *folder = g_build_filename (base_folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_setenv (variable, folder, TRUE);
}

void
sync_tests_init (int *argc, char ***argv)
{
  const char *kept = g_getenv ("SYNC_TEST_FOLDER"); /* a child works in its parent's folders */

  base_folder = kept != NULL ? g_strdup (kept) : g_dir_make_tmp ("parlour-sync-XXXXXX", NULL);
  g_assert_nonnull (base_folder);
  g_setenv ("SYNC_TEST_FOLDER", base_folder, TRUE);
  set_folder ("XDG_DATA_HOME", "data");
  set_folder ("XDG_CONFIG_HOME", "config");
  set_folder ("XDG_CACHE_HOME", "cache");
  if (g_getenv ("SYNC_TEST_KEYRING") == NULL) {
    set_folder ("XDG_RUNTIME_DIR", "run");
    g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
    g_unsetenv ("DISPLAY");
  }
  g_test_init (argc, argv, NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    if (g_file_test (inner, G_FILE_TEST_IS_DIR) && !g_file_test (inner, G_FILE_TEST_IS_SYMLINK))
      remove_tree (inner);
    else
      g_unlink (inner);
  }
  g_rmdir (path);
}

int
sync_tests_run (void)
{
  int status = g_test_run ();

  remove_tree (base_folder);
  g_free (base_folder);
  return status;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

void
main_loop_turn (void)
{
  guint tick = g_timeout_add (5, tick_cb, NULL);
  GSource *source = g_main_context_find_source_by_id (NULL, tick);

  g_source_ref (source);
  g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
  g_source_unref (source);
}

void
result_cb (GObject *source, GAsyncResult *result, gpointer place)
{
  *(GAsyncResult **)place = g_object_ref (result);
}

GAsyncResult *
await (GAsyncResult **place)
{
  wait_until (*place != NULL);
  return g_steal_pointer (place);
}

/* --- server ---------------------------------------------------------------------------------- */

SyncServer *
sync_server_new (void)
{
  SyncServer *self = g_new0 (SyncServer, 1);

  self->folder = g_build_filename (base_folder, "server-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->folder));
  sync_server_start (self);
  return self;
}

void
sync_server_start (SyncServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program =
      g_build_filename (g_getenv ("PARLOUR_BUILD_DIR"), "src", "server", "parlour-server", NULL);
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);

  g_assert_null (self->process);
  /* libsoup 3.2 leaks the path of a request that breaks off within its headers. */
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  self->process = g_subprocess_launcher_spawn (
      launcher, &error, program, "serve", "--data-dir", self->folder, "--listen", listen, "--tls",
      "off", "--registration", "open", "--common", "off", "--stop-with-stdin", NULL);
  g_assert_no_error (error);

  g_autoptr (GDataInputStream) out =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "ready http://127.0.0.1:"));
  g_free (self->address);
  self->address = g_strdup (line + strlen ("ready "));
  self->port = (guint16)g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
}

void
sync_server_kill (SyncServer *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
sync_server_stop (SyncServer *self)
{
  GAsyncResult *place = NULL;

  /* The loop goes on, so that clients answer the server's goodbye. */
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait_async (self->process, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_subprocess_wait_finish (self->process, result, NULL);
  g_assert_true (g_subprocess_get_successful (self->process));
  g_clear_object (&self->process);
}

void
sync_server_free (SyncServer *self)
{
  if (self->process != NULL)
    sync_server_stop (self);
  g_free (self->folder);
  g_free (self->address);
  g_free (self);
}

void
sync_server_sql (SyncServer *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "parlour.db", NULL);
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, &error);

  g_assert_null (self->process);
  g_assert_no_error (error);
  parlour_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* --- people ------------------------------------------------------------------------------------
 */

SyncPerson *
sync_person_new (const char *name)
{
  SyncPerson *self = g_new0 (SyncPerson, 1);
  g_autoptr (GError) error = NULL;

  self->profile = parlour_profile_new (name, &error);
  g_assert_no_error (error);
  self->accounts = parlour_accounts_new (self->profile);
  return self;
}

static ParlourDestination *
parse (const char *address)
{
  g_autoptr (GError) error = NULL;
  ParlourDestination *destination = parlour_destination_parse (address, &error);

  g_assert_no_error (error);
  return destination;
}

static void
take_account (SyncPerson *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->account);
  self->account = parlour_accounts_join_finish (self->accounts, result, &error);
  g_assert_no_error (error);
  sync_person_wait_state (self, PARLOUR_ACCOUNT_ONLINE);
}

void
sync_person_register (SyncPerson *self, const char *address, const char *username)
{
  GAsyncResult *place = NULL;
  g_autoptr (ParlourDestination) destination = parse (address);

  parlour_accounts_join_async (self->accounts, destination, username, NULL, PASSWORD, NULL,
                               result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  take_account (self, result);
}

void
sync_person_sign_in (SyncPerson *self, const char *address, const char *username)
{
  GAsyncResult *place = NULL;
  g_autoptr (ParlourDestination) destination = parse (address);

  parlour_accounts_enter_async (self->accounts, destination, username, PASSWORD, NULL, result_cb,
                                &place);
  g_autoptr (GAsyncResult) result = await (&place);
  take_account (self, result);
}

void
sync_person_load (SyncPerson *self)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  parlour_accounts_load_async (self->accounts, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_accounts_load_finish (self->accounts, result, &error);
  g_assert_no_error (error);
  g_clear_object (&self->account);
  self->account = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);
  g_assert_nonnull (self->account);
}

typedef struct {
  GThread *main;
  guint alive;
} Ending;

/* What belongs to the main thread ends there, whoever else held it. */
static void
ended_cb (gpointer data, GObject *object)
{
  Ending *ending = data;

  g_assert_true (g_thread_self () == ending->main);
  ending->alive--;
}

void
sync_person_free (SyncPerson *self)
{
  Ending ending = {g_thread_self (), 1};

  parlour_accounts_close (self->accounts);
  g_object_weak_ref (G_OBJECT (self->accounts), ended_cb, &ending);
  if (self->account != NULL) {
    ending.alive++;
    g_object_weak_ref (G_OBJECT (self->account), ended_cb, &ending);
  }
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  wait_until (ending.alive == 0);
  parlour_profile_unref (self->profile);
  g_free (self);
}

ParlourAccountState
sync_person_state (SyncPerson *self)
{
  return parlour_account_get_state (self->account);
}

gboolean
sync_person_push (SyncPerson *self)
{
  parlour_account_try_again (self->account);
  return sync_person_state (self) == PARLOUR_ACCOUNT_ONLINE;
}

void
sync_person_wait_state (SyncPerson *self, ParlourAccountState state)
{
  wait_until (sync_person_state (self) == state);
}

char *
sync_person_compose (SyncPerson *self, const char *to, const char *subject, const char *body)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  char *conversation = NULL;

  parlour_account_compose_async (self->account, to, subject, body, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_compose_finish (self->account, result, &conversation, NULL, &error);
  g_assert_no_error (error);
  if (conversation != NULL)
    return conversation;
  wait_until (g_list_model_get_n_items (parlour_account_get_conversations (self->account)) > 0);
  return g_strdup (parlour_conversation_item_get_id (sync_person_item (self, 0)));
}

GError *
sync_person_error_of_compose (SyncPerson *self,
                              const char *to,
                              const char *subject,
                              const char *body)
{
  GAsyncResult *place = NULL;
  GError *error = NULL;

  parlour_account_compose_async (self->account, to, subject, body, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_assert_false (parlour_account_compose_finish (self->account, result, NULL, NULL, &error));
  g_assert_nonnull (error);
  return error;
}

char *
sync_person_send (SyncPerson *self, const char *conversation, const char *body)
{
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;
  char *client_id = NULL;

  parlour_account_send_async (self->account, conversation, NULL, body, 0, NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  parlour_account_send_finish (self->account, result, &client_id, &error);
  g_assert_no_error (error);
  return client_id;
}

ParlourConversationItem *
sync_person_item (SyncPerson *self, guint position)
{
  g_autoptr (ParlourConversationItem) item =
      g_list_model_get_item (parlour_account_get_conversations (self->account), position);

  return item; /* the list holds it */
}

ParlourMessageItem *
message_at (gpointer list, guint position)
{
  g_autoptr (ParlourMessageItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);

  return item;
}

ParlourMessageItem *
find_body (gpointer list, const char *body)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    ParlourMessageItem *item = message_at (list, i);
    if (g_strcmp0 (parlour_message_item_get_body (item), body) == 0)
      return item;
  }
  return NULL;
}

/* --- what lies on the disk -----------------------------------------------------------------------
 */

char *
sync_person_folder (SyncPerson *self)
{
  return g_build_filename (parlour_profile_get_data_dir (self->profile), "accounts",
                           parlour_account_get_id (self->account), NULL);
}

static ParlourDb *
open_copy (const char *folder, ParlourDbMode mode)
{
  g_autofree char *path = g_build_filename (folder, "copy.db", NULL);
  g_autoptr (GError) error = NULL;
  ParlourDb *db = parlour_db_open (path, mode, &error);

  g_assert_no_error (error);
  return db;
}

gint64
sync_copy_sql_int (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_ONLY);
  gint64 value = -1;

  parlour_db_query_int (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

char *
sync_copy_sql_text (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_ONLY);
  char *value = parlour_db_query_text (db, &error, sql, "");

  g_assert_no_error (error);
  return value;
}

void
sync_copy_sql (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_WRITE_CREATE);

  parlour_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* "conversation seq client-id body" a line, in order. */
static GPtrArray *
read_lines (ParlourDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourStatement) statement = parlour_db_prepare (db, sql, &error);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  gboolean row = FALSE;

  g_assert_no_error (error);
  while (parlour_statement_step (statement, &row, &error) && row)
    g_ptr_array_add (lines, parlour_statement_dup_text (statement, 0));
  g_assert_no_error (error);
  return lines;
}

/* Kind 2 is message.created; the client id is the UUID's bytes there. */
static const char server_lines[] =
    "SELECT s.id || ' ' || (e.key & 0xffffffff) || ' ' || replace (lower (hex (e.client_id)), '-', "
    "'') || ' ' || coalesce (e.body, '') FROM events e JOIN streams s ON s.number = e.key >> 32 "
    "WHERE e.kind = 2 ORDER BY s.id, e.key";
static const char copy_lines[] =
    "SELECT c.id || ' ' || (m.id & 0xffffffff) || ' ' || replace (m.client_id, '-', '') || ' ' || "
    "coalesce (m.body, '') FROM messages m JOIN conversations c ON c.number = m.id >> 32 "
    "ORDER BY c.id, m.id";

static GPtrArray *
lines_of_copy (SyncPerson *person)
{
  g_autofree char *folder = sync_person_folder (person);
  g_autoptr (ParlourDb) db = open_copy (folder, PARLOUR_DB_READ_ONLY);

  return read_lines (db, copy_lines);
}

guint
assert_same_history (SyncServer *server, SyncPerson *const *people, guint n_people)
{
  g_autofree char *path = g_build_filename (server->folder, "parlour.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) there = read_lines (db, server_lines);

  for (guint i = 0; i < n_people; i++) {
    g_autoptr (GPtrArray) here = lines_of_copy (people[i]);
    for (guint k = 0; k < MIN (there->len, here->len); k++)
      g_assert_cmpstr (g_ptr_array_index (here, k), ==, g_ptr_array_index (there, k));
    g_assert_cmpuint (here->len, ==, there->len);
    g_assert_cmpuint (parlour_account_get_waiting (people[i]->account), ==, 0);
  }
  return there->len;
}

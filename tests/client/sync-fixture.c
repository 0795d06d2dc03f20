/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include "db/connection.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* This file owns what tests of the client as a whole stand on: the process, waiting, and the
 * server. Main thread. */

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

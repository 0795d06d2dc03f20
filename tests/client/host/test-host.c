/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-host"

#include "hosting.h"

#include <glib/gstdio.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* Proves that a hosted server starts, stays, comes back and ends with whoever hosts it. */

#define HOST_AND_WAIT "--host-and-wait"
#define LET_GO_MS     500

static void
test_owner_can_sign_in (void)
{
  g_autoptr (ParlourHost) host = hosting_make (NULL, NULL);
  g_autoptr (GError) error = NULL;

  hosting_write_port (
      NULL, 0); /* which is none: then the usual one, or another one where that is taken */
  g_assert_false (parlour_host_exists (host));
  g_autofree char *address = hosting_start (host, "ada", HOSTING_PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_true (parlour_host_exists (host));
  g_assert_cmpstr (parlour_host_get_address (host), ==, address);
  g_assert_true (g_str_has_prefix (address, "https://127.0.0.1:"));
  g_assert_cmpint (parlour_host_get_state (host), ==, PARLOUR_HOST_RUNNING);

  g_autoptr (ParlourSignedIn) signed_in = hosting_sign_in (host, "ada", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signed_in->place->name, ==, "Our place");
  g_assert_cmpstr (signed_in->place->registration, ==, "invite");
  g_assert_cmpstr (signed_in->place->identity, ==, parlour_host_get_fingerprint (host));
  g_assert_cmpint (signed_in->user->role, ==, PARLOUR_USER_ADMIN);
  g_assert_cmpstr (signed_in->user->display_name, ==, "Ada Lindqvist");
  hosting_stop (host);
  g_assert_null (parlour_host_get_problem (host));
}

static void
test_owner_that_is_there_is_no_failure (void)
{
  g_autoptr (ParlourHost) host = hosting_make (NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_autofree char *first = hosting_start (host, "ada", HOSTING_PASSWORD, &error);
  g_assert_no_error (error);
  hosting_stop (host);
  g_autofree char *second = hosting_start (host, "ada", HOSTING_PASSWORD, &error);
  g_assert_no_error (error);
  hosting_stop (host);
}

static void
test_bad_owner_is_told (void)
{
  g_autoptr (ParlourHost) host = hosting_make (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = hosting_start (host, "ada", "short", &error);

  g_assert_null (address);
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, "password")); /* its words are in no person's language */
  g_assert_nonnull (parlour_host_get_problem (host));
  g_assert_false (parlour_host_get_running (host));
}

static void
test_port_stays_and_gives_way (void)
{
  g_autoptr (ParlourHost) host = hosting_make (NULL, NULL);
  guint16 taken = 0;
  g_autoptr (GSocketListener) listener = hosting_take_port (&taken);
  g_autofree char *taken_address = g_strdup_printf ("https://127.0.0.1:%u", taken);

  hosting_write_port (NULL, taken);
  g_autofree char *first = hosting_start (host, NULL, NULL, NULL);
  g_assert_nonnull (first);
  g_assert_cmpstr (first, !=, taken_address);
  g_assert_cmpuint (parlour_host_get_port (host), <, taken + 32u); /* one that is near */
  hosting_stop (host);
  g_autofree char *second = hosting_start (host, NULL, NULL, NULL);
  g_assert_cmpstr (second, ==, first);
  hosting_stop (host);
}

static char *
lock_file (void)
{
  g_autoptr (ParlourProfile) profile = parlour_profile_new (NULL, NULL);

  return g_build_filename (parlour_profile_get_data_dir (profile), "server", "lock", NULL);
}

static pid_t
server_pid (void)
{
  g_autofree char *path = lock_file ();
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return (pid_t)g_ascii_strtoll (text, NULL, 10);
}

static void
test_comes_back_when_killed (void)
{
  hosting_write_own_port (NULL);
  g_autoptr (ParlourHost) host = hosting_make (NULL, NULL);
  g_autofree char *first = hosting_start (host, NULL, NULL, NULL);

  g_assert_nonnull (first);
  g_autofree char *fingerprint = g_strdup (parlour_host_get_fingerprint (host));
  g_assert_cmpint (kill (server_pid (), SIGKILL), ==, 0);
  hosting_wait_until (hosting_is_down, host, "the death");
  g_assert_nonnull (parlour_host_get_problem (host));
  g_assert_cmpint (parlour_host_get_state (host), ==, PARLOUR_HOST_RESTARTING);
  hosting_wait_until (hosting_is_up, host, "the return");
  g_assert_cmpstr (parlour_host_get_address (host), ==, first);
  g_assert_cmpstr (parlour_host_get_fingerprint (host), ==, fingerprint);
  g_assert_null (parlour_host_get_problem (host));
  g_assert_cmpint (parlour_host_get_state (host), ==, PARLOUR_HOST_RUNNING);
  hosting_stop (host);
  g_assert_cmpint (parlour_host_get_state (host), ==, PARLOUR_HOST_STOPPED);
}

static void
test_failures_have_a_reason (void)
{
  g_autoptr (ParlourHost) missing = hosting_make (NULL, "/nowhere/parlour-server");
  g_autoptr (ParlourHost) silent = hosting_make (NULL, "/bin/false");
  g_autoptr (GError) error = NULL;

  g_assert_null (hosting_start (missing, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (hosting_start (silent, NULL, NULL, &error));
  g_assert_cmpstr (error->message, !=, "");
  g_assert_false (parlour_host_get_running (silent));
  g_assert_cmpint (parlour_host_get_state (silent), ==, PARLOUR_HOST_FAILED);
}

static void
test_data_folder_in_use_is_told (void)
{
  g_autoptr (ParlourHost) first = hosting_make (NULL, NULL);
  g_autoptr (ParlourHost) second = hosting_make (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = hosting_start (first, NULL, NULL, NULL);

  g_assert_nonnull (address);
  g_assert_null (hosting_start (second, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "Another program uses this place"));
  hosting_stop (first);
}

static gboolean
let_go_cb (gpointer data)
{
  int *fd = data;

  close (*fd);
  *fd = -1;
  return G_SOURCE_REMOVE;
}

/* As one does whose app was killed and started again. */
static void
test_waits_for_a_server_that_is_ending (void)
{
  hosting_write_own_port (NULL);
  g_autoptr (ParlourHost) host = hosting_make (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = hosting_start (host, NULL, NULL, &error);
  g_autofree char *lock = lock_file ();

  g_assert_no_error (error);
  hosting_end (g_steal_pointer (&host));
  int fd = g_open (lock, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  g_timeout_add (LET_GO_MS, let_go_cb, &fd);
  host = hosting_make (NULL, NULL);
  g_autofree char *second = hosting_start (host, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fd, ==, -1);
  g_assert_cmpstr (second, ==, first);
  hosting_stop (host);
}

/* What the other process does: host, say where, wait to be killed. */
static int
host_and_wait (void)
{
  g_autoptr (ParlourHost) host = hosting_make (NULL, NULL);
  g_autofree char *address = hosting_start (host, NULL, NULL, NULL);

  printf ("%d\n", (int)server_pid ());
  fflush (stdout);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
  return address != NULL ? 0 : 1;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_gone (gpointer pid)
{
  return kill (*(pid_t *)pid, 0) != 0;
}

static void
test_ends_with_its_host (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (ParlourProfile) profile = parlour_profile_new (NULL, NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", g_get_user_config_dir (), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  g_autoptr (GSubprocess) process =
      g_subprocess_launcher_spawn (launcher, &error, self, HOST_AND_WAIT, NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  pid_t pid = (pid_t)g_ascii_strtoll (line, NULL, 10);
  g_assert_cmpint (kill (pid, 0), ==, 0);
  g_subprocess_force_exit (process);
  guint ticks = g_timeout_add (20, tick_cb, NULL);
  hosting_wait_until (is_gone, &pid, "the server's end");
  g_source_remove (ticks);
}

int
main (int argc, char **argv)
{
  if (argc > 1 && strcmp (argv[1], HOST_AND_WAIT) == 0)
    return host_and_wait ();

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/host/owner-can-sign-in", test_owner_can_sign_in);
  g_test_add_func ("/host/owner-that-is-there-is-no-failure",
                   test_owner_that_is_there_is_no_failure);
  g_test_add_func ("/host/bad-owner-is-told", test_bad_owner_is_told);
  g_test_add_func ("/host/port-stays-and-gives-way", test_port_stays_and_gives_way);
  g_test_add_func ("/host/comes-back-when-killed", test_comes_back_when_killed);
  g_test_add_func ("/host/failures-have-a-reason", test_failures_have_a_reason);
  g_test_add_func ("/host/data-folder-in-use-is-told", test_data_folder_in_use_is_told);
  g_test_add_func ("/host/waits-for-a-server-that-is-ending",
                   test_waits_for_a_server_that_is_ending);
  g_test_add_func ("/host/ends-with-its-host", test_ends_with_its_host);
  return g_test_run ();
}

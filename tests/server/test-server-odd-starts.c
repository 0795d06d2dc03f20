/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "server/command-private.h"
#include "server/data-folder.h"

#include <glib/gstdio.h>
#include <string.h>

/* Programs are started in odd ways: without standard files, with nowhere to write, on a folder that
 * is a typing error. Each is a word on standard error and a status, and nothing is lost or made. */

/* Runs @line in a shell; "$S" is the program and "$D" the place's folder. */
static int
run_shell (Place *place, const char *line, char **errors)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "S", g_getenv ("PARLOUR_SERVER"), TRUE);
  g_subprocess_launcher_setenv (launcher, "D", place->folder, TRUE);
  g_autoptr (GSubprocess) child =
      g_subprocess_launcher_spawn (launcher, &error, "/bin/sh", "-c", line, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, NULL, errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  return g_subprocess_get_exit_status (child);
}

static void
expect_shell (Place *place, int status, const char *words, const char *line)
{
  g_autofree char *errors = NULL;
  int got = run_shell (place, line, &errors);

  if (got != status || strstr (errors, words) == NULL)
    g_test_message ("%s: %d, %s", line, got, errors);
  g_assert_cmpint (got, ==, status);
  g_assert_nonnull (strstr (errors, words));
}

static Place *
new_place_with_anna (void)
{
  Place *place = place_new ();

  expect_shell (place, 0, "",
                "echo correct horse | \"$S\" user add anna --password-stdin --data-dir \"$D\" >&2");
  return place;
}

/* An invitation's link is told once: who could not be told must know. */
static void
test_lost_output_is_told (void)
{
  Place *place = new_place_with_anna ();

  expect_shell (place, 1, "standard output",
                "\"$S\" invite create --address h:1 --data-dir \"$D\" > /dev/full");
  expect_shell (place, 1, "standard output", "\"$S\" user list --data-dir \"$D\" >&-");
  expect_shell (place, 1, "standard output", "\"$S\" --help > /dev/full");
  place_free (place);
}

/* What is printed must not go into the file that was opened first. */
static void
test_closed_standard_files (void)
{
  Place *place = new_place_with_anna ();
  g_autofree char *lock = g_build_filename (place->folder, "lock", NULL);
  g_autofree char *text = NULL;

  expect_shell (place, 1, "", "\"$S\" user list --data-dir \"$D\" <&- >&- 2>&-");
  g_assert_true (g_file_get_contents (lock, &text, NULL, NULL));
  g_assert_null (strstr (text, "anna"));
  expect_shell (place, 0, "",
                "exec \"$S\" serve --listen 127.0.0.1:0 --tls off --announce off --stop-with-stdin "
                "--data-dir \"$D\" <&- >&- 2>&-");
  expect_shell (place, 0, "", "\"$S\" user list --data-dir \"$D\" >&2");
  place_free (place);
}

static void
test_files_that_may_not_grow (void)
{
  Place *place = place_new ();

  expect_shell (place, 1, "parlour-server: ",
                "ulimit -f 4; echo correct horse | "
                "\"$S\" user add anna --password-stdin --data-dir \"$D\"");
  expect_shell (place, 1, "parlour-server: ",
                "ulimit -f 1; \"$S\" serve --listen 127.0.0.1:0 --tls off --stop-with-stdin "
                "--data-dir \"$D\" < /dev/null");
  place_free (place);
}

static void
test_passwords_that_would_be_cut (void)
{
  Place *place = new_place_with_anna ();

  expect_shell (place, 2, "UTF-8",
                "printf 'correct horse\\0battery\\n' | "
                "\"$S\" user add bert --password-stdin --data-dir \"$D\"");
  expect_shell (place, 2, "UTF-8",
                "printf '\\377correct horse\\n' | "
                "\"$S\" user add bert --password-stdin --data-dir \"$D\"");
  expect_shell (place, 0, "anna\tmember\tanna\n", "\"$S\" user list --data-dir \"$D\" >&2");
  place_free (place);
}

/* Nothing is known of a folder on which no server ever ran, and asking must not make it. */
static void
test_no_place (void)
{
  Place *place = place_new ();
  g_autofree char *folder = g_build_filename (place->folder, "mistyped", NULL);
  gsize n = 0;
  const ParlourCommand *commands = parlour_command_table (&n);

  for (gsize i = 0; i < n; i++) {
    g_autofree char *line = g_strdup_printf (
        "echo correct horse | \"$S\" %s %s %s %s %s --data-dir \"$D/mistyped\"",
        commands[i].words[0], commands[i].words[1] != NULL ? commands[i].words[1] : "",
        commands[i].argument != NULL ? "x" : "", commands[i].password ? "--password-stdin" : "",
        g_strcmp0 (commands[i].op, "user.change") == 0   ? "--role=admin"
        : g_strcmp0 (commands[i].op, "user.delete") == 0 ? "--messages=keep"
                                                         : "");
    if (commands[i].op == NULL || commands[i].begins)
      continue;
    expect_shell (place, 10, "there is no place in", line);
    g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  }
  place_free (place);
}

/* What could never be what somebody meant is refused before it is kept, or never matches. */
static void
test_values_that_cannot_be_meant (void)
{
  static const char *const wrong[][2] = {
      {"--name ''", "no value"},
      {"--name '  '", "no name"},
      {"--data-dir ''", "no value"},
      {"--listen ''", "no value"},
      {"--name $(head -c 100 /dev/zero | tr '\\0' x)", "no name"},
      {"--host http://a.example", "no name of a computer"},
      {"--host a.example:443", "no name of a computer"},
      {"--host -x", "no name of a computer"},
      {"--origin a.example", "no origin"},
      {"--origin https://a.example/", "no origin"},
      {"--origin https://me@a.example", "no origin"},
  };
  Place *place = place_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *line =
        g_strdup_printf ("\"$S\" serve --check-config --data-dir \"$D\" %s", wrong[i][0]);
    expect_shell (place, 2, wrong[i][1], line);
  }
  expect_shell (place, 0, "",
                "\"$S\" serve --check-config --data-dir \"$D\" --name 'The  Mill' --host a.example "
                "--host fd00::1 --origin https://a.example --origin 'http://[::1]:8080' >&2");
  place_free (place);
}

/* A value that can't be read must not be taken for one that nobody gave: "listen" would be
 * everywhere then. */
static void
test_lines_that_cannot_be_read (void)
{
  Place *place = place_new ();

  expect_shell (place, 2, "listen= can't be read",
                "printf '[server]\\nlisten=127.0.0.1:1\\377\\n' > \"$D/c\"; "
                "\"$S\" serve --check-config --data-dir \"$D\" --config \"$D/c\"");
  expect_shell (place, 2, "name= can't be read",
                "printf '[server]\\nname=Mill\\\\q\\n' > \"$D/c\"; "
                "\"$S\" serve --check-config --data-dir \"$D\" --config \"$D/c\"");
  expect_shell (place, 10, "no folder", "\"$S\" serve --check-config --data-dir \"$D/c\"");
  place_free (place);
}

/* Half a command is told how it goes on. */
static void
test_half_commands (void)
{
  Place *place = place_new ();

  expect_shell (place, 2, "create, list, revoke", "\"$S\" invite");
  expect_shell (place, 2, "create, list, revoke", "\"$S\" invite make --data-dir \"$D\"");
  expect_shell (place, 2, "no command", "\"$S\" invites");
  expect_shell (place, 1, "must be from 1 to ", "\"$S\" invite create --uses 0 --data-dir \"$D\"");
  place_free (place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/odd-starts/lost-output-is-told", test_lost_output_is_told);
  g_test_add_func ("/server/odd-starts/closed-standard-files", test_closed_standard_files);
  g_test_add_func ("/server/odd-starts/files-that-may-not-grow", test_files_that_may_not_grow);
  g_test_add_func ("/server/odd-starts/passwords-that-would-be-cut",
                   test_passwords_that_would_be_cut);
  g_test_add_func ("/server/odd-starts/no-place", test_no_place);
  g_test_add_func ("/server/odd-starts/values-that-cannot-be-meant",
                   test_values_that_cannot_be_meant);
  g_test_add_func ("/server/odd-starts/lines-that-cannot-be-read", test_lines_that_cannot_be_read);
  g_test_add_func ("/server/odd-starts/half-commands", test_half_commands);
  return g_test_run ();
}

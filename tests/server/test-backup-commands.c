/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/json.h"
#include "core/problem.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* backup, verify, restore, move-out and move-in as whoever owns the folder types them. */

#define PHRASE "six words that nobody guesses\n"

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  char *elsewhere;
  char *file;
  char *target;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->elsewhere = g_dir_make_tmp ("parlour-commands-XXXXXX", NULL);
  f->file = g_build_filename (f->elsewhere, "copy", NULL);
  f->target = g_build_filename (f->elsewhere, "new", NULL);
  place_spawn (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "Samarkand");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  place_free (f->place);
  g_unlink (f->file);
  g_rmdir (f->elsewhere);
  g_free (f->target);
  g_free (f->file);
  g_free (f->elsewhere);
}

/* The command with "@" for the file and "%" for the data folder; what it printed where it went
 * well, else its one line of error. */
static char *
run (Fixture *f, int status, const char *input, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  char *output = NULL;
  char *errors = NULL;

  for (char **word = words; *word != NULL; word++) {
    const char *path = strcmp (*word, "@") == 0   ? f->file
                       : strcmp (*word, "%") == 0 ? f->place->folder
                       : strcmp (*word, "!") == 0 ? f->target
                                                  : NULL;
    if (path == NULL)
      continue;
    g_free (*word);
    *word = g_strdup (path);
  }
  guint n = g_strv_length (words);
  int got = place_run_command (f->place, input, &output, &errors, words[0], n > 1 ? words[1] : NULL,
                               n > 2 ? words[2] : NULL, n > 3 ? words[3] : NULL,
                               n > 4 ? words[4] : NULL, NULL);
  if (got != status)
    g_test_message ("%s: %d %s%s", line, got, output, errors);
  g_assert_cmpint (got, ==, status);
  g_free (status == 0 ? errors : output);
  if (status != 0)
    g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
  return status == 0 ? output : errors;
}

static void
expect_words (Fixture *f, int status, const char *input, const char *line, const char *words)
{
  g_autofree char *text = run (f, status, input, line);

  if (strstr (text, words) == NULL)
    g_test_message ("%s: %s", line, text);
  g_assert_nonnull (strstr (text, words));
}

static gint64
count_events (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = run (f, 0, "", "verify @ --json");
  g_autoptr (JsonObject) census = parlour_json_parse_object (text, strlen (text), &error);

  g_assert_no_error (error);
  return member_int (census, "events");
}

static void
test_backup (Fixture *f, gconstpointer data)
{
  expect_words (f, 0, "", "backup @ --data-dir %", f->file);
  gint64 before = count_events (f);
  expect_words (f, 11, "", "backup @ --data-dir %", "already");
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "Timbuktu");
  expect_words (f, 0, "", "backup @ --data-dir % --replace", "wrote");
  g_assert_cmpint (count_events (f), ==, before + 1);
  g_assert_cmpint (place_end_child (f->place, SIGTERM), ==, 0);
  g_unlink (f->file);
  expect_words (f, 0, "", "backup @ --data-dir %", "wrote");
  g_assert_cmpint (count_events (f), ==, before + 1);
  expect_words (f, 0, "", "backup --data-dir %", "backups/parlour-000001-");
  expect_words (f, 0, "", "backups --data-dir %", "parlour-000001-");
  expect_words (f, 0, "", "verify @", "sound: “Parlour”, accounts 2");
}

static void
test_misuse (Fixture *f, gconstpointer data)
{
  g_autofree char *usage = run (f, 2, "", "backup @");
  g_autofree char *two = run (f, 2, "", "verify @ @");

  expect_words (f, 10, "", "verify @", f->file);
  expect_words (f, 10, "", "backup @ --data-dir !", "no place");
  g_assert_false (g_file_test (f->target, G_FILE_TEST_EXISTS));
  expect_words (f, 6, "", "restore @ --data-dir %", "end it first");
  expect_words (f, 6, PHRASE, "move-out @ --data-dir % --passphrase-stdin", "end it first");
  expect_words (f, 2, "", "move-out @ --data-dir %", "--passphrase-stdin");
  expect_words (f, 2, "short\n", "move-out @ --data-dir % --passphrase-stdin", "at least");
  expect_words (f, 10, PHRASE, "move-out @ --data-dir ! --passphrase-stdin", "no folder");
  expect_words (f, 10, PHRASE, "move-in @ --data-dir ! --passphrase-stdin", f->file);
  g_assert_false (g_file_test (f->target, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (f->file, G_FILE_TEST_EXISTS));
}

/* Whoever mistypes a name as root would have lost a device. */
static void
test_backup_replaces_files_alone (Fixture *f, gconstpointer data)
{
  g_autofree char *file = g_build_filename (f->elsewhere, "file", NULL);
  GStatBuf status;

  g_assert_cmpint (mkfifo (f->file, 0600), ==, 0);
  expect_words (f, 11, "", "backup @ --replace --data-dir %", "is no file");
  g_assert_cmpint (g_lstat (f->file, &status), ==, 0);
  g_assert_true (S_ISFIFO (status.st_mode));
  g_unlink (f->file);
  g_assert_cmpint (symlink (file, f->file), ==, 0);
  expect_words (f, 11, "", "backup @ --data-dir %", "is no file");
  place_control_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, "path",
                         "{\"op\":\"backup.create\",\"path\":\"%s\",\"replace\":true}", f->file);
  expect_words (f, 10, "", "backup /nowhere/file --data-dir %", "no folder");
}

static void
test_restore (Fixture *f, gconstpointer data)
{
  g_autofree char *done = run (f, 0, "", "backup @ --data-dir %");
  g_assert_cmpint (place_end_child (f->place, SIGTERM), ==, 0);
  expect_words (f, 0, "", "restore @ --data-dir % --keep-sessions", "before-restore-");
  place_spawn (f->place);
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
  g_assert_cmpint (place_end_child (f->place, SIGTERM), ==, 0);
  expect_words (f, 0, "", "restore @ --data-dir %", "everybody is signed out");
  place_spawn (f->place);
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", f->anna->token, NULL);
  expect_words (f, 0, "", "restore @ --data-dir !", "this folder has no key yet");
}

static void
test_move (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (place_end_child (f->place, SIGTERM), ==, 0);
  expect_words (f, 0, PHRASE, "move-out @ --data-dir % --passphrase-stdin", "moved out");
  expect_words (f, 1, "", "user list --data-dir %", "moved to another computer");
  expect_words (f, 3, "another phrase\n", "move-in @ --data-dir ! --passphrase-stdin",
                "passphrase is wrong");
  g_assert_false (g_file_test (f->target, G_FILE_TEST_EXISTS));
  expect_words (f, 0, PHRASE, "move-in @ --data-dir ! --passphrase-stdin", "moved in");
  expect_words (f, 11, PHRASE, "move-in @ --data-dir ! --passphrase-stdin", "already");
  expect_words (f, 0, "", "user list --data-dir !", "anna");
  Place *there = place_new ();
  g_assert_cmpint (g_rmdir (there->folder), ==, 0);
  g_free (there->folder);
  there->folder = g_strdup (f->target);
  place_spawn (there);
  g_autoptr (Reply) me = expect (there, 200, "GET", "/api/v1/me", f->anna->token, NULL);
  place_free (there);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/server/backup-commands/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (backup);
  ADD (misuse);
  ADD (backup_replaces_files_alone);
  ADD (restore);
  ADD (move);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-line"

#include "server/command-line.h"

#include "server/command-private.h"

#include "build-config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* This file owns which command the program runs. Main thread. */

static void
print_help (void)
{
  gsize n = 0;
  const ParlourCommand *commands = parlour_command_table (&n);

  puts ("Usage:");
  for (gsize i = 0; i < n; i++) {
    g_autofree char *line =
        g_strjoin (" ", commands[i].words[0],
                   commands[i].words[1] != NULL ? commands[i].words[1] : commands[i].usage,
                   commands[i].words[1] != NULL ? commands[i].usage : NULL, NULL);
    printf ("  parlour-server %s\n", g_strchomp (line));
  }
  puts (
      "\n"
      "The server of a Parlour place. All commands but verify take --data-dir DIR, the server's\n"
      "folder, and work whether the server runs or not; for restore, move-out and move-in it must\n"
      "have ended. “parlour-server COMMAND --help” tells a command's options.\n"
      "\n"
      "Options:\n"
      "  -h, --help     Show this help\n"
      "  --version      Show the version");
}

int
parlour_command_fail (int status, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "parlour-server: %s\n", text);
  return status;
}

gboolean
parlour_command_parse (const char *usage,
                       const char *summary,
                       const GOptionEntry *entries,
                       char ***arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (usage);

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse_strv (context, arguments, &error))
    return TRUE;
  parlour_command_fail (PARLOUR_EXIT_USAGE, "%s", error->message);
  return FALSE;
}

static gboolean
matches (const ParlourCommand *command, char **arguments, guint *n_words)
{
  for (*n_words = 0; *n_words < 2 && command->words[*n_words] != NULL; (*n_words)++)
    if (g_strcmp0 (arguments[*n_words], command->words[*n_words]) != 0)
      return FALSE;
  return TRUE;
}

/* The arguments behind the command's words, with the program's name before them. */
static char **
arguments_of (const char *program, char **rest)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **)rest);
  return g_strv_builder_end (builder);
}

/* NULL where no command begins with @first and goes on. */
static char *
list_second_words (const char *first)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gsize n = 0;
  const ParlourCommand *commands = parlour_command_table (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (commands[i].words[0], first) && commands[i].words[1] != NULL)
      g_strv_builder_add (builder, commands[i].words[1]);
  g_auto (GStrv) words = g_strv_builder_end (builder);
  return words[0] != NULL ? g_strjoinv (", ", words) : NULL;
}

static int
fail_unknown (const char *word)
{
  g_autofree char *seconds = list_second_words (word);

  if (seconds != NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "“%s” goes on with one of: %s", word, seconds);
  return parlour_command_fail (PARLOUR_EXIT_USAGE,
                               "“%s” is no command; “parlour-server --help” tells which there are",
                               word);
}

static int
run (const char *program, char **words)
{
  gsize n_commands = 0;
  guint n = 0;
  const ParlourCommand *commands = parlour_command_table (&n_commands);

  for (gsize i = 0; i < n_commands; i++)
    if (matches (&commands[i], words, &n))
      return commands[i].run != NULL
                 ? commands[i].run (arguments_of (program, words + n))
                 : parlour_command_run_op (&commands[i], arguments_of (program, words + n));
  if (words[0] == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE,
                                 "no command; “parlour-server --help” tells which there are");
  return fail_unknown (words[0]);
}

/* Where one of the three is closed, the next file to be opened would take its number, and what is
 * printed would go into that file. These here refuse it instead. */
static void
hold_standard_files (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF &&
        open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
      _exit (PARLOUR_EXIT_FAILED);
}

/* What was printed may be told this once, an invitation's link for instance. */
static int
finish (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  return parlour_command_fail (MAX (status, PARLOUR_EXIT_FAILED),
                               "standard output can't be written: %s", g_strerror (errno));
}

static int
run_first (int argc, char **argv)
{
  const char *first = argc > 1 ? argv[1] : NULL;

  if (g_strcmp0 (first, "--help") == 0 || g_strcmp0 (first, "-h") == 0) {
    print_help ();
    return 0;
  }
  if (g_strcmp0 (first, "--version") == 0) {
    puts ("parlour-server " PARLOUR_VERSION);
    return 0;
  }
  return run (argv[0], argv + 1);
}

int
parlour_server_main (int argc, char **argv)
{
  hold_standard_files ();
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like a full disk */
  if (sodium_init () < 0)
    return parlour_command_fail (PARLOUR_EXIT_FAILED, "libsodium does not start");
  g_set_prgname ("parlour-server");
  return finish (run_first (argc, argv));
}

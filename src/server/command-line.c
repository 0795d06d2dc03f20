/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-line"

#include "server/command-line.h"

#include "server/command-private.h"

#include <config.h>

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* This file owns which command the program runs. Main thread. */

typedef struct {
  const char *words[2];
  int (*run) (char **arguments);
} Command;

static const Command commands[] = {
    {{"serve", NULL}, parlour_command_serve},
    {{"user", "add"}, parlour_command_user_add},
    {{"user", "list"}, parlour_command_user_list},
};

static const char help[] =
    "Usage:\n"
    "  parlour-server serve --data-dir DIR --tls off [--listen ADDRESS:PORT] [OPTION…]\n"
    "  parlour-server user add NAME --data-dir DIR --password-stdin [--admin]\n"
    "  parlour-server user list --data-dir DIR\n"
    "\n"
    "The server of a Parlour place. “parlour-server COMMAND --help” tells a command's options.\n"
    "\n"
    "Options:\n"
    "  -h, --help     Show this help\n"
    "  --version      Show the version\n";

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
matches (const Command *command, char **arguments, guint *n_words)
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

static int
run (const char *program, char **words)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (matches (&commands[i], words, &n))
      return commands[i].run (arguments_of (program, words + n));
  if (words[0] == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE,
                                 "no command; “parlour-server --help” tells which there are");
  return parlour_command_fail (PARLOUR_EXIT_USAGE,
                               "“%s” is no command; “parlour-server --help” tells which there are",
                               words[0]);
}

int
parlour_server_main (int argc, char **argv)
{
  const char *first = argc > 1 ? argv[1] : NULL;

  if (sodium_init () < 0)
    return parlour_command_fail (PARLOUR_EXIT_FAILED, "libsodium does not start");
  g_set_prgname ("parlour-server");
  if (g_strcmp0 (first, "--help") == 0 || g_strcmp0 (first, "-h") == 0) {
    fputs (help, stdout);
    return 0;
  }
  if (g_strcmp0 (first, "--version") == 0) {
    puts ("parlour-server " PARLOUR_VERSION);
    return 0;
  }
  return run (argv[0], argv + 1);
}

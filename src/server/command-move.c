/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-move"

#include "server/command-backup.h"

#include "server/command-private.h"
#include "server/move.h"

#include "core/limits.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* This file owns `parlour-server move-out` and `move-in`. Main thread. */

typedef struct {
  char *data_dir;
  gboolean passphrase_stdin;
} Options;

typedef int (*Move) (const Options *options, const char *file, const char *passphrase);

static int
move_out (const Options *options, const char *file, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_auto (ParlourCensus) census = {0};
  g_autoptr (ParlourDataFolder) folder = NULL;

  if (g_utf8_strlen (passphrase, -1) < PARLOUR_PASSWORD_CHARS_MIN)
    return parlour_command_fail (PARLOUR_EXIT_USAGE,
                                 "the passphrase must have at least %d characters: it protects "
                                 "everything that was ever written",
                                 PARLOUR_PASSWORD_CHARS_MIN);
  if (!g_file_test (options->data_dir, G_FILE_TEST_IS_DIR))
    return parlour_command_fail (PARLOUR_EXIT_MISSING, "there is no folder %s", options->data_dir);
  folder = parlour_data_folder_open (options->data_dir, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    return parlour_command_fail (PARLOUR_EXIT_BUSY, "%s; end it first", error->message);
  if (folder == NULL || !parlour_move_out (folder, file, passphrase, NULL, &census, &error))
    return parlour_command_fail (parlour_command_exit_of (error), "%s", error->message);
  parlour_command_print_census ("moved out", &census, FALSE);
  printf ("%s is served no more; bring %s to the other computer and say move-in there\n",
          options->data_dir, file);
  return 0;
}

static int
move_in (const Options *options, const char *file, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_auto (ParlourCensus) census = {0};

  if (!parlour_move_in (file, passphrase, options->data_dir, &census, &error))
    return parlour_command_fail (parlour_command_exit_of (error), "%s", error->message);
  parlour_command_print_census ("moved in", &census, FALSE);
  printf ("serve it with: parlour-server serve --data-dir %s\n", options->data_dir);
  return 0;
}

static int
run (const Options *options, char **rest, gboolean twice, Move move)
{
  const char *why = NULL;

  if (g_strv_length (rest) != 2)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "this command takes one FILE");
  if (options->data_dir == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "--data-dir DIR is missing");
  char *passphrase = parlour_command_read_passphrase (options->passphrase_stdin, twice, &why);
  if (passphrase == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "%s", why);
  int status = move (options, rest[1], passphrase);
  sodium_memzero (passphrase, strlen (passphrase));
  g_free (passphrase);
  return status;
}

static int
parse_and_run (char **arguments, const char *summary, gboolean twice, Move move)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data_dir = NULL;
  gboolean passphrase_stdin = FALSE;
  const GOptionEntry entries[] = {
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &data_dir, "The server's folder", "DIR"},
      {"passphrase-stdin", 0, 0, G_OPTION_ARG_NONE, &passphrase_stdin,
       "Read the passphrase from the first line of standard input", NULL},
      G_OPTION_ENTRY_NULL,
  };

  if (!parlour_command_parse ("FILE", summary, entries, &rest))
    return PARLOUR_EXIT_USAGE;
  const Options options = {.data_dir = data_dir, .passphrase_stdin = passphrase_stdin};
  return run (&options, rest, twice, move);
}

int
parlour_command_move_out (char **arguments)
{
  return parse_and_run (arguments,
                        "Puts a whole place into one encrypted file. "
                        "Its key goes along, and the folder is served no more afterwards.",
                        TRUE, move_out);
}

int
parlour_command_move_in (char **arguments)
{
  return parse_and_run (arguments, "Makes a folder of a file that move-out wrote.", FALSE, move_in);
}

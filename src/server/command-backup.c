/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-backup"

#include "server/command-backup.h"

#include "server/backup.h"
#include "server/command-private.h"
#include "server/identity.h"
#include "server/restore.h"

#include <stdio.h>

/* This file owns `parlour-server backup`, `verify` and `restore`. Main thread. */

static int
report (const GError *error)
{
  return parlour_command_fail (parlour_command_exit_of (error), "%s", error->message);
}

static int
back_up (const char *data_dir, const char *file, gboolean replace)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) members = json_object_new ();
  g_autofree char *path = file != NULL ? g_canonicalize_filename (file, NULL) : NULL;

  /* The server refuses these as well; here they have exit statuses of their own. */
  if (path != NULL && !parlour_backup_check_target (path, replace, &error))
    return report (error);
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
  if (folder != NULL && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    return parlour_command_fail (PARLOUR_EXIT_MISSING, "there is no folder %s", folder);
  if (path != NULL) {
    json_object_set_string_member (members, "path", path);
    json_object_set_boolean_member (members, "replace", replace);
  }
  g_autoptr (JsonObject) done = parlour_command_ask (data_dir, "backup.create", members, &error);
  if (done == NULL)
    return report (error);
  printf ("wrote %s (%" G_GINT64_FORMAT " bytes)\n", json_object_get_string_member (done, "path"),
          json_object_get_int_member (done, "size"));
  return 0;
}

int
parlour_command_backup (char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data_dir = NULL;
  gboolean replace = FALSE;
  const GOptionEntry entries[] = {
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &data_dir,
       "The server's folder, whether it runs or not", "DIR"},
      {"replace", 0, 0, G_OPTION_ARG_NONE, &replace, "A file that is there may go", NULL},
      G_OPTION_ENTRY_NULL,
  };

  if (!parlour_command_parse ("[FILE]",
                              "Writes a backup, while people go on writing. "
                              "Without FILE it goes into the server's own folder “backups”. The "
                              "server's key is not in it: keep key.pem and cert.pem apart.",
                              entries, &rest))
    return PARLOUR_EXIT_USAGE;
  if (g_strv_length (rest) > 2)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "backup takes one FILE");
  if (data_dir == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "--data-dir DIR is missing");
  if (!parlour_command_has_place (data_dir))
    return PARLOUR_EXIT_MISSING;
  return back_up (data_dir, rest[1], replace);
}

int
parlour_command_verify (char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (ParlourCensus) census = {0};
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &json, "One JSON object", NULL},
      G_OPTION_ENTRY_NULL,
  };

  if (!parlour_command_parse ("FILE", "Tells whether a backup is sound, and what it holds.",
                              entries, &rest))
    return PARLOUR_EXIT_USAGE;
  if (g_strv_length (rest) != 2)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "verify takes one FILE");
  if (!parlour_verify (rest[1], &census, &error))
    return parlour_command_fail (parlour_command_exit_of (error), "%s: %s", rest[1],
                                 error->message);
  parlour_command_print_census ("sound", &census, json);
  return 0;
}

/* A backup holds no key. Without the old one the devices take this for another server. */
static void
tell_of_key (ParlourDataFolder *folder)
{
  g_autofree char *key = parlour_data_folder_file (folder, PARLOUR_KEY_FILE);

  if (!g_file_test (key, G_FILE_TEST_EXISTS))
    puts ("this folder has no key yet: before you serve it, put " PARLOUR_KEY_FILE
          " and " PARLOUR_CERTIFICATE_FILE " of the\nold folder into it, or people's devices "
          "refuse it as another server and need new invitations");
}

static int
restore (const char *data_dir, const char *file, gboolean keep_sessions)
{
  g_autoptr (GError) error = NULL;
  g_auto (ParlourCensus) census = {0};
  g_autofree char *kept = NULL;
  g_autoptr (ParlourDataFolder) folder = parlour_data_folder_open (data_dir, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    return parlour_command_fail (PARLOUR_EXIT_BUSY, "%s; end it first", error->message);
  if (folder == NULL || !parlour_restore (folder, file, keep_sessions, &census, &kept, &error))
    return report (error);
  parlour_command_print_census ("restored", &census, FALSE);
  if (kept != NULL)
    printf ("the database of before is %s\n", kept);
  if (!keep_sessions)
    puts ("everybody is signed out, and invitations have ended");
  tell_of_key (folder);
  return 0;
}

int
parlour_command_restore (char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_autofree char *data_dir = NULL;
  gboolean keep_sessions = FALSE;
  const GOptionEntry entries[] = {
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &data_dir,
       "The folder that the backup goes to; no server runs on it; made where it is missing", "DIR"},
      {"keep-sessions", 0, 0, G_OPTION_ARG_NONE, &keep_sessions,
       "Who was signed in when it was written stays so, and invitations hold", NULL},
      G_OPTION_ENTRY_NULL,
  };

  if (!parlour_command_parse ("FILE",
                              "Puts a backup in the place of a folder's database. The old one "
                              "is kept beside it.",
                              entries, &rest))
    return PARLOUR_EXIT_USAGE;
  if (g_strv_length (rest) != 2)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "restore takes one FILE");
  if (data_dir == NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "--data-dir DIR is missing");
  return restore (data_dir, rest[1], keep_sessions);
}

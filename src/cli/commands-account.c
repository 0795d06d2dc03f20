/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-account"

#include "cli/await.h"
#include "cli/cli-error.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/password.h"
#include "client/cache/copy.h"
#include "core/json-writer.h"
#include "core/text.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* This file owns signing up, in and out, and for good. Main thread. */

#define RELEASE_TRIES 50 /* of 100 ms: a `watch` that was signed out ends by itself */

static void
print_me (const ParlourAccountEntry *entry, gboolean json)
{
  const ParlourUser fields = {
      .id = entry->user_id,
      .username = entry->username,
      .display_name = entry->display_name != NULL ? entry->display_name : entry->username,
  };
  g_autoptr (ParlourUser) user = parlour_user_new (&fields);

  parlour_cli_print_user (user, json);
}

static gboolean
enter (ParlourCli *cli, gboolean sign_up, GError **error)
{
  g_autofree char *username = parlour_username_normalize (cli->options->arguments[0], error);
  g_autoptr (ParlourDestination) destination =
      username != NULL ? parlour_cli_session_find (cli->profile, cli->options, error) : NULL;
  g_autoptr (ParlourCliPassword) password =
      destination != NULL ? parlour_cli_read_password (cli->options->password_stdin, sign_up, error)
                          : NULL;

  if (password == NULL)
    return FALSE;
  if (sign_up && !parlour_password_check (password, error))
    return FALSE;

  g_autoptr (ParlourCliSession) session = parlour_cli_session_sign_in (
      cli->profile, cli->options, destination, username, password, sign_up, error);
  if (session == NULL)
    return FALSE;
  print_me (parlour_cli_session_get_entry (session), cli->options->json);
  return TRUE;
}

gboolean
parlour_cli_register (ParlourCli *cli, GError **error)
{
  return enter (cli, TRUE, error);
}

gboolean
parlour_cli_login (ParlourCli *cli, GError **error)
{
  return enter (cli, FALSE, error);
}

static gboolean
tick_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
has_ticked (gpointer data)
{
  return *(gboolean *)data;
}

/* Takes the copy's lock, so that nobody works on what is removed; then gives it back. */
static gboolean
take_copy (const char *folder, GError **error)
{
  for (guint i = 0; i < RELEASE_TRIES; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) local = NULL;
    gboolean ticked = FALSE;

    parlour_copy_open_async (folder, NULL, parlour_cli_await_cb, &result);
    parlour_cli_await (&result);
    g_autoptr (ParlourCopy) copy = parlour_copy_open_finish (result, &local);
    if (copy != NULL) {
      parlour_copy_close (copy);
      return TRUE;
    }
    if (i + 1 == RELEASE_TRIES ||
        !g_error_matches (local, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_IN_USE)) {
      parlour_cli_error_take_local (error, g_steal_pointer (&local));
      return FALSE;
    }
    g_timeout_add (100, tick_cb, &ticked);
    parlour_cli_await_until (has_ticked, &ticked, 0);
  }
  return FALSE;
}

/* The copy's folder holds plain files alone. */
static gboolean
remove_copy (const char *folder, GError **error)
{
  const char *name;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!take_copy (folder, error))
    return FALSE;

  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (folder, name, NULL);
    g_unlink (file);
  }
  g_rmdir (folder);
  return TRUE;
}

gboolean
parlour_cli_logout (ParlourCli *cli, GError **error)
{
  ParlourCliSession *session = cli->session;
  g_autoptr (GError) refused = NULL;
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (session, "POST", NULL, &refused, "/logout");

  if (!parlour_cli_session_forget (session, error) ||
      !remove_copy (parlour_cli_session_get_folder (session), error))
    return FALSE;
  /* A token that the server takes no more is as good as ended. */
  if (refused == NULL || parlour_cli_error_to_status (refused) == PARLOUR_CLI_NOT_SIGNED_IN)
    return TRUE;
  g_set_error (error, PARLOUR_CLI_ERROR, (int)parlour_cli_error_to_status (refused),
               /* Translators: a reason, a sentence */
               _ ("The token is forgotten here, but the server still takes it: %s"),
               refused->message);
  return FALSE;
}

/* What becomes of one's messages is never guessed. */
static gboolean
check_deletion (char **arguments, GError **error)
{
  if (g_str_equal (arguments[0], "delete") &&
      (g_str_equal (arguments[1], "keep") || g_str_equal (arguments[1], "erase")))
    return TRUE;
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
               /* Translators: a command and its arguments, as they are typed */
               _ ("It is called like this: parlour-cli %s %s"), "account", "delete keep|erase");
  return FALSE;
}

static gboolean
delete_account (ParlourCli *cli, const char *password, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "password", password);
  parlour_json_writer_string (writer, "messages", cli->options->arguments[1]);
  parlour_json_writer_end_object (writer);
  g_autoptr (GBytes) body = parlour_json_writer_finish_bytes (writer);
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "DELETE", body, error, "/me");
  return answer != NULL;
}

gboolean
parlour_cli_account (ParlourCli *cli, GError **error)
{
  if (!check_deletion (cli->options->arguments, error))
    return FALSE;

  g_autoptr (ParlourCliPassword) password =
      parlour_cli_read_password (cli->options->password_stdin, FALSE, error);
  return password != NULL && delete_account (cli, password, error) &&
         parlour_cli_session_forget (cli->session, error) &&
         remove_copy (parlour_cli_session_get_folder (cli->session), error);
}

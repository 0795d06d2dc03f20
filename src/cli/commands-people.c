/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-people"

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/pages.h"
#include "cli/target.h"
#include "cli/values.h"
#include "client/account-values.h"

/* This file owns the commands about people: whom one wants nothing from, what one says of oneself,
 * and one's devices. Main thread. */

static gboolean
print_user (JsonObject *item, gpointer data, GError **error)
{
  ParlourCli *cli = data;
  g_autoptr (ParlourUser) user = parlour_user_read (item, error);

  if (user == NULL)
    return FALSE;
  parlour_cli_print_user (user, cli->options->json);
  return TRUE;
}

gboolean
parlour_cli_block (ParlourCli *cli, GError **error)
{
  g_autofree char *user = parlour_cli_target_user (cli, cli->options->arguments[0], error);

  if (user == NULL)
    return FALSE;
  g_autoptr (JsonObject) answer = parlour_cli_session_call (
      cli->session, cli->options->off ? "DELETE" : "PUT", NULL, error, "/users/%s/block", user);
  return answer != NULL;
}

gboolean
parlour_cli_blocks (ParlourCli *cli, GError **error)
{
  return parlour_cli_read_list (cli->session, "/blocks", "cursor", 0, print_user, cli, error);
}

/* (transfer full) (nullable): of what is reported: a message, or a person as a whole. */
static char *
reported_path (ParlourCli *cli, GError **error)
{
  char **arguments = cli->options->arguments;
  g_autofree char *id = NULL;
  guint64 seq = 0;

  if (arguments[2] == NULL) {
    id = parlour_cli_target_user (cli, arguments[0], error);
    return id != NULL ? g_strdup_printf ("/users/%s/report", id) : NULL;
  }
  if (!parlour_cli_target_message (cli, arguments[0], arguments[1], &id, &seq, error))
    return NULL;
  return g_strdup_printf ("/conversations/%s/messages/%" G_GUINT64_FORMAT "/report", id, seq);
}

gboolean
parlour_cli_report (ParlourCli *cli, GError **error)
{
  char **arguments = cli->options->arguments;
  g_autofree char *path = reported_path (cli, error);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  if (path == NULL)
    return FALSE;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "reason", arguments[arguments[2] != NULL ? 2 : 1]);
  parlour_json_writer_end_object (writer);
  g_autoptr (GBytes) body = parlour_json_writer_finish_bytes (writer);
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "POST", body, error, "%s", path);
  return answer != NULL;
}

/* --- oneself ---------------------------------------------------------------------------------- */

static const ParlourCliValue profile[] = {
    {"display_name", FALSE}, {"given_name", FALSE}, {"family_name", FALSE},   {"email", FALSE},
    {"status_text", FALSE},  {"share_read", TRUE},  {"share_presence", TRUE},
};

static JsonObject *
change (ParlourCli *cli, GError **error)
{
  g_autoptr (GBytes) body =
      parlour_cli_values_parse (profile, G_N_ELEMENTS (profile), cli->options->arguments, error);

  return body != NULL ? parlour_cli_session_call (cli->session, "PATCH", body, error, "/me") : NULL;
}

gboolean
parlour_cli_profile (ParlourCli *cli, GError **error)
{
  g_autoptr (JsonObject) me =
      *cli->options->arguments != NULL
          ? change (cli, error)
          : parlour_cli_session_call (cli->session, "GET", NULL, error, "/me");

  if (me == NULL)
    return FALSE;
  if (cli->options->json)
    parlour_cli_print_object (me);
  else
    parlour_cli_values_print (profile, G_N_ELEMENTS (profile), me);
  return TRUE;
}

static gboolean
print_device (JsonObject *item, gpointer data, GError **error)
{
  ParlourCli *cli = data;
  ParlourDevice *device = parlour_device_read (item, error);

  if (device == NULL)
    return FALSE;
  if (cli->options->json)
    parlour_cli_print_object (item);
  else
    parlour_cli_print_device (device);
  parlour_device_free (device);
  return TRUE;
}

gboolean
parlour_cli_devices (ParlourCli *cli, GError **error)
{
  return parlour_cli_read_list (cli->session, "/sessions", NULL, 0, print_device, cli, error);
}

gboolean
parlour_cli_sign_out (ParlourCli *cli, GError **error)
{
  g_autofree char *id = g_uri_escape_string (cli->options->arguments[0], NULL, FALSE);
  g_autoptr (JsonObject) answer =
      parlour_cli_session_call (cli->session, "DELETE", NULL, error, "/sessions/%s", id);

  return answer != NULL;
}

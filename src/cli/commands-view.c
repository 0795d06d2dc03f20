/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands-view"

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/target.h"
#include "cli/values.h"

/* This file owns the commands about one's own view of a conversation, on all of one's devices. All
 * may be said again without harm. Main thread. */

static const ParlourCliValue settings[] = {
    {"archived", TRUE},     {"pinned", TRUE},        {"notify", FALSE},
    {"muted_until", FALSE}, {"marked_unread", TRUE}, {"draft", FALSE},
};

static JsonObject *
change (ParlourCli *cli, const char *id, char **typed, GError **error)
{
  g_autoptr (GBytes) body =
      parlour_cli_values_parse (settings, G_N_ELEMENTS (settings), typed, error);

  return body != NULL ? parlour_cli_session_call (cli->session, "PATCH", body, error,
                                                  "/conversations/%s/settings", id)
                      : NULL;
}

gboolean
parlour_cli_settings (ParlourCli *cli, GError **error)
{
  char **typed = cli->options->arguments + 1;
  g_autofree char *id = parlour_cli_target_conversation (cli, cli->options->arguments[0], error);

  if (id == NULL)
    return FALSE;
  g_autoptr (JsonObject) answer =
      *typed != NULL
          ? change (cli, id, typed, error)
          : parlour_cli_session_call (cli->session, "GET", NULL, error, "/conversations/%s", id);
  if (answer == NULL)
    return FALSE;
  JsonObject *now = json_object_get_object_member (answer, "settings");
  if (cli->options->json)
    parlour_cli_print_object (now);
  else
    parlour_cli_values_print (settings, G_N_ELEMENTS (settings), now);
  return TRUE;
}

gboolean
parlour_cli_archive (ParlourCli *cli, GError **error)
{
  char *typed[] = {(char *)"archived", (char *)(cli->options->off ? "off" : "on"), NULL};
  g_autofree char *id = parlour_cli_target_conversation (cli, cli->options->arguments[0], error);
  g_autoptr (JsonObject) answer = id != NULL ? change (cli, id, typed, error) : NULL;

  return answer != NULL;
}

gboolean
parlour_cli_clear (ParlourCli *cli, GError **error)
{
  g_autofree char *id = parlour_cli_target_conversation (cli, cli->options->arguments[0], error);

  if (id == NULL)
    return FALSE;
  g_autoptr (JsonObject) answer = parlour_cli_session_call (cli->session, "DELETE", NULL, error,
                                                            "/conversations/%s/history?for=me", id);
  return answer != NULL;
}

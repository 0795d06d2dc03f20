/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-target"

#include "cli/target.h"

#include "cli/cli-error.h"
#include "cli/people.h"

#include <glib/gi18n.h>

/* This file owns how what was typed becomes a conversation, a message or a person. Main thread. */

char *
parlour_cli_target_conversation (ParlourCli *cli, const char *with, GError **error)
{
  g_autoptr (ParlourCliPeople) people = parlour_cli_people_new (cli->session);
  char *id = NULL;

  if (!parlour_cli_people_find_conversation (people, with, &id, error))
    return NULL;
  if (id == NULL)
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED,
                 /* Translators: %s is a username */
                 _ ("There are no messages with “%s”."), with);
  return id;
}

static gboolean
parse_seq (const char *text, guint64 *seq, GError **error)
{
  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, seq, NULL))
    return TRUE;
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
               /* Translators: %s is what was typed */
               _ ("“%s” is no message’s number; “history” prints them."), text);
  return FALSE;
}

gboolean
parlour_cli_target_message (
    ParlourCli *cli, const char *with, const char *text, char **id, guint64 *seq, GError **error)
{
  if (!parse_seq (text, seq, error))
    return FALSE;
  *id = parlour_cli_target_conversation (cli, with, error);
  return *id != NULL;
}

char *
parlour_cli_target_user (ParlourCli *cli, const char *name, GError **error)
{
  g_autoptr (ParlourCliPeople) people = parlour_cli_people_new (cli->session);

  return parlour_cli_people_find_user (people, name, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-commands"

#include "cli/commands.h"

#include <glib/gi18n.h>

/* This file owns the table of commands. Main thread. */

static const ParlourCliCommand commands[] = {
    {{"register", "USERNAME", N_ ("Make an account and sign in"), 1, 1,
      PARLOUR_CLI_TAKES_PASSWORD | PARLOUR_CLI_TAKES_DISPLAY_NAME | PARLOUR_CLI_TAKES_FINGERPRINT},
     FALSE,
     FALSE,
     parlour_cli_register},
    {{"login", "USERNAME", N_ ("Sign this device in"), 1, 1,
      PARLOUR_CLI_TAKES_PASSWORD | PARLOUR_CLI_TAKES_FINGERPRINT},
     FALSE,
     FALSE,
     parlour_cli_login},
    {{"logout", "", N_ ("Sign this device out and remove its copy"), 0, 0, 0},
     TRUE,
     TRUE,
     parlour_cli_logout},
    {{"users", "[PREFIX]", N_ ("List people by username or name"), 0, 1, PARLOUR_CLI_TAKES_LIMIT},
     TRUE,
     TRUE,
     parlour_cli_users},
    {{"conversations", "", N_ ("List conversations, newest activity first"), 0, 0, 0},
     TRUE,
     TRUE,
     parlour_cli_conversations},
    {{"send", "TO [--subject S] [BODY|-]", N_ ("Send a message"), 1, 2, PARLOUR_CLI_TAKES_SUBJECT},
     TRUE,
     FALSE,
     parlour_cli_send},
    {{"history", "WITH [--limit N]", N_ ("Print the newest messages of a conversation"), 1, 1,
      PARLOUR_CLI_TAKES_LIMIT},
     TRUE,
     TRUE,
     parlour_cli_history},
    {{"received", "[--limit N]", N_ ("Print the newest messages to me"), 0, 0,
      PARLOUR_CLI_TAKES_LIMIT},
     TRUE,
     TRUE,
     parlour_cli_received},
    {{"sent", "[--limit N]", N_ ("Print the newest messages from me"), 0, 0,
      PARLOUR_CLI_TAKES_LIMIT},
     TRUE,
     TRUE,
     parlour_cli_sent},
    {{"export", "", N_ ("Print everything of mine, one JSON object a line"), 0, 0, 0},
     TRUE,
     TRUE,
     parlour_cli_export},
    {{"delete", "WITH SEQ [--for-everyone]", N_ ("Delete a message, for me or for everyone"), 2, 2,
      PARLOUR_CLI_TAKES_FOR_EVERYONE},
     TRUE,
     TRUE,
     parlour_cli_delete},
    {{"watch", "", N_ ("Print events as they come, from where the last watch ended"), 0, 0, 0},
     TRUE,
     FALSE,
     parlour_cli_watch},
};

const ParlourCliCommand *
parlour_cli_commands_get (gsize *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}

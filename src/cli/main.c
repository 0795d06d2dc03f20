/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main"

#include "cli/cli-error.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/waiting.h"
#include "build-config.h"

#include <glib/gi18n.h>

#include <locale.h>

/* The command line program. */

static const ParlourCliCommand *
find (const char *name)
{
  gsize n = 0;
  const ParlourCliCommand *commands = parlour_cli_commands_get (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (commands[i].syntax.name, name))
      return &commands[i];
  g_return_val_if_reached (NULL);
}

static ParlourCliOptions *
parse (char **arguments, GError **error)
{
  gsize n = 0;
  const ParlourCliCommand *commands = parlour_cli_commands_get (&n);
  g_autofree const ParlourCliSyntax **syntaxes = g_new0 (const ParlourCliSyntax *, n);

  for (gsize i = 0; i < n; i++)
    syntaxes[i] = &commands[i].syntax;
  return parlour_cli_options_parse (arguments, syntaxes, n, error);
}

static gboolean
run (const ParlourCliOptions *options, GError **error)
{
  const ParlourCliCommand *command = find (options->command);
  g_autoptr (GError) local = NULL;
  g_autoptr (ParlourProfile) profile = parlour_profile_new (options->profile, &local);
  g_autoptr (ParlourCliSession) session = NULL;

  if (profile == NULL) {
    g_set_error_literal (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, local->message);
    return FALSE;
  }
  if (command->needs_session) {
    session = parlour_cli_session_load (profile, options, error);
    if (session == NULL)
      return FALSE;
  }
  if (command->sends_waiting)
    parlour_cli_send_waiting (session);

  ParlourCli cli = {.options = options, .profile = profile, .session = session};
  return command->run (&cli, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PARLOUR_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("parlour-cli");
  g_log_writer_default_set_use_stderr (TRUE); /* standard output is for scripts alone */

  g_autoptr (ParlourCliOptions) options = parse (argv, &error);
  if (options != NULL && options->version)
    parlour_cli_print ("parlour-cli " PARLOUR_VERSION);
  else if (options != NULL)
    run (options, &error);
  if (error == NULL)
    return PARLOUR_CLI_OK;
  parlour_cli_say_error (error);
  return (int)parlour_cli_error_to_status (error);
}

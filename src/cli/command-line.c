/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-line"

#include "cli/command-line.h"

#include "cli/cli-error.h"

#include <glib/gi18n.h>

/* This file owns how the program is called: options before or after the command, and what `--help`
 * says. Main thread. */

#define COMMAND_COLUMN 34

void
parlour_cli_options_free (ParlourCliOptions *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->fingerprint);
  g_free (self->profile);
  g_free (self->token_file);
  g_free (self->display_name);
  g_free (self->subject);
  g_free (self->command);
  g_strfreev (self->arguments);
  g_free (self);
}

static void set_usage_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
set_usage_error (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, text);
}

/* A call that is longer than its column has a line to itself. Columns count characters, not bytes.
 */
static void
add_command (GString *text, const ParlourCliSyntax *syntax)
{
  g_autofree char *call = g_strdup_printf ("%s %s", syntax->name, syntax->arguments);
  int used = (int)g_utf8_strlen (call, -1);

  g_string_append_printf (text, "\n  %s", call);
  if (used > COMMAND_COLUMN) {
    g_string_append (text, "\n  ");
    used = 0;
  }
  g_string_append_printf (text, "%*s %s", COMMAND_COLUMN - used, "", _ (syntax->description));
}

static char *
make_summary (const ParlourCliSyntax *const *syntaxes, gsize n)
{
  GString *text = g_string_new (_ ("Commands:"));

  for (gsize i = 0; i < n; i++)
    add_command (text, syntaxes[i]);
  return g_string_free (text, FALSE);
}

static const char *
get_description (void)
{
  return _ ("TO and WITH are a username, the id of a conversation, or “#” and a group’s\n"
            "title; GROUP is one of the last two. A body of “-”, or none, is read from\n"
            "standard input. A password is asked for, or read with\n"
            "--password-stdin; it can’t be an argument, for others can read those.\n"
            "\n"
            "The token is kept in the keyring, or in the file of --token-file, which only\n"
            "its owner may be able to read; it also says which account it belongs to.\n"
            "\n"
            "A server shows its key, and nothing is sent before that is known to be right: by\n"
            "the invite link, by --fingerprint, by a public authority, or by your own word.\n"
            "\n"
            "Exit status:\n"
            "  0  done\n"
            "  1  refused or failed\n"
            "  2  not called like this\n"
            "  3  no connection; a message waits, and is sent with the next command\n"
            "  4  not signed in");
}

/* Strings are taken as bytes and must be UTF-8 or of the locale: a message in UTF-8 is not refused
 * because LANG is not set. */
static gboolean
to_utf8 (char **text, GError **error)
{
  if (*text == NULL || g_utf8_validate (*text, -1, NULL))
    return TRUE;

  char *converted = g_locale_to_utf8 (*text, -1, NULL, NULL, NULL);
  if (converted == NULL) {
    set_usage_error (error, "%s", _ ("An argument is not text: neither UTF-8 nor of this locale."));
    return FALSE;
  }
  g_free (*text);
  *text = converted;
  return TRUE;
}

static gboolean
all_to_utf8 (ParlourCliOptions *self, GError **error)
{
  for (char **argument = self->arguments; argument != NULL && *argument != NULL; argument++)
    if (!to_utf8 (argument, error))
      return FALSE;
  return to_utf8 (&self->server, error) && to_utf8 (&self->fingerprint, error) &&
         to_utf8 (&self->profile, error) && to_utf8 (&self->display_name, error) &&
         to_utf8 (&self->subject, error);
}

static const ParlourCliSyntax *
find (const char *name, const ParlourCliSyntax *const *syntaxes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (syntaxes[i]->name, name))
      return syntaxes[i];
  return NULL;
}

static const char *
find_foreign_option (const ParlourCliOptions *self, ParlourCliOptionFlags takes)
{
  const struct {
    gboolean given;
    ParlourCliOptionFlags flag;
    const char *name;
  } options[] = {
      {self->password_stdin, PARLOUR_CLI_TAKES_PASSWORD, "--password-stdin"},
      {self->display_name != NULL, PARLOUR_CLI_TAKES_DISPLAY_NAME, "--display-name"},
      {self->subject != NULL, PARLOUR_CLI_TAKES_SUBJECT, "--subject"},
      {self->limit != 0, PARLOUR_CLI_TAKES_LIMIT, "--limit"},
      {self->fingerprint != NULL, PARLOUR_CLI_TAKES_FINGERPRINT, "--fingerprint"},
      {self->for_everyone, PARLOUR_CLI_TAKES_FOR_EVERYONE, "--for-everyone"},
      {self->off, PARLOUR_CLI_TAKES_OFF, "--off"},
      {self->reply_to != 0, PARLOUR_CLI_TAKES_REPLY_TO, "--reply-to"},
      {self->titled, PARLOUR_CLI_TAKES_TITLED, "--titled"},
      {self->owed, PARLOUR_CLI_TAKES_OWED, "--owed"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].given && (takes & options[i].flag) == 0)
      return options[i].name;
  return NULL;
}

static gboolean
check (const ParlourCliOptions *self,
       const ParlourCliSyntax *const *syntaxes,
       gsize n,
       GError **error)
{
  const ParlourCliSyntax *syntax = find (self->command, syntaxes, n);

  if (syntax == NULL) {
    /* Translators: %s is what was typed */
    set_usage_error (error, _ ("There is no command “%s”; see parlour-cli --help."), self->command);
    return FALSE;
  }

  guint n_arguments = g_strv_length (self->arguments);
  if (n_arguments < syntax->min_arguments || n_arguments > syntax->max_arguments) {
    /* Translators: a command and its arguments, as they are typed */
    set_usage_error (error, _ ("It is called like this: parlour-cli %s %s"), syntax->name,
                     syntax->arguments);
    return FALSE;
  }

  const char *foreign = find_foreign_option (self, syntax->takes);
  if (foreign != NULL) {
    /* Translators: a command, an option */
    set_usage_error (error, _ ("“%s” does not take %s."), syntax->name, foreign);
    return FALSE;
  }
  if (self->reply_to < 0 || self->reply_to > G_MAXUINT32) {
    /* Translators: an option, and the most that it takes */
    set_usage_error (error, _ ("%s takes 1 to %d."), "--reply-to", G_MAXINT32);
    return FALSE;
  }
  if (self->limit < 0 || self->limit > 100000) {
    /* Translators: an option, and the most that it takes */
    set_usage_error (error, _ ("%s takes 1 to %d."), "--limit", 100000);
    return FALSE;
  }
  return TRUE;
}

static GOptionContext *
make_context (ParlourCliOptions *self,
              char ***rest,
              const ParlourCliSyntax *const *syntaxes,
              gsize n_syntaxes)
{
  const GOptionEntry entries[] = {
      {"server", 0, 0, G_OPTION_ARG_FILENAME, &self->server,
       N_ ("The server: an address or an invite link; https://127.0.0.1:7447 unless signed in "
           "elsewhere"),
       "SERVER"},
      {"fingerprint", 0, 0, G_OPTION_ARG_FILENAME, &self->fingerprint,
       N_ ("register, login: the key that the server must have"), "TEXT"},
      {"profile", 0, 0, G_OPTION_ARG_FILENAME, &self->profile,
       N_ ("Keep everything apart under this name"), "NAME"},
      {"token-file", 0, 0, G_OPTION_ARG_FILENAME, &self->token_file,
       N_ ("Keep the token in this file, not in the keyring"), "FILE"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON object a line"), NULL},
      {"password-stdin", 0, 0, G_OPTION_ARG_NONE, &self->password_stdin,
       N_ ("register, login: read the password from standard input"), NULL},
      {"display-name", 0, 0, G_OPTION_ARG_FILENAME, &self->display_name,
       N_ ("register: the name that others see"), "NAME"},
      {"subject", 0, 0, G_OPTION_ARG_FILENAME, &self->subject,
       N_ ("send, edit: the message’s title"), "TEXT"},
      {"limit", 0, 0, G_OPTION_ARG_INT, &self->limit, N_ ("At most so many"), "N"},
      {"for-everyone", 0, 0, G_OPTION_ARG_NONE, &self->for_everyone,
       N_ ("delete: one’s own message, for all who have it"), NULL},
      {"off", 0, 0, G_OPTION_ARG_NONE, &self->off, N_ ("Take it back"), NULL},
      {"titled", 0, 0, G_OPTION_ARG_NONE, &self->titled,
       N_ ("received, sent: only messages with a title"), NULL},
      {"owed", 0, 0, G_OPTION_ARG_NONE, &self->owed,
       N_ ("received: only titled messages that one has read and not answered"), NULL},
      {"reply-to", 0, 0, G_OPTION_ARG_INT64, &self->reply_to,
       N_ ("send: the number of the message that it answers"), "SEQ"},
      {"version", 0, 0, G_OPTION_ARG_NONE, &self->version, N_ ("Print the version"), NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL},
      {NULL},
  };
  GOptionContext *context = g_option_context_new (_ ("COMMAND …"));
  g_autofree char *summary = make_summary (syntaxes, n_syntaxes);

  g_option_context_set_translation_domain (context, NULL);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, get_description ());
  g_option_context_add_main_entries (context, entries, "parlour");
  return context;
}

ParlourCliOptions *
parlour_cli_options_parse (char **arguments,
                           const ParlourCliSyntax *const *syntaxes,
                           gsize n_syntaxes,
                           GError **error)
{
  g_autoptr (ParlourCliOptions) self = g_new0 (ParlourCliOptions, 1);
  g_auto (GStrv) rest = NULL;
  g_autoptr (GOptionContext) context = make_context (self, &rest, syntaxes, n_syntaxes);
  g_auto (GStrv) argv = g_strdupv (arguments);
  g_autoptr (GError) local = NULL;

  if (!g_option_context_parse_strv (context, &argv, &local)) {
    set_usage_error (error, "%s", local->message);
    return NULL;
  }
  if (self->version)
    return g_steal_pointer (&self);
  if (rest == NULL || rest[0] == NULL) {
    set_usage_error (error, "%s", _ ("A command is missing; see parlour-cli --help."));
    return NULL;
  }
  self->command = g_strdup (rest[0]);
  self->arguments = g_strdupv (rest + 1);
  if (!to_utf8 (&self->command, error) || !all_to_utf8 (self, error) ||
      !check (self, syntaxes, n_syntaxes, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-password"

#include "server/command-private.h"

#include "core/limits.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* This file owns how a password reaches a command: from a pipe or a terminal, never in a command
 * line, which everybody on the computer can read. Main thread. */

/* The first line of standard input, without its end; NULL where that is no text, or there is none.
 * A zero byte would end the password before its end. */
static char *
read_line (void)
{
  char line[PARLOUR_PASSWORD_BYTES_MAX + 3];
  gsize n = 0;
  int c = getchar ();

  if (c == EOF)
    return NULL;
  for (; c != EOF && c != '\n' && n < sizeof line; c = getchar ())
    line[n++] = (char)c;
  if (n > 0 && line[n - 1] == '\r')
    n--;
  char *password = g_utf8_validate_len (line, n, NULL) ? g_strndup (line, n) : NULL;
  sodium_memzero (line, sizeof line);
  return password;
}

static char *
prompt (const char *text)
{
  struct termios before, silent;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return NULL;
  silent = before;
  silent.c_lflag &= (tcflag_t)~ECHO;
  /* before the prompt: what is typed after it must not be thrown away */
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  fputs (text, stderr);
  fflush (stderr);
  char *password = read_line ();
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  fputc ('\n', stderr);
  return password;
}

static void
wipe (char *password)
{
  if (password == NULL)
    return;
  sodium_memzero (password, strlen (password));
  g_free (password);
}

static char *
prompt_twice (const char *text, const char **why)
{
  char *password = prompt (text);
  char *again = password != NULL ? prompt ("The same again: ") : NULL;

  if (again == NULL || strcmp (password, again) != 0) {
    *why = again == NULL ? "no password was given" : "these were two different passwords";
    g_clear_pointer (&password, wipe);
  }
  wipe (again);
  return password;
}

static char *
from_stdin_or_fail (const char **why)
{
  char *password = read_line ();

  if (password == NULL)
    *why = "no password stands in UTF-8 on standard input";
  return password;
}

char *
parlour_command_read_password (gboolean from_stdin, const char **why)
{
  if (from_stdin)
    return from_stdin_or_fail (why);
  if (isatty (STDIN_FILENO))
    return prompt_twice ("Password: ", why);
  *why = "--password-stdin is missing: a password never stands in a command line";
  return NULL;
}

char *
parlour_command_read_passphrase (gboolean from_stdin, gboolean twice, const char **why)
{
  if (from_stdin)
    return from_stdin_or_fail (why);
  if (!isatty (STDIN_FILENO)) {
    *why = "--passphrase-stdin is missing: a passphrase never stands in a command line";
    return NULL;
  }
  char *passphrase = twice ? prompt_twice ("Passphrase: ", why) : prompt ("Passphrase: ");
  if (passphrase == NULL && !twice)
    *why = "no passphrase was given";
  return passphrase;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-password"

#include "cli/password.h"

#include "cli/cli-error.h"
#include "core/limits.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

/* This file owns what is typed or piped in: passwords, which never are arguments, and long texts.
 * Main thread; waits for the person. */

#define LINE_BYTES (PARLOUR_PASSWORD_BYTES_MAX * 4 + 2)
#define BODY_BYTES_MAX                                                                             \
  (1024 * 1024) /* far past what a message may hold: the check says how far                        \
                 */

void
parlour_cli_password_free (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

/* Without its end; -1 where there is none. */
static gssize
read_bytes (FILE *file, char line[LINE_BYTES])
{
  gssize n = 0;
  int c = getc (file);

  if (c == EOF)
    return -1;
  for (; c != EOF && c != '\n' && n < LINE_BYTES - 1; c = getc (file))
    line[n++] = (char)c;
  return n > 0 && line[n - 1] == '\r' ? n - 1 : n;
}

/* The first line of @file, as a password. A zero byte would end it before its end. */
static char *
read_line (FILE *file, GError **error)
{
  char line[LINE_BYTES] = {0};
  char *password = NULL;
  gssize n = read_bytes (file, line);

  if (n < 0) {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, "%s", _ ("There is no password."));
    return NULL;
  }
  if (g_utf8_validate (line, n, NULL))
    password = g_strndup (line, (gsize)n);
  else if (memchr (line, 0, (gsize)n) == NULL)
    password = g_locale_to_utf8 (line, n, NULL, NULL, NULL);
  explicit_bzero (line, sizeof line);
  if (password == NULL)
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, "%s",
                 _ ("The password is not text: neither UTF-8 nor of this locale."));
  return password;
}

static int
block_signals (sigset_t *before)
{
  sigset_t caught;

  sigemptyset (&caught);
  sigaddset (&caught, SIGINT);
  sigaddset (&caught, SIGTERM);
  sigaddset (&caught, SIGQUIT);
  sigprocmask (SIG_BLOCK, &caught, before);
  return signalfd (-1, &caught, SFD_CLOEXEC);
}

/* A signal that ends us would leave the terminal without echo. So it waits until that is mended,
 * and the line is read only when one is there. */
static char *
read_line_silently (FILE *terminal,
                    const struct termios *before,
                    const char *question,
                    GError **error)
{
  struct termios silent = *before;
  sigset_t mask;
  struct pollfd fds[] = {
      {.fd = fileno (terminal), .events = POLLIN},
      {.fd = block_signals (&mask), .events = POLLIN},
  };
  char *password = NULL;

  silent.c_lflag &= ~(tcflag_t)ECHO;
  tcsetattr (fds[0].fd, TCSAFLUSH, &silent);
  fprintf (terminal, "%s ", question); /* only now: what is typed before is thrown away */
  fflush (terminal);
  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0 && errno == EINTR)
    continue;
  if (fds[1].revents == 0)
    password = read_line (terminal, error);
  tcsetattr (fds[0].fd, TCSAFLUSH, before);
  fputc ('\n', terminal);
  close (fds[1].fd);
  sigprocmask (SIG_SETMASK, &mask, NULL);
  return password;
}

static char *
ask (FILE *terminal, const char *question, GError **error)
{
  struct termios before;

  if (tcgetattr (fileno (terminal), &before) == 0)
    return read_line_silently (terminal, &before, question, error);
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, "%s", g_strerror (errno));
  return NULL;
}

static char *
ask_on_terminal (gboolean twice, GError **error)
{
  FILE *terminal = fopen ("/dev/tty", "r+e");

  if (terminal == NULL) {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, "%s",
                 _ ("There is no terminal to ask for the password on; use --password-stdin."));
    return NULL;
  }

  g_autoptr (ParlourCliPassword) password = ask (terminal, _ ("Password:"), error);
  g_autoptr (ParlourCliPassword) again =
      password != NULL && twice ? ask (terminal, _ ("The same again:"), error) : NULL;
  fclose (terminal);
  if (password == NULL || (twice && again == NULL))
    return NULL;
  if (twice && strcmp (password, again) != 0) {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, "%s",
                 _ ("The two passwords are not the same."));
    return NULL;
  }
  return g_steal_pointer (&password);
}

char *
parlour_cli_read_password (gboolean from_stdin, gboolean twice, GError **error)
{
  return from_stdin ? read_line (stdin, error) : ask_on_terminal (twice, error);
}

char *
parlour_cli_read_body (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0 && text->len < BODY_BYTES_MAX)
    g_string_append_len (text, buffer, (gssize)n);
  if (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  if (!g_utf8_validate (text->str, (gssize)text->len, NULL)) {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE, "%s",
                 _ ("Standard input is not text in UTF-8."));
    return NULL;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

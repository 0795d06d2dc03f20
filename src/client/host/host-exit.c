/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-exit"

#include "client/host/host-exit.h"

#include "core/exit-status.h"

#include <glib/gi18n.h>

/* This file owns what a person is told when the server's program failed. Any thread. */

typedef struct {
  ParlourExit status;
  GIOErrorEnum code;
  const char *text;
} Sentence;

static const Sentence sentences[] = {
    {PARLOUR_EXIT_PASSPHRASE, G_IO_ERROR_PERMISSION_DENIED,
     N_ ("This is not the passphrase of the file.")},
    {PARLOUR_EXIT_DAMAGED, G_IO_ERROR_INVALID_DATA,
     N_ ("A file is damaged, or is of another kind.")},
    {PARLOUR_EXIT_NEWER, G_IO_ERROR_NOT_SUPPORTED,
     N_ ("A newer version of Parlour wrote this. Please update Parlour.")},
    {PARLOUR_EXIT_BUSY, G_IO_ERROR_BUSY,
     N_ ("Another program uses this place already. Perhaps Parlour runs twice?")},
    {PARLOUR_EXIT_FULL, G_IO_ERROR_NO_SPACE, N_ ("The disk is full.")},
    {PARLOUR_EXIT_ADDRESS, G_IO_ERROR_ADDRESS_IN_USE,
     N_ ("Another program on this computer uses the server’s port.")},
    {PARLOUR_EXIT_DENIED, G_IO_ERROR_PERMISSION_DENIED,
     N_ ("The system does not allow Parlour to use a file that it needs.")},
    {PARLOUR_EXIT_MISSING, G_IO_ERROR_NOT_FOUND, N_ ("A file or a folder is missing.")},
    {PARLOUR_EXIT_EXISTS, G_IO_ERROR_EXISTS, N_ ("There is something at this place already.")},
};

/* Its last line that says something. */
static char *
last_line (const char *log)
{
  g_auto (GStrv) lines = g_strsplit (log != NULL ? log : "", "\n", -1);
  const char *last = "";

  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      last = *line;
  return g_strdup (last);
}

GError *
parlour_host_exit_error (int status, const char *log)
{
  g_autofree char *words = last_line (log);

  g_message ("the server's program ended with status %d: %s", status, words);
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if ((int)sentences[i].status == status)
      return g_error_new_literal (G_IO_ERROR, (int)sentences[i].code, _ (sentences[i].text));
  return g_error_new_literal (
      G_IO_ERROR, G_IO_ERROR_FAILED,
      _ ("The server could not do that, for a reason that only its log tells."));
}

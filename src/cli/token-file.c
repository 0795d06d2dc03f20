/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-token-file"

#include "cli/cli-error.h"
#include "cli/session-store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* This file owns the token file: one account and its token, for where there is no keyring, and for
 * scripts. Main thread. */

#define GROUP     "account"
#define BYTES_MAX 65536

static void
set_file_error (GError **error, const char *path, int code)
{
  g_set_error (error, PARLOUR_CLI_ERROR,
               code == ENOENT ? PARLOUR_CLI_NOT_SIGNED_IN : PARLOUR_CLI_FAILED,
               /* Translators: a file, then the system's reason */
               _ ("The token file “%s” can’t be used: %s"), path, g_strerror (code));
}

/* Looked at through the open file, so that it is the one that is read. */
static gboolean
check_file (int fd, const char *path, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0) {
    set_file_error (error, path, errno);
    return FALSE;
  }
  if (!S_ISREG (status.st_mode) || status.st_size > BYTES_MAX) {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED,
                 /* Translators: a file */
                 _ ("“%s” is no token file."), path);
    return FALSE;
  }
  if (status.st_uid == geteuid () && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
    return TRUE;
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED,
               /* Translators: a file, twice */
               _ ("Others may use the token file “%s”. Make it yours alone: chmod 600 '%s'"), path,
               path);
  return FALSE;
}

static char *
read_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
  char *text = NULL;
  gssize n = 0;

  if (fd < 0) {
    set_file_error (error, path, errno);
    return NULL;
  }
  if (check_file (fd, path, error)) {
    text = g_malloc0 (BYTES_MAX + 1);
    n = read (fd, text, BYTES_MAX);
    if (n < 0)
      set_file_error (error, path, errno);
  }
  g_close (fd, NULL);
  if (n < 0)
    g_clear_pointer (&text, g_free);
  return text;
}

static ParlourAccountEntry *
read_entry (GKeyFile *file)
{
  g_autofree char *id = g_key_file_get_string (file, GROUP, "id", NULL);

  return parlour_account_entry_read (file, GROUP, id);
}

ParlourAccountEntry *
parlour_cli_token_file_load (const char *path, char **token, GError **error)
{
  g_autofree char *text = read_file (path, error);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *found = NULL;
  g_autoptr (ParlourAccountEntry) entry = NULL;

  if (text == NULL)
    return NULL;
  if (g_key_file_load_from_data (file, text, (gsize)-1, G_KEY_FILE_NONE, NULL)) {
    entry = read_entry (file);
    found = g_key_file_get_string (file, GROUP, "token", NULL);
  }
  if (entry == NULL || found == NULL || *found == '\0') {
    g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, _ ("“%s” is no token file."), path);
    return NULL;
  }
  *token = g_steal_pointer (&found);
  return g_steal_pointer (&entry);
}

/* A file that is replaced is gone: a device or a pipe must not be. */
static gboolean
check_replaceable (const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || S_ISREG (status.st_mode))
    return TRUE;
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, _ ("“%s” is no token file."), path);
  return FALSE;
}

gboolean
parlour_cli_token_file_save (const char *path,
                             const ParlourAccountEntry *entry,
                             const char *token,
                             GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  if (!check_replaceable (path, error))
    return FALSE;
  g_key_file_set_comment (file, NULL, NULL, " A token of Parlour: who reads it is you.", NULL);
  g_key_file_set_string (file, GROUP, "id", entry->id);
  parlour_account_entry_write (entry, file, GROUP);
  g_key_file_set_string (file, GROUP, "token", token);

  g_autofree char *text = g_key_file_to_data (file, NULL, NULL);
  if (g_file_set_contents_full (path, text, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local) &&
      chmod (path, 0600) == 0)
    return TRUE;
  if (local != NULL)
    g_set_error_literal (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, local->message);
  else
    set_file_error (error, path, errno);
  return FALSE;
}

gboolean
parlour_cli_token_file_remove (const char *path, GError **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  set_file_error (error, path, errno);
  return FALSE;
}

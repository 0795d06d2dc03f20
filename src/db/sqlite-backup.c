/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sqlite-backup"

#include "db/sqlite-driver.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* This file owns how a SQLite database becomes another file while it is in use. On the connection's
 * thread. */

#define CANCEL_STEPS 10000 /* of SQLite's machine between two looks at the cancellable */

static int
progress_cb (void *data)
{
  return g_cancellable_is_cancelled (data);
}

/* SQLite takes a name that is there only where it is an empty file, and would make one for everyone
 * to read. */
static gboolean
make_empty (const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd >= 0)
    return g_close (fd, NULL);
  parlour_sqlite_error_set_errno (error, errno);
  return FALSE;
}

/* A fresh file: what erased rows left behind in the old one does not come along. */
static int
vacuum_into (sqlite3 *handle, const char *path)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (handle, "VACUUM INTO ?1", -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static gboolean
flush (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  int code = fd < 0 || fsync (fd) != 0 ? errno : 0;

  if (fd >= 0)
    close (fd);
  if (code == 0)
    return TRUE;
  parlour_sqlite_error_set_errno (error, code);
  return FALSE;
}

static gboolean
copy (ParlourSqlite *self, const char *path, GCancellable *cancellable, GError **error)
{
  if (cancellable != NULL)
    sqlite3_progress_handler (self->handle, CANCEL_STEPS, progress_cb, cancellable);
  int rc = vacuum_into (self->handle, path);
  sqlite3_progress_handler (self->handle, 0, NULL, NULL);
  if (rc == SQLITE_OK)
    return flush (path, error);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    parlour_sqlite_error_set (error, self->handle, rc);
  return FALSE;
}

gboolean
parlour_sqlite_backup (gpointer connection,
                       const char *path,
                       GCancellable *cancellable,
                       GError **error)
{
  /* An absolute name, because SQLite reads a meaning into `file:`. */
  g_autofree char *name = g_canonicalize_filename (path, NULL);
  g_autofree char *journal = g_strconcat (name, "-journal", NULL);

  if (!make_empty (name, error))
    return FALSE;
  if (copy (connection, name, cancellable, error))
    return TRUE;
  g_unlink (name);
  g_unlink (journal);
  return FALSE;
}

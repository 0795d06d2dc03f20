/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-data-folder"

#include "server/data-folder.h"

#include "server/durable-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* This file owns the lock on a data folder. The kernel lets a lock go when its holder dies, so a
 * file that was left behind locks nobody out. Any thread. */

struct _ParlourDataFolder {
  char *path;
  int fd; /* of the lock file; holds the lock */
};

static void
set_errno (GError **error, int code, const char *path)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "Can't use the data folder %s: %s",
               path, g_strerror (code));
}

static gboolean
make_folder (const char *path, GError **error)
{
  GStatBuf status;

  if (g_mkdir_with_parents (path, 0700) != 0 || g_stat (path, &status) != 0) {
    set_errno (error, errno, path);
    return FALSE;
  }
  if (!S_ISDIR (status.st_mode)) {
    set_errno (error, ENOTDIR, path);
    return FALSE;
  }
  if (access (path, R_OK | W_OK | X_OK) != 0) {
    set_errno (error, errno, path);
    return FALSE;
  }
  return TRUE;
}

static void
set_busy (GError **error, const char *path, int fd)
{
  char text[32] = "";
  gssize length = pread (fd, text, sizeof text - 1, 0);

  if (length > 0)
    g_strchomp (text);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
               "The data folder %s is held by another server (process %s)", path,
               length > 0 && text[0] != '\0' ? text : "unknown");
}

/* Whatever stands in the file is told as it is, as long as it is a sentence. */
static gboolean
refuse_moved (const char *path, GError **error)
{
  g_autofree char *marker = g_build_filename (path, PARLOUR_MOVED_FILE, NULL);
  g_autofree char *words = NULL;

  if (!g_file_test (marker, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (marker, &words, NULL, NULL) || !g_utf8_validate (words, -1, NULL))
    g_clear_pointer (&words, g_free);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED,
               "%s If it is to be served from here all the same, because the move did not happen, "
               "remove %s first. Two servers of one place would tear it apart.",
               words != NULL ? g_strchomp (words) : "This place was moved to another computer.",
               marker);
  return FALSE;
}

static gboolean
write_pid (int fd)
{
  g_autofree char *text = g_strdup_printf ("%d\n", (int)getpid ());
  gssize length = (gssize)strlen (text);

  return ftruncate (fd, 0) == 0 && pwrite (fd, text, (gsize)length, 0) == length;
}

ParlourDataFolder *
parlour_data_folder_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (!make_folder (path, error))
    return NULL;
  g_autofree char *lock = g_build_filename (path, "lock", NULL);
  int fd = g_open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) {
    set_errno (error, errno, path);
    return NULL;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      set_busy (error, path, fd);
    else
      set_errno (error, errno, path);
    close (fd);
    return NULL;
  }
  if (!refuse_moved (path, error)) {
    close (fd);
    return NULL;
  }
  if (!write_pid (fd)) {
    set_errno (error, errno, path);
    close (fd);
    return NULL;
  }
  ParlourDataFolder *self = g_new0 (ParlourDataFolder, 1);
  self->path = g_canonicalize_filename (path, NULL);
  self->fd = fd;
  return self;
}

void
parlour_data_folder_free (ParlourDataFolder *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

const char *
parlour_data_folder_get_path (ParlourDataFolder *self)
{
  return self->path;
}

char *
parlour_data_folder_file (ParlourDataFolder *self, const char *name)
{
  return g_build_filename (self->path, name, NULL);
}

void
parlour_data_folder_remove_database (const char *path)
{
  static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *one = g_strconcat (path, suffixes[i], NULL);
    g_unlink (one);
  }
}

gboolean
parlour_data_folder_close_down (ParlourDataFolder *self, const char *words, GError **error)
{
  g_autofree char *marker = parlour_data_folder_file (self, PARLOUR_MOVED_FILE);
  g_autofree char *line = g_strconcat (words, "\n", NULL);

  return parlour_durable_write (marker, line, error);
}

void
parlour_data_folder_reopen (ParlourDataFolder *self)
{
  g_autofree char *marker = parlour_data_folder_file (self, PARLOUR_MOVED_FILE);

  if (g_unlink (marker) != 0 && errno != ENOENT)
    g_warning ("Could not remove %s: %s", marker, g_strerror (errno));
}

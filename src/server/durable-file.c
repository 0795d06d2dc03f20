/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-durable-file"

#include "server/durable-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* This file owns how files get names that last. Any thread. */

static gboolean
fail (GError **error, int code, const char *path)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* Makes what was named or removed in @path last. */
static gboolean
sync_folder (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int code = fd < 0 || fsync (fd) != 0 ? errno : 0;

  if (fd >= 0)
    close (fd);
  return code == 0 || fail (error, code, path);
}

/* Not every file system can rename without replacing (EINVAL); a link can't replace either. */
static int
move_without_replacing (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (link (from, to) != 0)
    return errno;
  return unlink (from) == 0 ? 0 : errno;
}

gboolean
parlour_durable_rename (const char *from, const char *to, gboolean replace, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (to);
  int code = 0;

  if (!replace)
    code = move_without_replacing (from, to);
  else if (g_rename (from, to) != 0)
    code = errno;
  return (code == 0 || fail (error, code, to)) && sync_folder (folder, error);
}

static int
write_all (int fd, const char *text)
{
  for (gsize length = strlen (text); length > 0;) {
    ssize_t n = write (fd, text, length);
    if (n < 0 && errno != EINTR)
      return errno;
    if (n > 0) {
      text += n;
      length -= (gsize)n;
    }
  }
  return fsync (fd) == 0 ? 0 : errno;
}

gboolean
parlour_durable_write (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return fail (error, errno, path);
  int code = write_all (fd, text);
  close (fd);
  if (code == 0)
    return sync_folder (folder, error);
  g_unlink (path);
  return fail (error, code, path);
}

char *
parlour_durable_temporary (const char *path)
{
  return g_strdup_printf ("%s.%08x" PARLOUR_DURABLE_SUFFIX, path, g_random_int ());
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-storage"

#include "server/storage.h"

#include "server/backup.h"
#include "server/data-folder.h"

#include <glib/gstdio.h>
#include <sys/statvfs.h>

/* This file owns how much room the data folder takes and has. Any thread but a main loop's. */

#define MEBIBYTE G_GINT64_CONSTANT (1048576)

static gint64
file_size (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf status;

  return g_lstat (path, &status) == 0 && S_ISREG (status.st_mode) ? status.st_size : 0;
}

/* Of all files right in it. */
static gint64
folder_size (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  gint64 size = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    size += file_size (path, name);
  return size;
}

static gint64
measure_free (const char *path)
{
  struct statvfs status;

  return statvfs (path, &status) == 0 ? (gint64)(status.f_bavail * status.f_frsize) : -1;
}

void
parlour_storage_measure (const char *data_dir, ParlourStorage *into)
{
  g_return_if_fail (data_dir != NULL && into != NULL);

  g_autofree char *backups = g_build_filename (data_dir, PARLOUR_BACKUP_FOLDER, NULL);

  into->database = file_size (data_dir, PARLOUR_DATABASE_FILE);
  into->log = file_size (data_dir, PARLOUR_DATABASE_FILE "-wal");
  into->backups = folder_size (backups);
  into->all = folder_size (data_dir) + into->backups;
  into->free = measure_free (data_dir);
}

gboolean
parlour_storage_is_low (const ParlourStorage *self, gint64 mebibytes)
{
  return self->free >= 0 && self->free / MEBIBYTE < mebibytes;
}

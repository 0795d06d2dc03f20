/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-backup"

#include "server/backup.h"

#include "server/durable-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* This file owns backups as files: how one is written, and which of them stay. Any thread. */

#define NAME_PREFIX "parlour-"
#define NAME_FORMAT NAME_PREFIX "%06u-%04d%02d%02d-%02d%02d%02d.db"
#define NUMBER_MAX  999999999

gboolean
parlour_backup_check_target (const char *path, gboolean replace, GError **error)
{
  GStatBuf status;

  if (g_lstat (path, &status) != 0) /* what else may be the matter, writing tells */
    return TRUE;
  if (S_ISREG (status.st_mode) && replace)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               S_ISREG (status.st_mode) ? "There is a file at %s already."
                                        : "What lies at %s is no file, and is not replaced.",
               path);
  return FALSE;
}

gboolean
parlour_backup_write (ParlourStore *store,
                      const char *path,
                      gboolean replace,
                      GCancellable *cancellable,
                      gint64 *size,
                      GError **error)
{
  g_autofree char *part = parlour_durable_temporary (path);
  GStatBuf status;

  if (!parlour_backup_check_target (path, replace, error) ||
      !parlour_db_backup (parlour_store_get_db (store), part, cancellable, error))
    return FALSE;
  if (size != NULL && g_stat (part, &status) == 0)
    *size = status.st_size;
  if (parlour_durable_rename (part, path, replace, error))
    return TRUE;
  g_unlink (part);
  return FALSE;
}

static void
backup_file_free (ParlourBackupFile *self)
{
  g_free (self->name);
  g_free (self);
}

static char *
make_name (guint number, gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / 1000);

  if (time == NULL)
    return NULL;
  return g_strdup_printf (NAME_FORMAT, number, g_date_time_get_year (time),
                          g_date_time_get_month (time), g_date_time_get_day_of_month (time),
                          g_date_time_get_hour (time), g_date_time_get_minute (time),
                          g_date_time_get_second (time));
}

/* Only a name that we would give: whatever else lies there is somebody's own. */
static gboolean
read_name (const char *name, ParlourBackupFile *into)
{
  int year, month, day, hour, minute, second;

  if (sscanf (name, NAME_PREFIX "%9u-%4d%2d%2d-%2d%2d%2d.db", &into->number, &year, &month, &day,
              &hour, &minute, &second) != 7)
    return FALSE;
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (time == NULL)
    return FALSE;
  into->at = g_date_time_to_unix (time) * 1000;
  g_autofree char *same = make_name (into->number, into->at);
  return g_strcmp0 (same, name) == 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const ParlourBackupFile *const *left = a, *const *right = b;

  if ((*left)->number != (*right)->number)
    return (*left)->number < (*right)->number ? 1 : -1;
  return strcmp ((*right)->name, (*left)->name);
}

GPtrArray *
parlour_backup_list (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify)backup_file_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    ParlourBackupFile file = {0};
    GStatBuf status;
    if (!read_name (name, &file) || g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
      continue;
    file.name = g_strdup (name);
    file.size = status.st_size;
    g_ptr_array_add (files, g_memdup2 (&file, sizeof file));
  }
  g_ptr_array_sort (files, compare);
  return files;
}

char *
parlour_backup_next_path (const char *folder, gint64 at)
{
  g_autoptr (GPtrArray) files = parlour_backup_list (folder);
  guint newest = files->len > 0 ? ((const ParlourBackupFile *)files->pdata[0])->number : 0;
  g_autofree char *name = make_name (MIN (newest + 1, NUMBER_MAX), at);

  return g_build_filename (folder, name != NULL ? name : "", NULL);
}

static void
remove_in (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_unlink (path) != 0)
    g_warning ("Could not remove %s: %s", path, g_strerror (errno));
}

static void
remove_parts (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, NAME_PREFIX) && g_str_has_suffix (name, PARLOUR_DURABLE_SUFFIX))
      remove_in (folder, name);
}

void
parlour_backup_prune (const char *folder, guint keep)
{
  g_return_if_fail (keep > 0);

  g_autoptr (GPtrArray) files = parlour_backup_list (folder);
  for (guint i = keep; i < files->len; i++)
    remove_in (folder, ((const ParlourBackupFile *)files->pdata[i])->name);
  remove_parts (folder);
}

gboolean
parlour_backup_prepare_folder (const char *folder, GError **error)
{
  GStatBuf status;

  if (g_mkdir (folder, 0700) == 0)
    return TRUE;
  int code = errno;
  if (code == EEXIST && g_stat (folder, &status) == 0 && S_ISDIR (status.st_mode))
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", folder,
               g_strerror (code));
  return FALSE;
}

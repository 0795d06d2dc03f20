/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-move-out"

#include "server/move.h"

#include "server/durable-file.h"
#include "server/move-private.h"
#include "server/sealed-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* This file owns how a place leaves its folder. Any thread. */

#define BLOCK (64 * 1024)

static gboolean
fail_errno (GError **error, const char *path, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* Looks it through, and leaves no log beside it. */
static gboolean
settle_database (const char *path, ParlourCensus *census, GError **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no place in this folder.");
    return FALSE;
  }
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, error);
  if (db == NULL || !parlour_store_verify (db, census, error) ||
      !parlour_db_checkpoint (db, TRUE, NULL, error))
    return FALSE;
  g_clear_pointer (&db, parlour_db_close);
  if (!g_file_test (log, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Another program uses the database %s.", path);
  return FALSE;
}

static gboolean
put_name (ParlourSealedWriter *writer, const char *name, guint64 size, GError **error)
{
  guint8 length = (guint8)strlen (name);
  guint64 little = GUINT64_TO_LE (size);

  return parlour_sealed_writer_write (writer, &length, 1, error) &&
         parlour_sealed_writer_write (writer, name, length, error) &&
         (length == 0 || parlour_sealed_writer_write (writer, &little, sizeof little, error));
}

static gboolean
put_content (ParlourSealedWriter *writer, FILE *from, guint64 size, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);

  for (guint64 left = size; left > 0;) {
    gsize length = fread (block, 1, (gsize)MIN (left, BLOCK), from);
    if (length == 0)
      return fail_errno (error, "The folder's own file can't be read", ferror (from) ? errno : EIO);
    if (!parlour_sealed_writer_write (writer, block, length, error))
      return FALSE;
    left -= length;
  }
  return TRUE;
}

static gboolean
put_file (ParlourSealedWriter *writer, const char *path, const char *name, GError **error)
{
  FILE *from = g_fopen (path, "rbe");
  GStatBuf status;

  if (from == NULL)
    return errno == ENOENT || fail_errno (error, path, errno);
  gboolean good = fstat (fileno (from), &status) == 0 || fail_errno (error, path, errno);
  good = good && put_name (writer, name, (guint64)status.st_size, error) &&
         put_content (writer, from, (guint64)status.st_size, error);
  fclose (from);
  return good;
}

static gboolean
seal (ParlourDataFolder *folder,
      const char *part,
      const char *passphrase,
      const ParlourMoveCost *cost,
      GError **error)
{
  guint32 passes = cost != NULL && cost->passes > 0 ? cost->passes : PARLOUR_SEALED_PASSES;
  guint32 kib = cost != NULL && cost->kib > 0 ? cost->kib : PARLOUR_SEALED_KIB;
  g_autoptr (ParlourSealedWriter) writer =
      parlour_sealed_writer_new (part, passphrase, passes, kib, error);

  if (writer == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parlour_moved_files); i++) {
    g_autofree char *path = parlour_data_folder_file (folder, parlour_moved_files[i].name);
    if (!put_file (writer, path, parlour_moved_files[i].name, error))
      return FALSE;
  }
  return put_name (writer, "", 0, error) && parlour_sealed_writer_finish (writer, error);
}

static gboolean
close_down (ParlourDataFolder *folder, const char *part, const char *file, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d %H:%M");
  g_autofree char *name = g_path_get_basename (file);
  g_autofree char *words = g_strdup_printf (
      "This place was moved to another computer on %s, by the file “%s”.", date, name);

  if (!parlour_data_folder_close_down (folder, words, error))
    return FALSE;
  if (parlour_durable_rename (part, file, FALSE, error))
    return TRUE;
  parlour_data_folder_reopen (folder);
  return FALSE;
}

gboolean
parlour_move_out (ParlourDataFolder *folder,
                  const char *file,
                  const char *passphrase,
                  const ParlourMoveCost *cost,
                  ParlourCensus *census,
                  GError **error)
{
  g_autofree char *database = parlour_data_folder_file (folder, PARLOUR_DATABASE_FILE);
  g_autofree char *part = parlour_durable_temporary (file);

  *census = (ParlourCensus){0};
  if (g_file_test (file, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "There is a file at %s already.", file);
    return FALSE;
  }
  if (!settle_database (database, census, error) || !seal (folder, part, passphrase, cost, error))
    return FALSE;
  if (close_down (folder, part, file, error))
    return TRUE;
  g_unlink (part);
  return FALSE;
}

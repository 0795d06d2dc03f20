/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-move-in"

#include "server/move.h"

#include "server/durable-file.h"
#include "server/move-private.h"
#include "server/sealed-file.h"
#include "server/store/audit.h"

#include "db/transaction.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* This file owns how a place gets into its new folder: under other names until all of it is there
 * and sound, the database last. Any thread. */

#define BLOCK          (64 * 1024)
#define N_FILES        G_N_ELEMENTS (parlour_moved_files)
#define NAME_MAX_BYTES 32
#define SUFFIX         ".moving"

typedef struct {
  ParlourDataFolder *folder;
  ParlourSealedReader *reader;
  gboolean made_folder;
  gboolean made_lock;
  gboolean there[N_FILES]; /* which files have come */
  gboolean named[N_FILES]; /* which of them have their names */
} Arrival;

static char *
moving_path (const Arrival *self, guint i)
{
  g_autofree char *name = g_strconcat (parlour_moved_files[i].name, SUFFIX, NULL);

  return parlour_data_folder_file (self->folder, name);
}

static void
remove_moving (const Arrival *self)
{
  for (guint i = 0; i < N_FILES; i++) {
    g_autofree char *path = moving_path (self, i);
    g_autofree char *final = parlour_data_folder_file (self->folder, parlour_moved_files[i].name);
    parlour_data_folder_remove_database (path);
    if (self->named[i])
      g_unlink (final);
  }
}

static gboolean
fail_errno (GError **error, const char *path, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
refuse_inhabited (const Arrival *self, GError **error)
{
  for (guint i = 0; i < N_FILES; i++) {
    g_autofree char *path = parlour_data_folder_file (self->folder, parlour_moved_files[i].name);
    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      continue;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 "There is a place in this folder already (%s); choose an empty one.", path);
    return FALSE;
  }
  return TRUE;
}

/* What a killed move-in left: the database has its name last, so there is no place yet. */
static void
remove_halves (Arrival *self)
{
  g_autofree char *halves = moving_path (self, 0);
  g_autofree char *database = parlour_data_folder_file (self->folder, parlour_moved_files[0].name);

  if (!g_file_test (halves, G_FILE_TEST_EXISTS) || g_file_test (database, G_FILE_TEST_EXISTS))
    return;
  for (guint i = 0; i < N_FILES; i++)
    self->named[i] = TRUE;
  remove_moving (self);
  memset (self->named, 0, sizeof self->named);
}

static gboolean
open_folder (Arrival *self, const char *data_dir, GError **error)
{
  g_autofree char *lock = g_build_filename (data_dir, "lock", NULL);

  self->made_folder = !g_file_test (data_dir, G_FILE_TEST_EXISTS);
  self->made_lock = !g_file_test (lock, G_FILE_TEST_EXISTS);
  self->folder = parlour_data_folder_open (data_dir, error);
  if (self->folder == NULL)
    return FALSE;
  remove_halves (self);
  return refuse_inhabited (self, error);
}

/* As if nobody had come. */
static void
leave (Arrival *self, const char *data_dir)
{
  g_autofree char *lock = g_build_filename (data_dir, "lock", NULL);

  if (self->folder != NULL)
    remove_moving (self);
  if (self->made_lock && (self->folder != NULL || self->made_folder))
    g_unlink (lock);
  g_clear_pointer (&self->folder, parlour_data_folder_free);
  if (self->made_folder)
    g_rmdir (data_dir);
}

static gboolean
fail_unknown (GError **error)
{
  g_set_error (error, PARLOUR_SEALED_ERROR, PARLOUR_SEALED_ERROR_NEWER,
               "The file holds what this version does not know; a newer version made it.");
  return FALSE;
}

/* @i is the number of files where the end has come. */
static gboolean
read_name (Arrival *self, guint *i, GError **error)
{
  guint8 length = 0;
  char name[NAME_MAX_BYTES + 1] = "";

  if (!parlour_sealed_reader_read (self->reader, &length, 1, error))
    return FALSE;
  *i = N_FILES;
  if (length == 0)
    return TRUE;
  if (length > NAME_MAX_BYTES)
    return fail_unknown (error);
  if (!parlour_sealed_reader_read (self->reader, name, length, error))
    return FALSE;
  for (*i = 0; *i < N_FILES; (*i)++)
    if (strcmp (parlour_moved_files[*i].name, name) == 0 && !self->there[*i])
      return TRUE;
  return fail_unknown (error);
}

static gboolean
copy_content (Arrival *self, FILE *into, const char *path, guint64 size, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);

  for (guint64 left = size; left > 0;) {
    gsize some = (gsize)MIN (left, BLOCK);
    if (!parlour_sealed_reader_read (self->reader, block, some, error))
      return FALSE;
    if (fwrite (block, 1, some, into) != some)
      return fail_errno (error, path, errno);
    left -= some;
  }
  return (fflush (into) == 0 && fsync (fileno (into)) == 0) || fail_errno (error, path, errno);
}

static gboolean
take_file (Arrival *self, guint i, GError **error)
{
  g_autofree char *path = moving_path (self, i);
  guint64 little = 0;

  if (!parlour_sealed_reader_read (self->reader, &little, sizeof little, error))
    return FALSE;
  guint64 size = GUINT64_FROM_LE (little);
  if (size > parlour_moved_files[i].size_max)
    return fail_unknown (error);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail_errno (error, path, errno);
  FILE *into = fdopen (fd, "wb");
  gboolean good = copy_content (self, into, path, size, error);
  fclose (into);
  self->there[i] = good;
  return good;
}

static gboolean
take_all (Arrival *self, GError **error)
{
  guint i = 0;

  while (read_name (self, &i, error)) {
    if (i == N_FILES)
      return parlour_sealed_reader_end (self->reader, error) &&
             (self->there[0] || fail_unknown (error));
    if (!take_file (self, i, error))
      return FALSE;
  }
  return FALSE;
}

static gboolean
note (ParlourStore *store, const char *file, GError **error)
{
  const ParlourActor actor = {.origin = "folder"};
  g_autofree char *name = g_path_get_basename (file);
  ParlourDb *db = parlour_store_get_db (store);

  if (!parlour_db_begin (db, TRUE, error))
    return FALSE;
  if (parlour_store_note_deed (store, &actor, "move-in", name, NULL, error) &&
      parlour_db_commit (db, error))
    return TRUE;
  parlour_db_rollback (db);
  return FALSE;
}

static gboolean
settle_database (const Arrival *self, const char *file, ParlourCensus *census, GError **error)
{
  g_autofree char *path = moving_path (self, 0);
  g_autoptr (ParlourStore) store = parlour_store_open (path, PARLOUR_STORE_WRITER, error);

  return store != NULL && note (store, file, error) &&
         parlour_store_verify (parlour_store_get_db (store), census, error) &&
         parlour_db_checkpoint (parlour_store_get_db (store), TRUE, NULL, error);
}

/* The database last: where it is, there is a place. */
static gboolean
name_all (Arrival *self, GError **error)
{
  for (guint i = N_FILES; i-- > 0;) {
    g_autofree char *from = moving_path (self, i);
    g_autofree char *to = parlour_data_folder_file (self->folder, parlour_moved_files[i].name);
    if (!self->there[i])
      continue;
    if (!parlour_durable_rename (from, to, FALSE, error))
      return FALSE;
    self->named[i] = TRUE;
  }
  return TRUE;
}

static gboolean
arrive (
    Arrival *self, const char *file, const char *data_dir, ParlourCensus *census, GError **error)
{
  if (!open_folder (self, data_dir, error))
    return FALSE;
  remove_moving (self);
  return take_all (self, error) && settle_database (self, file, census, error) &&
         name_all (self, error);
}

gboolean
parlour_move_in (const char *file,
                 const char *passphrase,
                 const char *data_dir,
                 ParlourCensus *census,
                 GError **error)
{
  Arrival self = {.reader = parlour_sealed_reader_new (file, passphrase, error)};

  *census = (ParlourCensus){0};
  if (self.reader == NULL)
    return FALSE;
  gboolean good = arrive (&self, file, data_dir, census, error);
  if (!good)
    leave (&self, data_dir);
  g_clear_pointer (&self.folder, parlour_data_folder_free);
  parlour_sealed_reader_free (self.reader);
  return good;
}

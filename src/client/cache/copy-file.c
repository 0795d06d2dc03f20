/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-file"

#include "client/cache/copy-private.h"
#include "client/cache/schema.h"
#include "client/person-name.h"
#include "core/timestamp.h"
#include "db/statement.h"
#include "db/transaction.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* This file owns the copy's folder: its lock, and how the file is opened or, where it is damaged,
 * moved aside and made anew with what could be saved of the outbox. On the copy's thread, before
 * the first job. */

#define FILE_NAME "copy.db"

/* A sound file is not read to its end at each start: only a small one, or after an unclean end. */
#define CHECK_ALWAYS_BYTES (8 * 1024 * 1024)

/* The name of the file that is there while a copy is open, so that an unclean end shows. */
#define OPEN_MARK "open"

ParlourCopyFile *
parlour_copy_file_new (const char *folder)
{
  ParlourCopyFile *self = g_atomic_rc_box_new0 (ParlourCopyFile);

  self->folder = g_strdup (folder);
  self->lock = -1;
  return self;
}

ParlourCopyFile *
parlour_copy_file_ref (ParlourCopyFile *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  ParlourCopyFile *self = data;

  if (self->lock >= 0)
    close (self->lock);
  g_clear_error (&self->damage);
  g_free (self->folder);
}

void
parlour_copy_file_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
parlour_copy_file_unlock (ParlourCopyFile *self)
{
  g_autofree char *mark = g_build_filename (self->folder, OPEN_MARK, NULL);

  if (self->lock < 0)
    return;
  g_unlink (mark);
  close (self->lock);
  self->lock = -1;
}

static gboolean
fail_folder (ParlourCopyFile *self, int code, GError **error)
{
  g_set_error (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_FOLDER,
               /* Translators: a folder, then the system's reason */
               _ ("The folder “%1$s” can’t be used: %2$s"), self->folder, g_strerror (code));
  return FALSE;
}

static gboolean
take_lock (ParlourCopyFile *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "lock", NULL);

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    return fail_folder (self, errno, error);
  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock < 0)
    return fail_folder (self, errno, error);
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  close (self->lock);
  self->lock = -1;
  g_set_error_literal (error, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_IN_USE,
                       _ ("This account is already open in another Parlour."));
  return FALSE;
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CORRUPT) ||
         g_error_matches (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_NOT_A_DATABASE) ||
         g_error_matches (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_OTHER_APPLICATION);
}

static gboolean
needs_check (const char *path, const char *mark)
{
  GStatBuf info;

  return g_file_test (mark, G_FILE_TEST_EXISTS) ||
         (g_stat (path, &info) == 0 && info.st_size < CHECK_ALWAYS_BYTES);
}

/* The words for who deleted their account may be of another language than last time. */
static gboolean
name_deleted (ParlourDb *db, GError **error)
{
  return parlour_db_run (db, error,
                         "UPDATE people SET display_name = ?1 WHERE deleted AND display_name <> ?1",
                         "s", parlour_deleted_name ());
}

static ParlourDb *
open_sound (const char *path, gboolean check, GError **error)
{
  g_autoptr (ParlourDb) db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, error);

  if (db == NULL || (check && !parlour_db_check (db, error)) ||
      !parlour_copy_schema_migrate (db, error) || !name_deleted (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

static gboolean
move_aside (const char *path, const char *aside, GError **error)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
    g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

    if (g_rename (from, to) != 0 && errno != ENOENT) {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, (gint)g_file_error_from_errno (code), "%s: %s", from,
                   g_strerror (code));
      return FALSE;
    }
  }
  return TRUE;
}

/* Copies rows one by one for as long as the damaged file gives some. Returns whether it gave all.
 * @types says what its columns are: `i` or `s`. */
static gboolean
salvage_rows (
    ParlourDb *from, ParlourDb *to, const char *select, const char *insert, const char *types)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourStatement) source = parlour_db_prepare (from, select, &error);
  gboolean row = FALSE;

  while (source != NULL && parlour_statement_step (source, &row, &error) && row) {
    g_autoptr (GError) lost = NULL;
    g_autoptr (ParlourStatement) target = parlour_db_prepare (to, insert, &lost);

    if (target == NULL)
      return FALSE;
    for (int i = 0; types[i] != '\0'; i++) {
      if (parlour_statement_is_null (source, i))
        parlour_statement_bind_null (target, i + 1);
      else if (types[i] == 'i')
        parlour_statement_bind_int (target, i + 1, parlour_statement_get_int (source, i));
      else
        parlour_statement_bind_text (target, i + 1, parlour_statement_get_text (source, i));
    }
    if (!parlour_statement_step (target, NULL, &lost))
      g_message ("A row of the damaged copy could not be saved: %s", lost->message);
  }
  if (error != NULL)
    g_message ("The damaged copy gave no more rows: %s", error->message);
  return error == NULL;
}

static gboolean
salvage (const char *aside, ParlourDb *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) from = parlour_db_open (aside, PARLOUR_DB_READ_WRITE_CREATE, &error);
  gboolean whole;

  if (from == NULL) {
    g_message ("The damaged copy can't be read: %s", error->message);
    return FALSE;
  }
  whole = salvage_rows (from, to,
                        "SELECT client_id, conversation, recipient, subject, body, reply_to, "
                        "created_at, state, code, detail, attempts FROM outbox ORDER BY id",
                        "INSERT INTO outbox (client_id, conversation, recipient, subject, body, "
                        "reply_to, created_at, state, code, detail, attempts) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                        "sssssiiissi");
  whole &= salvage_rows (from, to,
                         "SELECT kind, conversation, seq, key, value, extra, created_at "
                         "FROM wishes ORDER BY id",
                         "INSERT INTO wishes (kind, conversation, seq, key, value, extra, "
                         "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                         "isisssi");
  whole &= salvage_rows (from, to,
                         "SELECT conversation, seq, state, client_id FROM hides WHERE state < 2",
                         "INSERT INTO hides VALUES (?1, ?2, ?3, ?4)", "siis");
  salvage_rows (from, to, "SELECT key, value FROM meta WHERE key <> 'epoch'",
                "INSERT INTO meta VALUES (?1, ?2)", "ss");
  return whole;
}

static void
tell_damage (ParlourCopyFile *self, const char *aside, gboolean whole)
{
  if (whole)
    g_set_error_literal (&self->damage, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_SALVAGED,
                         _ ("The local copy of this account was damaged and is made anew. Messages "
                            "that waited to be sent were saved."));
  else
    g_set_error (&self->damage, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_DAMAGED,
                 /* Translators: %s is a file. */
                 _ ("The local copy of this account was damaged and is made anew. Messages that "
                    "waited to be sent may be lost; the damaged file is kept as %s."),
                 aside);
  g_message ("%s", self->damage->message);
}

static ParlourDb *
make_anew (ParlourCopyFile *self, const char *path, GError **error)
{
  g_autofree char *aside =
      g_strdup_printf ("%s.damaged-%" G_GINT64_FORMAT, path, parlour_timestamp_now ());
  g_autoptr (ParlourDb) db = NULL;
  gboolean whole;

  if (!move_aside (path, aside, error))
    return NULL;
  db = open_sound (path, FALSE, error);
  if (db == NULL || !parlour_db_begin (db, TRUE, error))
    return NULL;
  whole = salvage (aside, db);
  if (!parlour_db_commit (db, error)) {
    parlour_db_rollback (db);
    return NULL;
  }
  tell_damage (self, aside, whole);
  return g_steal_pointer (&db);
}

ParlourDb *
parlour_copy_file_open (gpointer file, GError **error)
{
  ParlourCopyFile *self = file;
  g_autofree char *path = g_build_filename (self->folder, FILE_NAME, NULL);
  g_autofree char *mark = g_build_filename (self->folder, OPEN_MARK, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (ParlourDb) db = NULL;

  if (!take_lock (self, error))
    return NULL;
  db = open_sound (path, needs_check (path, mark), &local);
  if (db == NULL && is_damage (local)) {
    g_clear_error (&local);
    db = make_anew (self, path, &local);
  }
  /* Who closed the window with a toast still up, or was killed, meant it. */
  if (db == NULL ||
      !parlour_db_run (db, &local, "UPDATE hides SET state = 1 WHERE state = 0", "")) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_close (g_creat (mark, 0600), NULL);
  return g_steal_pointer (&db);
}

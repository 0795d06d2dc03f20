/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-backup"

#include "scratch.h"

#include "db/transaction.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* This file proves that a database in use becomes a whole file of its own. */

#define ROWS_LARGE 20000 /* so that a backup takes many of SQLite's steps */

typedef struct {
  Scratch *scratch;
  ParlourDb *db;
  char *copy; /* FOLDER/copy.db, not made yet */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->scratch = scratch_new ();
  self->db = scratch_open (self->scratch);
  self->copy = g_build_filename (self->scratch->folder, "copy.db", NULL);
  exec_or_fail (self->db, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);"
                          "INSERT INTO t VALUES (1, 'one'), (7, 'seven');"
                          "PRAGMA user_version = 3; PRAGMA application_id = 99");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->db, parlour_db_close);
  g_clear_pointer (&self->copy, g_free);
  g_clear_pointer (&self->scratch, scratch_free);
}

static gint64
ask_copy (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (self->copy, PARLOUR_DB_READ_ONLY, &error);

  g_assert_no_error (error);
  return ask (db, sql);
}

static gboolean
has_file (Fixture *self, const char *suffix)
{
  g_autofree char *path = g_strconcat (self->copy, suffix, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
fill (Fixture *self)
{
  exec_or_fail (self->db, "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n"
                          " WHERE i < 20000 + 99) INSERT INTO t SELECT i, hex (zeroblob (100))"
                          " FROM n");
}

static void
test_a_reader_writes_it (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) reader =
      parlour_db_open (self->scratch->path, PARLOUR_DB_READ_ONLY, &error);
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_true (parlour_db_backup (reader, self->copy, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask_copy (self, "SELECT sum (a) FROM t"), ==, 8);
  g_assert_cmpint (ask_copy (self, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (ask_copy (self, "PRAGMA application_id"), ==, 99);
  g_assert_cmpint (g_stat (self->copy, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_false (has_file (self, "-wal"));
  g_assert_false (has_file (self, "-journal"));
}

static void
test_a_writer_does_not_wait (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) reader =
      parlour_db_open (self->scratch->path, PARLOUR_DB_READ_ONLY, &error);

  exec_or_fail (self->db, "BEGIN IMMEDIATE; INSERT INTO t VALUES (8, 'eight')");
  g_assert_true (parlour_db_backup (reader, self->copy, NULL, &error));
  g_assert_no_error (error);
  exec_or_fail (self->db, "COMMIT");
  g_assert_cmpint (ask_copy (self, "SELECT count (*) FROM t"), ==, 2);
  g_assert_cmpint (ask (self->db, "SELECT count (*) FROM t"), ==, 3);
}

static void
test_erased_text_stays_behind (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;

  exec_or_fail (self->db, "INSERT INTO t VALUES (9, 'Samarkand'); DELETE FROM t WHERE a = 9");
  g_assert_true (parlour_db_backup (self->db, self->copy, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->copy, &content, &length, NULL));
  g_assert_nonnull (memmem (content, length, "seven", 5));
  g_assert_null (memmem (content, length, "Samarkand", 9));
}

static void
test_a_file_that_is_there_stays (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;

  g_assert_true (g_file_set_contents (self->copy, "letter", -1, NULL));
  g_assert_false (parlour_db_backup (self->db, self->copy, NULL, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CANT_OPEN);
  g_assert_true (g_file_get_contents (self->copy, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "letter");
}

static void
test_a_missing_folder_is_told (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (parlour_db_backup (self->db, "/nonexistent/copy.db", NULL, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CANT_OPEN);
}

static void
test_cancelled_leaves_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  fill (self);
  g_cancellable_cancel (cancellable);
  g_assert_false (parlour_db_backup (self->db, self->copy, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (has_file (self, ""));
  g_assert_false (has_file (self, "-journal"));
  g_clear_error (&error);
  g_assert_true (parlour_db_backup (self->db, self->copy, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask_copy (self, "SELECT count (*) FROM t"), ==, ROWS_LARGE + 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path_, name_)                                                                          \
  g_test_add ("/db/backup/" path_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD ("a-reader-writes-it", a_reader_writes_it);
  ADD ("a-writer-does-not-wait", a_writer_does_not_wait);
  ADD ("erased-text-stays-behind", erased_text_stays_behind);
  ADD ("a-file-that-is-there-stays", a_file_that_is_there_stays);
  ADD ("a-missing-folder-is-told", a_missing_folder_is_told);
  ADD ("cancelled-leaves-nothing", cancelled_leaves_nothing);
#undef ADD
  return g_test_run ();
}

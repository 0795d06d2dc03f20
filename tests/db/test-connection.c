/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-connection"

#include "scratch.h"

#include "db/transaction.h"

#include <glib/gstdio.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

/* This file proves how a database is opened and what is said when it can't be. */

static guint
mode_of (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
test_only_the_owner_may_read_the_files (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = NULL;
  mode_t mask = umask (0);

  db = scratch_open (scratch);
  exec_or_fail (db, "CREATE TABLE t (a)");
  umask (mask);
  g_assert_cmpuint (mode_of (scratch->folder, "test.db"), ==, 0600);
  g_assert_cmpuint (mode_of (scratch->folder, "test.db-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (scratch->folder, "test.db-shm"), ==, 0600);

  g_clear_pointer (&db, parlour_db_close);
  g_assert_cmpint (g_chmod (scratch->path, 0644), ==, 0);
  db = scratch_open (scratch);
  g_assert_cmpuint (mode_of (scratch->folder, "test.db"), ==, 0600);
}

static void
test_settings_are_on (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autofree char *journal = parlour_db_query_text (db, NULL, "PRAGMA journal_mode", "");

  g_assert_cmpstr (journal, ==, "wal");
  g_assert_cmpint (ask (db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (ask (db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (ask (db, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (ask (db, "PRAGMA cell_size_check"), ==, 1);
  g_assert_cmpint (ask (db, "PRAGMA busy_timeout"), ==, 5000);
}

static void
test_missing_folder_is_told (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parlour_db_open ("/nonexistent/a.db", PARLOUR_DB_READ_WRITE_CREATE, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CANT_OPEN);
}

static void
test_missing_file_is_not_made_by_a_reader (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (parlour_db_open (scratch->path, PARLOUR_DB_READ_ONLY, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CANT_OPEN);
  g_assert_false (g_file_test (scratch->path, G_FILE_TEST_EXISTS));
}

/* Permissions mean nothing to root, so this thread does without root's power over files. */
static void
test_read_only_folder_is_told (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GError) error = NULL;
  ParlourDb *db;

  g_assert_cmpint (g_chmod (scratch->folder, 0555), ==, 0);
  if (geteuid () == 0)
    setfsuid (65534);
  db = parlour_db_open (scratch->path, PARLOUR_DB_READ_WRITE_CREATE, &error);
  if (geteuid () == 0)
    setfsuid (0);
  g_chmod (scratch->folder, 0700);
  g_assert_null (db);
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_READ_ONLY);
}

static void
test_read_only_file_is_told (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GError) error = NULL;
  ParlourDb *db = scratch_open (scratch);

  parlour_db_close (db);
  g_assert_cmpint (g_chmod (scratch->path, 0400), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (chown (scratch->path, 65534, -1), ==, 0);
  if (geteuid () == 0)
    setfsuid (65534);
  db = parlour_db_open (scratch->path, PARLOUR_DB_READ_WRITE_CREATE, &error);
  if (geteuid () == 0)
    setfsuid (0);
  g_assert_null (db);
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_READ_ONLY);
}

static void
test_a_reader_can_not_write (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) writer = scratch_open (scratch);
  g_autoptr (ParlourDb) reader = NULL;
  g_autoptr (GError) error = NULL;

  exec_or_fail (writer, "CREATE TABLE t (a); INSERT INTO t VALUES (7)");
  reader = parlour_db_open (scratch->path, PARLOUR_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask (reader, "SELECT a FROM t"), ==, 7);
  g_assert_false (parlour_db_run (reader, &error, "INSERT INTO t VALUES (8)", ""));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_READ_ONLY);
}

static void
test_something_else_is_not_a_database (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (4096, 'x');

  g_assert_true (g_file_set_contents (scratch->path, text, -1, NULL));
  g_assert_null (parlour_db_open (scratch->path, PARLOUR_DB_READ_WRITE_CREATE, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_NOT_A_DATABASE);
}

static void
test_damage_is_found (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  exec_or_fail (db, "CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 "
                    "FROM n WHERE i < 500) INSERT INTO t SELECT randomblob (100) FROM n");
  g_assert_true (parlour_db_check (db, &error));
  g_assert_no_error (error);

  g_clear_pointer (&db, parlour_db_close);
  g_assert_true (g_file_get_contents (scratch->path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 5 * 4096);
  memset (bytes + 4 * 4096, 0xee, 4096);
  g_assert_true (g_file_set_contents (scratch->path, bytes, size, NULL));
  db = scratch_open (scratch);
  g_assert_false (parlour_db_check (db, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CORRUPT);
}

static gpointer
open_cb (gpointer data)
{
  g_autoptr (ParlourDb) db = scratch_open (data);

  exec_or_fail (db, "CREATE TABLE IF NOT EXISTS t (a)");
  return NULL;
}

static void
test_many_open_a_new_file_at_once (void)
{
  for (int round = 0; round < 50; round++) {
    g_autoptr (Scratch) scratch = scratch_new ();
    GThread *threads[4];

    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
      threads[i] = g_thread_new ("open", open_cb, scratch);
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
      g_thread_join (threads[i]);
  }
}

static void
test_a_held_lock_is_busy (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) first = scratch_open (scratch);
  g_autoptr (ParlourDb) second = scratch_open (scratch);
  g_autoptr (GError) error = NULL;

  exec_or_fail (second, "PRAGMA busy_timeout=1");
  g_assert_true (parlour_db_begin (first, TRUE, NULL));
  g_assert_false (parlour_db_begin (second, TRUE, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_BUSY);
  g_assert_false (parlour_db_in_transaction (second));
}

static void
test_the_log_is_copied_when_told (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autoptr (GError) error = NULL;
  gint64 frames = -1;

  parlour_db_set_autocheckpoint (db, 0);
  exec_or_fail (db, "CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob (100000))");
  g_assert_cmpuint (parlour_db_get_commits (db), ==, 2);
  g_assert_cmpint (parlour_db_get_wal_frames (db), >, 24);
  g_assert_true (parlour_db_checkpoint (db, TRUE, &frames, &error));
  g_assert_no_error (error);
  g_assert_cmpint (frames, >, 24);
  exec_or_fail (db, "DELETE FROM t WHERE a IS NULL; INSERT INTO t VALUES (1)");
  g_assert_cmpint (parlour_db_get_wal_frames (db), <, 5);
}

static void
test_a_number_of_pages_copies_the_log (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);

  parlour_db_set_autocheckpoint (db, 10);
  exec_or_fail (db, "CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob (100000))");
  exec_or_fail (db, "INSERT INTO t VALUES (1)");
  g_assert_cmpint (parlour_db_get_wal_frames (db), <, 5);
}

static void
test_memory_leaves_no_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourDb) db = parlour_db_open (NULL, PARLOUR_DB_MEMORY, &error);

  g_assert_no_error (error);
  exec_or_fail (db, "CREATE TABLE t (a); INSERT INTO t VALUES (3)");
  g_assert_cmpint (ask (db, "SELECT a FROM t"), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/connection/only-the-owner-may-read-the-files",
                   test_only_the_owner_may_read_the_files);
  g_test_add_func ("/db/connection/settings-are-on", test_settings_are_on);
  g_test_add_func ("/db/connection/missing-folder-is-told", test_missing_folder_is_told);
  g_test_add_func ("/db/connection/missing-file-is-not-made-by-a-reader",
                   test_missing_file_is_not_made_by_a_reader);
  g_test_add_func ("/db/connection/read-only-folder-is-told", test_read_only_folder_is_told);
  g_test_add_func ("/db/connection/read-only-file-is-told", test_read_only_file_is_told);
  g_test_add_func ("/db/connection/a-reader-can-not-write", test_a_reader_can_not_write);
  g_test_add_func ("/db/connection/something-else-is-not-a-database",
                   test_something_else_is_not_a_database);
  g_test_add_func ("/db/connection/damage-is-found", test_damage_is_found);
  g_test_add_func ("/db/connection/many-open-a-new-file-at-once",
                   test_many_open_a_new_file_at_once);
  g_test_add_func ("/db/connection/a-held-lock-is-busy", test_a_held_lock_is_busy);
  g_test_add_func ("/db/connection/the-log-is-copied-when-told", test_the_log_is_copied_when_told);
  g_test_add_func ("/db/connection/a-number-of-pages-copies-the-log",
                   test_a_number_of_pages_copies_the_log);
  g_test_add_func ("/db/connection/memory-leaves-no-file", test_memory_leaves_no_file);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-migration"

#include "scratch.h"

#include "db/migration.h"
#include "db/transaction.h"

/* This file proves that a schema goes up whole or not at all, and only in files of ours. */

#define OURS 0x5061726cu

static const ParlourMigration steps[] = {
    {1, "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
        "CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent ON DELETE CASCADE);"
        "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)"},
    {2, "ALTER TABLE child ADD COLUMN name TEXT"},
    /* Rebuilds the parent; with foreign keys on this would delete the child by cascade. */
    {3, "CREATE TABLE parent_new (id INTEGER PRIMARY KEY, extra);"
        "INSERT INTO parent_new (id) SELECT id FROM parent;"
        "DROP TABLE parent; ALTER TABLE parent_new RENAME TO parent"},
};

static void
migrate_or_fail (ParlourDb *db, gsize n)
{
  g_autoptr (GError) error = NULL;

  parlour_db_migrate (db, OURS, steps, n, &error);
  g_assert_no_error (error);
}

static void
test_a_new_file_gets_everything (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);

  migrate_or_fail (db, 3);
  g_assert_cmpuint (parlour_db_get_commits (db), ==, 1);
  g_assert_cmpint (scratch_ask (scratch, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (scratch_ask (scratch, "PRAGMA application_id"), ==, OURS);
  g_assert_cmpint (scratch_ask (scratch, "SELECT count (*) FROM child"), ==, 1);
  g_assert_cmpint (ask (db, "PRAGMA foreign_keys"), ==, 1);
}

static void
test_an_old_file_gets_the_rest (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);

  migrate_or_fail (db, 1);
  exec_or_fail (db, "INSERT INTO child VALUES (1)");
  migrate_or_fail (db, 3);
  g_assert_cmpint (scratch_ask (scratch, "SELECT count (*) FROM child"), ==, 2);
  g_assert_cmpint (scratch_ask (scratch, "PRAGMA user_version"), ==, 3);
}

static void
test_a_current_file_is_not_written (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autoptr (ParlourDb) reader = NULL;
  guint64 commits;

  migrate_or_fail (db, 3);
  commits = parlour_db_get_commits (db);
  migrate_or_fail (db, 3);
  g_assert_cmpuint (parlour_db_get_commits (db), ==, commits);
  reader = parlour_db_open (scratch->path, PARLOUR_DB_READ_ONLY, NULL);
  migrate_or_fail (reader, 3);
}

static void
test_a_newer_file_is_refused (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autoptr (GError) error = NULL;

  migrate_or_fail (db, 3);
  g_assert_false (parlour_db_migrate (db, OURS, steps, 2, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_NEWER_SCHEMA);
  g_assert_nonnull (strstr (error->message, "version 3"));
  g_assert_cmpint (ask (db, "PRAGMA user_version"), ==, 3);
}

static void
assert_foreign (const char *sql)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autoptr (GError) error = NULL;

  exec_or_fail (db, sql);
  g_assert_false (parlour_db_migrate (db, OURS, steps, 3, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_OTHER_APPLICATION);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM sqlite_schema WHERE name = 'parent'"), ==, 0);
}

static void
test_a_file_of_another_application_is_refused (void)
{
  assert_foreign ("PRAGMA application_id=1234");
  assert_foreign ("CREATE TABLE theirs (a)");
  assert_foreign ("PRAGMA user_version=2");
}

static void
test_a_failed_migration_leaves_the_file_as_it_was (void)
{
  const ParlourMigration broken[] = {
      steps[0], steps[1], {3, "CREATE TABLE third (a); INSERT INTO nowhere VALUES (1)"}};
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autoptr (GError) error = NULL;

  migrate_or_fail (db, 1);
  g_assert_false (parlour_db_migrate (db, OURS, broken, 3, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FAILED);
  g_assert_false (parlour_db_in_transaction (db));
  g_assert_cmpint (ask (db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (scratch_ask (scratch, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (scratch_ask (scratch, "SELECT count (*) FROM sqlite_schema"), ==, 2);
  g_assert_cmpint (scratch_ask (scratch, "SELECT count (*) FROM pragma_table_info ('child')"), ==,
                   1);
}

static void
test_a_migration_that_breaks_a_foreign_key_is_refused (void)
{
  const ParlourMigration broken[] = {steps[0], {2, "DELETE FROM parent"}};
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);
  g_autoptr (GError) error = NULL;

  migrate_or_fail (db, 1);
  g_assert_false (parlour_db_migrate (db, OURS, broken, 2, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (scratch_ask (scratch, "SELECT count (*) FROM parent"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/migration/a-new-file-gets-everything", test_a_new_file_gets_everything);
  g_test_add_func ("/db/migration/an-old-file-gets-the-rest", test_an_old_file_gets_the_rest);
  g_test_add_func ("/db/migration/a-current-file-is-not-written",
                   test_a_current_file_is_not_written);
  g_test_add_func ("/db/migration/a-newer-file-is-refused", test_a_newer_file_is_refused);
  g_test_add_func ("/db/migration/a-file-of-another-application-is-refused",
                   test_a_file_of_another_application_is_refused);
  g_test_add_func ("/db/migration/a-failed-migration-leaves-the-file-as-it-was",
                   test_a_failed_migration_leaves_the_file_as_it_was);
  g_test_add_func ("/db/migration/a-migration-that-breaks-a-foreign-key-is-refused",
                   test_a_migration_that_breaks_a_foreign_key_is_refused);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-statement"

#include "scratch.h"

#include "db/statement.h"
#include "db/transaction.h"

/* This file proves that values come back as they went in, and that statements are kept, reset and
 * undone. */

static ParlourDb *
open_memory (const char *schema)
{
  ParlourDb *db = parlour_db_open (NULL, PARLOUR_DB_MEMORY, NULL);

  g_assert_nonnull (db);
  exec_or_fail (db, schema);
  return db;
}

static void
test_values_come_back (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a, b, c, d, e, f, g)");
  g_autoptr (GBytes) bytes = g_bytes_new ("a\0b", 3);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) bytes_back = NULL;
  g_autoptr (GBytes) empty_back = NULL;
  g_autoptr (ParlourStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row = FALSE;

  parlour_db_run (db, &error, "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "isbbzdn",
                  G_MININT64, "Grüße 👋", bytes, empty, (gint64)0, -5);
  g_assert_no_error (error);
  g_assert_cmpint (parlour_db_last_rowid (db), ==, 1);
  g_assert_cmpint (parlour_db_changes (db), ==, 1);

  statement = parlour_db_prepare (db, "SELECT a, b, c, d, e, f, g FROM t", &error);
  g_assert_true (parlour_statement_step (statement, &row, &error));
  g_assert_true (row);
  g_assert_cmpint (parlour_statement_get_int (statement, 0), ==, G_MININT64);
  g_assert_cmpstr (parlour_statement_get_text (statement, 1), ==, "Grüße 👋");
  bytes_back = parlour_statement_get_bytes (statement, 2);
  empty_back = parlour_statement_get_bytes (statement, 3);
  g_assert_true (g_bytes_equal (bytes, bytes_back));
  g_assert_cmpuint (g_bytes_get_size (empty_back), ==, 0);
  g_assert_true (parlour_statement_is_null (statement, 4));
  g_assert_cmpint (parlour_statement_get_int (statement, 5), ==, -5);
  g_assert_true (parlour_statement_is_null (statement, 6));
  g_assert_true (parlour_statement_step (statement, &row, &error));
  g_assert_false (row);
}

static void
test_a_damaged_text_is_still_text (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a, b)");
  g_autoptr (ParlourStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row = FALSE;

  exec_or_fail (db, "INSERT INTO t VALUES (CAST (x'61ff62' AS TEXT), CAST (x'c3' AS TEXT))");
  statement = parlour_db_prepare (db, "SELECT a, b FROM t", &error);
  g_assert_true (parlour_statement_step (statement, &row, &error));
  const char *a = parlour_statement_get_text (statement, 0);
  const char *b = parlour_statement_get_text (statement, 1);
  g_assert_cmpstr (a, ==,
                   "a\xef\xbf\xbd"
                   "b");
  g_assert_cmpstr (b, ==, "\xef\xbf\xbd");
}

static void
test_nothing_is_null (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a, b, c)");
  g_autoptr (ParlourStatement) statement = NULL;
  gboolean row = FALSE;

  g_assert_true (
      parlour_db_run (db, NULL, "INSERT INTO t VALUES (?1, ?2, ?3)", "sbz", NULL, NULL, (gint64)9));
  statement = parlour_db_prepare (db, "SELECT a, b, c FROM t", NULL);
  g_assert_true (parlour_statement_step (statement, &row, NULL));
  g_assert_null (parlour_statement_get_text (statement, 0));
  g_assert_null (parlour_statement_get_bytes (statement, 1));
  g_assert_cmpint (parlour_statement_get_int (statement, 2), ==, 9);
}

static void
test_no_row_is_no_error (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a)");
  g_autoptr (GError) error = NULL;
  gint64 number = 42;

  g_assert_false (parlour_db_query_int (db, &number, &error, "SELECT a FROM t", ""));
  g_assert_no_error (error);
  g_assert_cmpint (number, ==, 42);
  g_assert_null (parlour_db_query_text (db, &error, "SELECT a FROM t", ""));
  g_assert_no_error (error);
  g_assert_false (parlour_db_query_int (db, &number, &error, "SELECT b FROM t", ""));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FAILED);
}

static void
test_statements_are_kept (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a)");
  g_autofree char *same_text = g_strdup ("SELECT a FROM t WHERE a = ?1");
  ParlourStatement *first = parlour_db_prepare (db, "SELECT a FROM t WHERE a = ?1", NULL);

  g_assert_nonnull (first);
  g_assert_true (parlour_db_prepare (db, same_text, NULL) == first);
}

static void
test_an_open_statement_is_not_given_out_twice (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  g_autoptr (ParlourStatement) outer = parlour_db_prepare (db, "SELECT a FROM t", NULL);
  ParlourStatement *inner;
  gboolean row = FALSE;

  g_assert_true (parlour_statement_step (outer, &row, NULL));
  inner = parlour_db_prepare (db, "SELECT a FROM t", NULL);
  g_assert_true (inner != outer);
  g_assert_true (parlour_statement_step (inner, &row, NULL));
  parlour_statement_reset (inner);
  g_assert_true (parlour_statement_step (outer, &row, NULL));
  g_assert_cmpint (parlour_statement_get_int (outer, 0), ==, 2);
}

static void
test_bindings_do_not_stay (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a)");
  ParlourStatement *statement = parlour_db_prepare (db, "INSERT INTO t VALUES (?1)", NULL);

  parlour_statement_bind_int (statement, 1, 5);
  statement = parlour_db_prepare (db, "INSERT INTO t VALUES (?1)", NULL);
  g_assert_true (parlour_statement_step (statement, NULL, NULL));
  g_assert_cmpint (ask (db, "SELECT a IS NULL FROM t"), ==, 1);
}

static void
test_a_bad_binding_is_told_by_the_step (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a)");
  g_autoptr (GError) error = NULL;
  ParlourStatement *statement = parlour_db_prepare (db, "INSERT INTO t VALUES (?1)", NULL);

  parlour_statement_bind_int (statement, 1, 5);
  parlour_statement_bind_int (statement, 2, 5);
  g_assert_false (parlour_statement_step (statement, NULL, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FAILED);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM t"), ==, 0);
  parlour_statement_bind_int (statement, 1, 6);
  g_assert_true (parlour_statement_step (statement, NULL, NULL));
  g_assert_cmpint (ask (db, "SELECT a FROM t"), ==, 6);
}

static void
test_two_statements_in_one_text_are_refused (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a)");
  g_autoptr (GError) error = NULL;

  g_assert_null (parlour_db_prepare (db, "SELECT 1; DELETE FROM t", &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FAILED);
}

static void
assert_constraint (ParlourDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (parlour_db_run (db, &error, sql, ""));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CONSTRAINT);
}

static void
test_constraints_are_told (void)
{
  g_autoptr (ParlourDb) db = open_memory (
      "CREATE TABLE t (a INTEGER PRIMARY KEY, b UNIQUE, c NOT NULL DEFAULT 0 CHECK (c < 9), "
      "d REFERENCES t (a)); INSERT INTO t (a, b) VALUES (1, 'x')");

  assert_constraint (db, "INSERT INTO t (b) VALUES ('x')");
  assert_constraint (db, "INSERT INTO t (c) VALUES (NULL)");
  assert_constraint (db, "INSERT INTO t (c) VALUES (9)");
  assert_constraint (db, "INSERT INTO t (d) VALUES (77)");
  g_assert_cmpint (ask (db, "SELECT count (*) FROM t"), ==, 1);
}

static void
test_a_savepoint_undoes_only_its_own (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (ParlourDb) db = scratch_open (scratch);

  exec_or_fail (db, "CREATE TABLE t (a)");
  g_assert_true (parlour_db_begin (db, TRUE, NULL));
  for (int i = 0; i < 3; i++) {
    g_assert_true (parlour_db_savepoint (db, NULL));
    g_assert_true (parlour_db_run (db, NULL, "INSERT INTO t VALUES (?1)", "d", i));
    if (i == 1)
      g_assert_true (parlour_db_savepoint_rollback (db, NULL));
    else
      g_assert_true (parlour_db_savepoint_release (db, NULL));
  }
  g_assert_true (parlour_db_in_transaction (db));
  g_assert_true (parlour_db_commit (db, NULL));
  g_assert_false (parlour_db_in_transaction (db));
  g_assert_cmpint (scratch_ask (scratch, "SELECT count (*) * 10 + sum (a) FROM t"), ==, 22);
}

static void
test_rollback_is_harmless_without_a_transaction (void)
{
  g_autoptr (ParlourDb) db = open_memory ("CREATE TABLE t (a)");
  g_autoptr (GError) error = NULL;

  parlour_db_rollback (db);
  g_assert_true (parlour_db_begin (db, FALSE, NULL));
  exec_or_fail (db, "INSERT INTO t VALUES (1)");
  parlour_db_rollback (db);
  g_assert_cmpint (ask (db, "SELECT count (*) FROM t"), ==, 0);
  g_assert_false (parlour_db_commit (db, &error));
  g_assert_error (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FAILED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/statement/values-come-back", test_values_come_back);
  g_test_add_func ("/db/statement/a-damaged-text-is-still-text", test_a_damaged_text_is_still_text);
  g_test_add_func ("/db/statement/nothing-is-null", test_nothing_is_null);
  g_test_add_func ("/db/statement/no-row-is-no-error", test_no_row_is_no_error);
  g_test_add_func ("/db/statement/statements-are-kept", test_statements_are_kept);
  g_test_add_func ("/db/statement/an-open-statement-is-not-given-out-twice",
                   test_an_open_statement_is_not_given_out_twice);
  g_test_add_func ("/db/statement/bindings-do-not-stay", test_bindings_do_not_stay);
  g_test_add_func ("/db/statement/a-bad-binding-is-told-by-the-step",
                   test_a_bad_binding_is_told_by_the_step);
  g_test_add_func ("/db/statement/two-statements-in-one-text-are-refused",
                   test_two_statements_in_one_text_are_refused);
  g_test_add_func ("/db/statement/constraints-are-told", test_constraints_are_told);
  g_test_add_func ("/db/transaction/a-savepoint-undoes-only-its-own",
                   test_a_savepoint_undoes_only_its_own);
  g_test_add_func ("/db/transaction/rollback-is-harmless-without-a-transaction",
                   test_rollback_is_harmless_without_a_transaction);
  return g_test_run ();
}

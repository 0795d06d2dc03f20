/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-group-commit"

#include "scratch.h"

#include "db/group-commit.h"
#include "db/statement.h"
#include "db/transaction.h"

#include <gio/gio.h>
#include <signal.h>
#include <sys/resource.h>

/* This file proves that one commit serves many writes and that nobody is told of a write that is
 * not on the disk, whatever breaks on the way. */

#define N 8

typedef struct {
  ParlourDbGroupJob job;
  int number;
  const char *sql; /* with ?1 for the number */
  int runs;
  int undos;
} Write;

typedef struct {
  Scratch *scratch;
  ParlourDb *db;
  Write writes[N];
  ParlourDbGroupJob *jobs[N];
} Fixture;

#define SMALL "INSERT INTO t (a) VALUES (?1)"

static gboolean
write_run (ParlourDb *db, gpointer data, GError **error)
{
  Write *self = data;

  /* A run follows either nothing or an undo of the run before. */
  g_assert_cmpint (self->undos, ==, self->runs);
  self->runs++;
  return parlour_db_run (db, error, self->sql, "d", self->number);
}

static void
write_undo (gpointer data)
{
  Write *self = data;

  self->undos++;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->scratch = scratch_new ();
  self->db = scratch_open (self->scratch);
  exec_or_fail (self->db, "CREATE TABLE p (a INTEGER PRIMARY KEY);"
                          "CREATE TABLE t (a INTEGER PRIMARY KEY, b,"
                          "                c REFERENCES p (a) DEFERRABLE INITIALLY DEFERRED)");
  for (int i = 0; i < N; i++) {
    Write *write = &self->writes[i];

    write->number = i;
    write->sql = SMALL;
    write->job.run = write_run;
    write->job.undo = write_undo;
    write->job.data = write;
    self->jobs[i] = &write->job;
  }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < N; i++)
    g_clear_error (&self->writes[i].job.error);
  g_clear_pointer (&self->db, parlour_db_close);
  g_clear_pointer (&self->scratch, scratch_free);
}

static gboolean
is_on_disk (Fixture *self, int number)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM t WHERE a = %d", number);

  return scratch_ask (self->scratch, sql) == 1;
}

/* What every group ends with: one answer for each job, and the truth in it. */
static int
assert_answers_are_true (Fixture *self)
{
  int committed = 0;

  g_assert_false (parlour_db_in_transaction (self->db));
  for (int i = 0; i < N; i++) {
    Write *write = &self->writes[i];

    g_assert_true (write->job.committed == (write->job.error == NULL));
    g_assert_true (write->job.committed == is_on_disk (self, i));
    g_assert_cmpint (write->undos, ==, write->job.committed ? write->runs - 1 : write->runs);
    committed += write->job.committed;
  }
  return committed;
}

static void
test_one_commit_serves_all (Fixture *self, gconstpointer data)
{
  guint64 before = parlour_db_get_commits (self->db);

  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N);
  g_assert_cmpuint (parlour_db_get_commits (self->db) - before, ==, 1);
}

static void
test_a_group_of_one (Fixture *self, gconstpointer data)
{
  parlour_db_group_run (self->db, self->jobs, 1);
  g_assert_true (self->writes[0].job.committed);
  g_assert_true (is_on_disk (self, 0));
}

static void
test_a_refusal_undoes_itself_alone (Fixture *self, gconstpointer data)
{
  guint64 before = parlour_db_get_commits (self->db);

  self->writes[3].sql = "INSERT INTO t (a) VALUES (?1 - 1)";
  self->writes[5].sql = "INSERT INTO nowhere VALUES (?1)";
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N - 2);
  g_assert_cmpuint (parlour_db_get_commits (self->db) - before, ==, 1);
  g_assert_error (self->writes[3].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CONSTRAINT);
  g_assert_error (self->writes[5].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FAILED);
  g_assert_cmpint (self->writes[3].runs, ==, 1);
}

static gboolean
write_then_refuse_run (ParlourDb *db, gpointer data, GError **error)
{
  g_assert_true (write_run (db, data, error));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "not you");
  return FALSE;
}

static void
test_what_a_refusal_wrote_is_undone (Fixture *self, gconstpointer data)
{
  guint64 before = parlour_db_get_commits (self->db);

  self->writes[0].job.run = write_then_refuse_run;
  self->writes[5].job.run = write_then_refuse_run;
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N - 2);
  g_assert_cmpuint (parlour_db_get_commits (self->db) - before, ==, 1);
  g_assert_error (self->writes[5].job.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_a_lone_refusal_is_undone (Fixture *self, gconstpointer data)
{
  self->writes[0].job.run = write_then_refuse_run;
  parlour_db_group_run (self->db, self->jobs, 1);
  g_assert_error (self->writes[0].job.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_false (self->writes[0].job.committed);
  g_assert_false (is_on_disk (self, 0));
  g_assert_cmpint (self->writes[0].undos, ==, 1);
}

static void
test_a_failed_commit_runs_each_again (Fixture *self, gconstpointer data)
{
  self->writes[1].sql = "INSERT INTO t (a) VALUES (?1 - 1)";
  self->writes[4].sql = "INSERT INTO t (a, c) VALUES (?1, 99)";
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N - 2);
  g_assert_error (self->writes[1].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CONSTRAINT);
  g_assert_error (self->writes[4].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CONSTRAINT);
  for (int i = 0; i < N; i++)
    g_assert_cmpint (self->writes[i].runs, ==, 2);
}

static void
test_a_lost_transaction_runs_each_again (Fixture *self, gconstpointer data)
{
  self->writes[4].sql = "INSERT OR ROLLBACK INTO t (a) VALUES (?1 - 1)";
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N - 1);
  g_assert_error (self->writes[4].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (self->writes[0].runs, ==, 2);
  g_assert_cmpint (self->writes[7].runs, ==, 1);
}

/* The job itself does not notice that its transaction has gone. */
static gboolean
swallow_run (ParlourDb *db, gpointer data, GError **error)
{
  Write *self = data;

  self->runs++;
  if (self->runs == 1)
    return !parlour_db_run (db, NULL, "INSERT OR ROLLBACK INTO t (a) VALUES (0)", "");
  return parlour_db_run (db, error, SMALL, "d", self->number);
}

static void
test_a_lost_transaction_is_noticed_without_an_error (Fixture *self, gconstpointer data)
{
  self->writes[4].job.run = swallow_run;
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N);
}

static void
test_a_full_database_refuses_the_large_one (Fixture *self, gconstpointer data)
{
  gint64 pages = ask (self->db, "PRAGMA page_count");
  g_autofree char *limit = g_strdup_printf ("PRAGMA max_page_count=%d", (int)pages + 4);

  exec_or_fail (self->db, limit);
  self->writes[3].sql = "INSERT INTO t (a, b) VALUES (?1, zeroblob (100000))";
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N - 1);
  g_assert_error (self->writes[3].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FULL);
}

static void
test_a_database_that_fills_up_keeps_what_fits (Fixture *self, gconstpointer data)
{
  gint64 pages = ask (self->db, "PRAGMA page_count");
  g_autofree char *limit = g_strdup_printf ("PRAGMA max_page_count=%d", (int)pages + 40);
  int committed;

  exec_or_fail (self->db, limit);
  for (int i = 0; i < N; i++)
    self->writes[i].sql = "INSERT INTO t (a, b) VALUES (?1, zeroblob (40000))";
  parlour_db_group_run (self->db, self->jobs, N);
  committed = assert_answers_are_true (self);
  g_assert_cmpint (committed, >=, 3);
  g_assert_cmpint (committed, <=, 4);
  g_assert_error (self->writes[N - 1].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FULL);
}

/* The log may grow by 150 kB more: the group's commit fails while it writes, a few fit alone. */
static void
test_a_disk_that_refuses_the_commit (Fixture *self, gconstpointer data)
{
  struct rlimit limit, before;
  gint64 log;
  int committed;

  log = parlour_db_get_wal_frames (self->db) * (4096 + 24);
  for (int i = 0; i < N; i++)
    self->writes[i].sql = "INSERT INTO t (a, b) VALUES (?1, zeroblob (40000))";
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = (rlim_t)log + 150000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  parlour_db_group_run (self->db, self->jobs, N);
  setrlimit (RLIMIT_FSIZE, &before);

  committed = assert_answers_are_true (self);
  g_assert_cmpint (committed, >=, 2);
  g_assert_cmpint (committed, <=, 3);
  g_assert_cmpint (self->writes[0].runs, ==, 2);
  g_assert_error (self->writes[N - 1].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_IO);
}

static void
test_a_held_lock_is_told_to_all (Fixture *self, gconstpointer data)
{
  g_autoptr (ParlourDb) other = scratch_open (self->scratch);

  exec_or_fail (self->db, "PRAGMA busy_timeout=1");
  g_assert_true (parlour_db_begin (other, TRUE, NULL));
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, 0);
  for (int i = 0; i < N; i++)
    g_assert_error (self->writes[i].job.error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_BUSY);
}

/* INSERT … RETURNING that is left open would make the commit BUSY. */
static gboolean
leave_open_run (ParlourDb *db, gpointer data, GError **error)
{
  Write *self = data;
  ParlourStatement *statement =
      parlour_db_prepare (db, "INSERT INTO t (a) VALUES (?1) RETURNING a", error);

  self->runs++;
  parlour_statement_bind (statement, "d", self->number);
  return parlour_statement_step (statement, NULL, error);
}

static void
test_an_open_statement_does_not_stop_the_commit (Fixture *self, gconstpointer data)
{
  guint64 before = parlour_db_get_commits (self->db);

  self->writes[2].job.run = leave_open_run;
  parlour_db_group_run (self->db, self->jobs, N);
  g_assert_cmpint (assert_answers_are_true (self), ==, N);
  g_assert_cmpuint (parlour_db_get_commits (self->db) - before, ==, 1);
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/db/group-commit/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("one-commit-serves-all", test_one_commit_serves_all);
  add ("a-group-of-one", test_a_group_of_one);
  add ("a-refusal-undoes-itself-alone", test_a_refusal_undoes_itself_alone);
  add ("what-a-refusal-wrote-is-undone", test_what_a_refusal_wrote_is_undone);
  add ("a-lone-refusal-is-undone", test_a_lone_refusal_is_undone);
  add ("a-failed-commit-runs-each-again", test_a_failed_commit_runs_each_again);
  add ("a-lost-transaction-runs-each-again", test_a_lost_transaction_runs_each_again);
  add ("a-lost-transaction-is-noticed-without-an-error",
       test_a_lost_transaction_is_noticed_without_an_error);
  add ("a-full-database-refuses-the-large-one", test_a_full_database_refuses_the_large_one);
  add ("a-database-that-fills-up-keeps-what-fits", test_a_database_that_fills_up_keeps_what_fits);
  add ("a-disk-that-refuses-the-commit", test_a_disk_that_refuses_the_commit);
  add ("a-held-lock-is-told-to-all", test_a_held_lock_is_told_to_all);
  add ("an-open-statement-does-not-stop-the-commit",
       test_an_open_statement_does_not_stop_the_commit);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-worker"

#include "scratch.h"

#include "db/worker.h"

/* This file proves the order of jobs, the thread that each part of them runs on, and a clean end.
 */

#define DEADLINE_S 20

typedef struct {
  Scratch *scratch;
  ParlourDbWorker *worker;
  GThread *main_thread;
  GAsyncQueue *gate; /* the blocking job waits for something in it */
  GString *order;    /* one letter for each run, the worker's until it has stopped */
  int done;          /* completions on the main thread */
  GError *error;     /* of the newest one */
  gint64 number;     /* the newest result */
  gint freed;        /* data that was freed, atomic */
} Fixture;

typedef struct {
  Fixture *fixture;
  char letter;
} Letter;

static ParlourDb *
open_cb (gpointer data, GError **error)
{
  Fixture *self = data;
  ParlourDb *db;

  g_assert_true (g_thread_self () != self->main_thread);
  db = parlour_db_open (self->scratch->path, PARLOUR_DB_READ_WRITE_CREATE, error);
  if (db != NULL)
    exec_or_fail (db, "CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY)");
  return db;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->scratch = scratch_new ();
  self->main_thread = g_thread_self ();
  self->gate = g_async_queue_new ();
  self->order = g_string_new (NULL);
  self->worker = parlour_db_worker_new ("test-db", open_cb, self, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->worker, parlour_db_worker_stop);
  g_clear_pointer (&self->worker, parlour_db_worker_stop);
  g_async_queue_unref (self->gate);
  g_string_free (self->order, TRUE);
  g_clear_error (&self->error);
  scratch_free (self->scratch);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("Nothing happened for %d seconds", DEADLINE_S);
  return G_SOURCE_REMOVE;
}

static void
wait_for (Fixture *self, int done)
{
  guint deadline = g_timeout_add_seconds (DEADLINE_S, late_cb, NULL);

  while (self->done < done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  g_autofree gint64 *number = NULL;

  g_assert_true (g_thread_self () == self->main_thread);
  g_clear_error (&self->error);
  number = parlour_db_worker_run_finish (result, &self->error);
  if (number != NULL)
    self->number = *number;
  self->done++;
}

static void
run (Fixture *self, ParlourDbJobFlags flags, ParlourDbWorkerFunc func, gpointer data)
{
  parlour_db_worker_run_async (self->worker, flags, func, data, NULL, g_free, NULL, done_cb, self);
}

static gpointer
wait_at_gate (ParlourDb *db, gpointer data, GError **error)
{
  Fixture *self = data;

  g_async_queue_pop (self->gate);
  return NULL;
}

/* Keeps the worker in a job until open_gate(), so that what comes meanwhile waits together. */
static void
close_gate (Fixture *self)
{
  parlour_db_worker_push (self->worker, PARLOUR_DB_JOB_DEFAULT, wait_at_gate, self, NULL, NULL);
}

static void
open_gate (Fixture *self)
{
  g_async_queue_push (self->gate, self);
}

static gpointer
count_commits (ParlourDb *db, gpointer data, GError **error)
{
  gint64 commits = (gint64)parlour_db_get_commits (db);

  return g_memdup2 (&commits, sizeof commits);
}

static gpointer
insert (ParlourDb *db, gpointer data, GError **error)
{
  gint64 number = GPOINTER_TO_INT (data);

  if (!parlour_db_run (db, error, "INSERT INTO t VALUES (?1)", "i", number))
    return NULL;
  return g_memdup2 (&number, sizeof number);
}

static void
free_letter_cb (gpointer data)
{
  Letter *letter = data;

  g_assert_true (g_thread_self () != letter->fixture->main_thread);
  g_atomic_int_inc (&letter->fixture->freed);
  g_free (letter);
}

static gpointer
note_letter (ParlourDb *db, gpointer data, GError **error)
{
  Letter *letter = data;

  g_assert_true (g_thread_self () != letter->fixture->main_thread);
  g_string_append_c (letter->fixture->order, letter->letter);
  return NULL;
}

static void
push_letter (Fixture *self, ParlourDbJobFlags flags, char name)
{
  Letter *letter = g_new0 (Letter, 1);

  letter->fixture = self;
  letter->letter = name;
  parlour_db_worker_push (self->worker, flags, note_letter, letter, free_letter_cb, NULL);
}

static void
test_a_result_comes_to_the_caller (Fixture *self, gconstpointer data)
{
  run (self, PARLOUR_DB_JOB_DEFAULT, insert, GINT_TO_POINTER (7));
  wait_for (self, 1);
  g_assert_no_error (self->error);
  g_assert_cmpint (self->number, ==, 7);
}

static void
test_an_error_comes_to_its_caller (Fixture *self, gconstpointer data)
{
  close_gate (self);
  run (self, PARLOUR_DB_JOB_WRITE, insert, GINT_TO_POINTER (7));
  run (self, PARLOUR_DB_JOB_WRITE, insert, GINT_TO_POINTER (7));
  open_gate (self);
  wait_for (self, 2);
  g_assert_error (self->error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (scratch_ask (self->scratch, "SELECT count (*) FROM t"), ==, 1);
}

static void
test_jobs_run_in_order_and_stop_runs_them_all (Fixture *self, gconstpointer data)
{
  close_gate (self);
  for (char c = 'a'; c <= 'z'; c++)
    push_letter (self, c % 3 == 0 ? PARLOUR_DB_JOB_DEFAULT : PARLOUR_DB_JOB_WRITE, c);
  g_assert_cmpint (g_atomic_int_get (&self->freed), ==, 0);
  open_gate (self);
  g_clear_pointer (&self->worker, parlour_db_worker_stop);
  g_assert_cmpstr (self->order->str, ==, "abcdefghijklmnopqrstuvwxyz");
  g_assert_cmpint (self->freed, ==, 26);
}

static void
test_writes_that_wait_share_a_commit (Fixture *self, gconstpointer data)
{
  gint64 before;

  run (self, PARLOUR_DB_JOB_DEFAULT, count_commits, NULL);
  wait_for (self, 1);
  before = self->number;

  close_gate (self);
  for (int i = 0; i < 100; i++)
    run (self, PARLOUR_DB_JOB_WRITE, insert, GINT_TO_POINTER (i));
  run (self, PARLOUR_DB_JOB_DEFAULT, count_commits, NULL);
  open_gate (self);
  wait_for (self, 102);
  g_assert_cmpint (self->number - before, ==, 1);
  g_assert_cmpint (scratch_ask (self->scratch, "SELECT count (*) FROM t"), ==, 100);
}

static void
test_a_cancelled_job_is_not_run (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  close_gate (self);
  parlour_db_worker_run_async (self->worker, PARLOUR_DB_JOB_WRITE, insert, GINT_TO_POINTER (1),
                               NULL, g_free, cancellable, done_cb, self);
  g_cancellable_cancel (cancellable);
  open_gate (self);
  wait_for (self, 1);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&self->worker, parlour_db_worker_stop);
  g_assert_cmpint (scratch_ask (self->scratch, "SELECT count (*) FROM t"), ==, 0);
}

static void
test_a_completion_outlives_the_worker (Fixture *self, gconstpointer data)
{
  run (self, PARLOUR_DB_JOB_WRITE, insert, GINT_TO_POINTER (5));
  g_clear_pointer (&self->worker, parlour_db_worker_stop);
  g_assert_cmpint (self->done, ==, 0);
  wait_for (self, 1);
  g_assert_cmpint (self->number, ==, 5);
}

static ParlourDb *
fail_open_cb (gpointer data, GError **error)
{
  return parlour_db_open ("/nonexistent/a.db", PARLOUR_DB_READ_WRITE_CREATE, error);
}

static void
test_every_job_hears_why_there_is_no_database (Fixture *self, gconstpointer data)
{
  parlour_db_worker_stop (self->worker);
  self->worker = parlour_db_worker_new ("test-db", fail_open_cb, NULL, NULL);
  run (self, PARLOUR_DB_JOB_WRITE, insert, GINT_TO_POINTER (5));
  wait_for (self, 1);
  g_assert_error (self->error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CANT_OPEN);
  run (self, PARLOUR_DB_JOB_DEFAULT, insert, GINT_TO_POINTER (5));
  wait_for (self, 2);
  g_assert_error (self->error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_CANT_OPEN);
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/db/worker/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("a-result-comes-to-the-caller", test_a_result_comes_to_the_caller);
  add ("an-error-comes-to-its-caller", test_an_error_comes_to_its_caller);
  add ("jobs-run-in-order-and-stop-runs-them-all", test_jobs_run_in_order_and_stop_runs_them_all);
  add ("writes-that-wait-share-a-commit", test_writes_that_wait_share_a_commit);
  add ("a-cancelled-job-is-not-run", test_a_cancelled_job_is_not_run);
  add ("a-completion-outlives-the-worker", test_a_completion_outlives_the_worker);
  add ("every-job-hears-why-there-is-no-database", test_every_job_hears_why_there_is_no_database);
  return g_test_run ();
}

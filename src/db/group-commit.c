/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-db-group-commit"

#include "db/group-commit.h"

#include "db/connection-private.h"
#include "db/transaction.h"

/* This file owns how many writes share one flush of the disk, and that nobody hears of a write that
 * is not on it. On the thread of the writing connection. */

static gboolean
run_job (ParlourDb *db, ParlourDbGroupJob *job)
{
  gboolean ok;

  job->remembers = TRUE;
  ok = job->run (db, job->data, &job->error);
  /* A statement that is still open would stand in the way of what ends the transaction. */
  parlour_db_reset_statements (db);
  if (!ok && job->error == NULL)
    parlour_db_error_set (&job->error, PARLOUR_DB_ERROR_FAILED, "refused without a reason");
  return job->error == NULL;
}

static void
forget (ParlourDbGroupJob *job)
{
  if (job->remembers && job->undo != NULL)
    job->undo (job->data);
  job->remembers = FALSE;
}

static void
settle (ParlourDbGroupJob *job)
{
  job->remembers = FALSE;
  job->committed = job->error == NULL;
}

/* Returns FALSE when the whole transaction is lost. SQLite may have rolled it back by itself after
 * FULL, IOERR, NOMEM or OR ROLLBACK; then going on would write outside of any transaction. When the
 * job has kept such an error to itself, there is no savepoint left to release. */
static gboolean
run_in_savepoint (ParlourDb *db, ParlourDbGroupJob *job)
{
  if (!parlour_db_savepoint (db, NULL))
    return FALSE;
  if (run_job (db, job))
    return parlour_db_savepoint_release (db, NULL);
  if (!parlour_db_in_transaction (db) || !parlour_db_savepoint_rollback (db, NULL))
    return FALSE;
  forget (job);
  return TRUE;
}

/* The errors of savepoints and commit are dropped: each job will meet its own when it runs alone.
 */
static gboolean
run_together (ParlourDb *db, ParlourDbGroupJob **jobs, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (!run_in_savepoint (db, jobs[i]))
      return FALSE;
  }
  return parlour_db_commit (db, NULL);
}

static void
run_alone (ParlourDb *db, ParlourDbGroupJob *job)
{
  if (!parlour_db_begin (db, TRUE, &job->error))
    return;
  if (!run_job (db, job) || !parlour_db_commit (db, &job->error)) {
    parlour_db_rollback (db);
    forget (job);
  }
  settle (job);
}

static void
give_up (ParlourDbGroupJob **jobs, guint n, const GError *error)
{
  for (guint i = 0; i < n; i++)
    jobs[i]->error = g_error_copy (error);
}

void
parlour_db_group_run (ParlourDb *db, ParlourDbGroupJob **jobs, guint n)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (db != NULL && !parlour_db_in_transaction (db));

  if (n == 1) {
    run_alone (db, jobs[0]);
    return;
  }
  /* Nobody would get the lock alone either, and each would wait the whole timeout for it. */
  if (!parlour_db_begin (db, TRUE, &error)) {
    give_up (jobs, n, error);
    return;
  }
  if (run_together (db, jobs, n)) {
    for (guint i = 0; i < n; i++)
      settle (jobs[i]);
    return;
  }

  g_debug ("A group of %u writes was lost; each runs again alone", n);
  parlour_db_rollback (db);
  for (guint i = 0; i < n; i++) {
    forget (jobs[i]);
    g_clear_error (&jobs[i]->error);
  }
  for (guint i = 0; i < n; i++)
    run_alone (db, jobs[i]);
}

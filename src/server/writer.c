/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-writer"

#include "server/writer.h"

#include "server/routes.h"

#include "db/group-commit.h"
#include "db/transaction.h"

/* This file owns the writing thread, its connection and its two queues. People's writes go first,
 * as many together as wait; between two such groups one chore runs. */

#define PEOPLE_MAX       4096 /* waiting writes */
#define GROUP_MAX        256  /* writes in one transaction */
#define RETRY_AFTER_FULL 10   /* seconds */
#define RETRY_AFTER_BUSY 1

typedef struct {
  ParlourChore chore;
  gpointer data;
  GDestroyNotify destroy;
} Chore;

typedef struct {
  ParlourDbGroupJob job;
  ParlourStore *store;
  ParlourCall *call;
  guint mark; /* into the store's changes, before the job's */
} Job;

struct _ParlourWriter {
  GThread *thread;
  ParlourStore *store;
  ParlourWriterHooks hooks;

  GMutex lock;
  GCond wake;
  GQueue people; /* of ParlourCall */
  GQueue chores; /* of Chore */
  gboolean stopping;
};

/* What the commit itself failed with; what handlers fail with the store has translated. */
static GError *
to_problem (GError *error)
{
  GError *problem = NULL;
  gboolean full = g_error_matches (error, PARLOUR_DB_ERROR, PARLOUR_DB_ERROR_FULL);

  if (error->domain == PARLOUR_PROBLEM)
    return error;
  g_warning ("Could not commit: %s", error->message);
  parlour_problem_set (&problem, full ? PARLOUR_PROBLEM_STORAGE_FULL : PARLOUR_PROBLEM_UNAVAILABLE,
                       full ? "The server's disk is full." : "The server can't write just now.");
  parlour_problem_set_retry_after (problem, full ? RETRY_AFTER_FULL : RETRY_AFTER_BUSY);
  g_error_free (error);
  return problem;
}

static gboolean
run_job (ParlourDb *db, gpointer data, GError **error)
{
  Job *job = data;

  job->mark = parlour_changes_mark (parlour_store_get_changes (job->store));
  return job->call->route->handle (job->call, job->store, error);
}

/* Where a whole transaction is lost, the jobs are undone one after another in any order, so a mark
 * may lie behind the end already. */
static void
undo_job (gpointer data)
{
  Job *job = data;
  ParlourChanges *changes = parlour_store_get_changes (job->store);

  if (job->mark < parlour_changes_get_length (changes))
    parlour_changes_rollback_to (changes, job->mark);
  parlour_call_reset (job->call);
}

static void
tell_changes (ParlourWriter *self)
{
  ParlourChanges *changes = parlour_changes_take (parlour_store_get_changes (self->store));

  self->hooks.changed (changes, self->hooks.data);
}

static void
tell_growth (ParlourWriter *self)
{
  self->hooks.grown (parlour_db_get_wal_frames (parlour_store_get_db (self->store)),
                     self->hooks.data);
}

static void
run_group (ParlourWriter *self, GPtrArray *calls)
{
  guint n = calls->len;
  g_autofree Job *jobs = g_new0 (Job, n);
  g_autofree ParlourDbGroupJob **pointers = g_new (ParlourDbGroupJob *, n);

  for (guint i = 0; i < n; i++) {
    jobs[i].store = self->store;
    jobs[i].call = calls->pdata[i];
    jobs[i].job =
        (ParlourDbGroupJob){.run = run_job, .undo = undo_job, .data = &jobs[i], .error = NULL};
    pointers[i] = &jobs[i].job;
  }
  parlour_db_group_run (parlour_store_get_db (self->store), pointers, n);
  tell_changes (self);
  for (guint i = 0; i < n; i++) {
    GError *error = g_steal_pointer (&jobs[i].job.error);
    self->hooks.done (jobs[i].call, error != NULL ? to_problem (error) : NULL, self->hooks.data);
  }
  tell_growth (self);
}

static gboolean
run_in_transaction (ParlourWriter *self, Chore *chore, GError **error)
{
  ParlourDb *db = parlour_store_get_db (self->store);

  if (!parlour_db_begin (db, TRUE, error))
    return FALSE;
  return chore->chore (self->store, chore->data, error) && parlour_db_commit (db, error);
}

static void
run_chore (ParlourWriter *self, Chore *chore)
{
  g_autoptr (GError) error = NULL;

  if (run_in_transaction (self, chore, &error)) {
    tell_changes (self);
  } else {
    parlour_db_rollback (parlour_store_get_db (self->store));
    parlour_changes_rollback_to (parlour_store_get_changes (self->store), 0);
    g_warning ("Housekeeping failed: %s", error->message);
  }
  if (chore->destroy != NULL)
    chore->destroy (chore->data);
  g_free (chore);
}

/* Everything that waits, up to a group's size, and one chore. FALSE once nothing more will come. */
static gboolean
take (ParlourWriter *self, GPtrArray *calls, Chore **chore)
{
  ParlourCall *call;

  g_mutex_lock (&self->lock);
  while (self->people.length == 0 && self->chores.length == 0 && !self->stopping)
    g_cond_wait (&self->wake, &self->lock);
  while (calls->len < GROUP_MAX && (call = g_queue_pop_head (&self->people)) != NULL)
    g_ptr_array_add (calls, call);
  *chore = g_queue_pop_head (&self->chores);
  g_mutex_unlock (&self->lock);
  return calls->len > 0 || *chore != NULL;
}

static gpointer
writer_thread (gpointer data)
{
  ParlourWriter *self = data;
  g_autoptr (GPtrArray) calls = g_ptr_array_new ();
  Chore *chore = NULL;

  while (take (self, calls, &chore)) {
    if (calls->len > 0)
      run_group (self, calls);
    g_ptr_array_set_size (calls, 0);
    if (chore != NULL)
      run_chore (self, chore);
  }
  return NULL;
}

ParlourWriter *
parlour_writer_new (ParlourStore *store, const ParlourWriterHooks *hooks)
{
  ParlourWriter *self = g_new0 (ParlourWriter, 1);

  self->store = store;
  self->hooks = *hooks;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_queue_init (&self->people);
  g_queue_init (&self->chores);
  self->thread = g_thread_new ("parlour-writer", writer_thread, self);
  return self;
}

void
parlour_writer_push (ParlourWriter *self, ParlourCall *call)
{
  GError *error = NULL;

  g_mutex_lock (&self->lock);
  gboolean taken = self->people.length < PEOPLE_MAX;
  if (taken) {
    g_queue_push_tail (&self->people, call);
    g_cond_signal (&self->wake);
  }
  g_mutex_unlock (&self->lock);
  if (taken)
    return;
  parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE,
                       "More is being written than the server's disk can take.");
  parlour_problem_set_retry_after (error, RETRY_AFTER_BUSY);
  self->hooks.done (call, error, self->hooks.data);
}

void
parlour_writer_push_chore (ParlourWriter *self,
                           ParlourChore chore,
                           gpointer data,
                           GDestroyNotify destroy)
{
  Chore *entry = g_new0 (Chore, 1);

  *entry = (Chore){.chore = chore, .data = data, .destroy = destroy};
  g_mutex_lock (&self->lock);
  gboolean taken = !self->stopping;
  if (taken) {
    g_queue_push_tail (&self->chores, entry);
    g_cond_signal (&self->wake);
  }
  g_mutex_unlock (&self->lock);
  if (taken)
    return;
  if (destroy != NULL)
    destroy (data);
  g_free (entry);
}

void
parlour_writer_stop (ParlourWriter *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  parlour_store_close (self->store);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

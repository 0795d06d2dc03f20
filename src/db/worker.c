/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-db-worker"

#include "db/worker.h"

#include "db/group-commit.h"

/* This file owns a thread, its connection and the queue of jobs in front of it. Jobs are given from
 * any thread; what a job does, and the freeing of its data, happens on the worker's thread. */

/* Bounds how long the first job of a group waits for the last one. */
#define MAX_GROUP 256

struct _ParlourDbWorker {
  GThread *thread;
  GAsyncQueue *queue; /* of Job */

  /* From here on only the worker's thread. */
  ParlourDbWorkerOpen open;
  gpointer open_data;
  GDestroyNotify open_destroy;
  ParlourDb *db;
  GError *open_error;
};

typedef struct {
  ParlourDbGroupJob group; /* for PARLOUR_DB_JOB_WRITE */
  ParlourDbJobFlags flags;
  ParlourDbWorkerFunc func; /* NULL in the job that ends the thread */
  gpointer data;
  GDestroyNotify destroy;
  gpointer result;
  GDestroyNotify destroy_result;
  GTask *task; /* NULL when nobody waits */
} Job;

static void
job_drop_result (Job *job)
{
  gpointer result = g_steal_pointer (&job->result);

  if (result != NULL && job->destroy_result != NULL)
    job->destroy_result (result);
}

static gboolean
job_run (ParlourDb *db, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (GError) local_error = NULL;

  job->result = job->func (db, job->data, &local_error);
  if (local_error == NULL)
    return TRUE;
  job_drop_result (job);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
job_undo (gpointer data)
{
  job_drop_result (data);
}

/* Takes the job and the error. */
static void
job_complete (Job *job, GError *error)
{
  if (job->data != NULL && job->destroy != NULL)
    job->destroy (job->data);

  if (job->task == NULL) {
    if (error != NULL)
      g_warning ("A job that nobody waits for failed: %s", error->message);
    job_drop_result (job);
    g_clear_error (&error);
  } else if (error != NULL) {
    g_task_return_error (job->task, error);
  } else {
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->destroy_result);
  }
  g_clear_object (&job->task);
  g_free (job);
}

/* A job that isn't to run, because it was cancelled in the queue or there is no database, is
 * completed here. */
static gboolean
job_wants_to_run (ParlourDbWorker *self, Job *job)
{
  GCancellable *cancellable = job->task != NULL ? g_task_get_cancellable (job->task) : NULL;
  g_autoptr (GError) error = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) && self->db == NULL)
    error = g_error_copy (self->open_error);
  if (error == NULL)
    return TRUE;
  job_complete (job, g_steal_pointer (&error));
  return FALSE;
}

static void
run_group (ParlourDbWorker *self, GPtrArray *group)
{
  if (group->len == 0)
    return;
  parlour_db_group_run (self->db, (ParlourDbGroupJob **)group->pdata, group->len);
  for (guint i = 0; i < group->len; i++) {
    Job *job = g_ptr_array_index (group, i);

    job_complete (job, g_steal_pointer (&job->group.error));
  }
}

/* Runs @job and the writes that wait right behind it. Returns the job that came after them, which
 * is already off the queue, or NULL. */
static Job *
run_writes (ParlourDbWorker *self, Job *job)
{
  g_autoptr (GPtrArray) group = g_ptr_array_new ();

  while (job != NULL && (job->flags & PARLOUR_DB_JOB_WRITE) != 0 && group->len < MAX_GROUP) {
    if (job_wants_to_run (self, job))
      g_ptr_array_add (group, job);
    job = g_async_queue_try_pop (self->queue);
  }
  run_group (self, group);
  return job;
}

static Job *
run_single (ParlourDbWorker *self, Job *job)
{
  GError *error = NULL;

  if (job_wants_to_run (self, job)) {
    job_run (self->db, job, &error);
    job_complete (job, error);
  }
  return NULL;
}

static gpointer
thread_cb (gpointer data)
{
  ParlourDbWorker *self = data;
  Job *job = NULL;

  self->db = self->open (self->open_data, &self->open_error);
  if (self->db == NULL && self->open_error == NULL)
    parlour_db_error_set (&self->open_error, PARLOUR_DB_ERROR_CANT_OPEN, NULL);
  if (self->open_destroy != NULL)
    self->open_destroy (self->open_data);

  for (;;) {
    if (job == NULL)
      job = g_async_queue_pop (self->queue);
    if (job->func == NULL)
      break;
    if ((job->flags & PARLOUR_DB_JOB_WRITE) != 0)
      job = run_writes (self, job);
    else
      job = run_single (self, job);
  }

  g_free (job);
  g_clear_pointer (&self->db, parlour_db_close);
  return NULL;
}

static Job *
job_new (ParlourDbJobFlags flags,
         ParlourDbWorkerFunc func,
         gpointer data,
         GDestroyNotify destroy,
         GDestroyNotify destroy_result)
{
  Job *job = g_new0 (Job, 1);

  job->group.run = job_run;
  job->group.undo = job_undo;
  job->group.data = job;
  job->flags = flags;
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->destroy_result = destroy_result;
  return job;
}

ParlourDbWorker *
parlour_db_worker_new (const char *name,
                       ParlourDbWorkerOpen open,
                       gpointer data,
                       GDestroyNotify destroy)
{
  ParlourDbWorker *self;

  g_return_val_if_fail (open != NULL, NULL);

  self = g_new0 (ParlourDbWorker, 1);
  self->open = open;
  self->open_data = data;
  self->open_destroy = destroy;
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new (name, thread_cb, self);
  return self;
}

void
parlour_db_worker_stop (ParlourDbWorker *self)
{
  if (self == NULL)
    return;
  g_return_if_fail (g_thread_self () != self->thread);

  g_async_queue_push (self->queue, job_new (PARLOUR_DB_JOB_DEFAULT, NULL, NULL, NULL, NULL));
  g_thread_join (g_steal_pointer (&self->thread));
  g_async_queue_unref (self->queue);
  g_clear_error (&self->open_error);
  g_free (self);
}

void
parlour_db_worker_run_async (ParlourDbWorker *self,
                             ParlourDbJobFlags flags,
                             ParlourDbWorkerFunc func,
                             gpointer data,
                             GDestroyNotify destroy,
                             GDestroyNotify destroy_result,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Job *job;

  g_return_if_fail (self != NULL && func != NULL);

  job = job_new (flags, func, data, destroy, destroy_result);
  job->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, parlour_db_worker_run_async);
  g_async_queue_push (self->queue, job);
}

gpointer
parlour_db_worker_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, parlour_db_worker_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_db_worker_push (ParlourDbWorker *self,
                        ParlourDbJobFlags flags,
                        ParlourDbWorkerFunc func,
                        gpointer data,
                        GDestroyNotify destroy,
                        GDestroyNotify destroy_result)
{
  g_return_if_fail (self != NULL && func != NULL);

  g_async_queue_push (self->queue, job_new (flags, func, data, destroy, destroy_result));
}

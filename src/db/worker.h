/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/connection.h"

G_BEGIN_DECLS

/**
 * ParlourDbWorker:
 *
 * A thread that owns a connection and runs jobs on it, in the order in which they were given.
 */
typedef struct _ParlourDbWorker ParlourDbWorker;

/**
 * ParlourDbWorkerOpen:
 *
 * Opens (and migrates) the connection, on the worker's thread, before the first job. When it fails
 * every job gets a copy of its error.
 *
 * Returns: (transfer full) (nullable): the connection
 */
typedef ParlourDb *(*ParlourDbWorkerOpen) (gpointer data, GError **error);

/**
 * ParlourDbWorkerFunc:
 *
 * A job, on the worker's thread. It has failed when it sets @error; %NULL without an error is a
 * result too.
 *
 * Returns: (transfer full) (nullable): the result, freed with the job's destroy_result
 */
typedef gpointer (*ParlourDbWorkerFunc) (ParlourDb *db, gpointer data, GError **error);

/**
 * ParlourDbJobFlags:
 * @PARLOUR_DB_JOB_DEFAULT: runs by itself, outside of a transaction
 * @PARLOUR_DB_JOB_WRITE: runs inside a transaction that it neither begins nor ends, shared with the
 *   other such jobs that wait one after another; completes after the commit. When it fails all it
 *   wrote is undone. It may run twice (see parlour_db_group_run()): it must not change @data, and
 *   of two results the first is freed.
 */
typedef enum {
  PARLOUR_DB_JOB_DEFAULT = 0,
  PARLOUR_DB_JOB_WRITE = 1 << 0,
} ParlourDbJobFlags;

/**
 * parlour_db_worker_new:
 * @name: the thread's name, for debuggers
 * @open: makes the connection
 * @data: for @open
 * @destroy: (nullable): frees @data, on the worker's thread
 *
 * Returns: (transfer full): a running worker; end it with parlour_db_worker_stop()
 */
ParlourDbWorker *parlour_db_worker_new (const char *name,
                                        ParlourDbWorkerOpen open,
                                        gpointer data,
                                        GDestroyNotify destroy);

/**
 * parlour_db_worker_stop:
 * @self: (nullable) (transfer full): a worker
 *
 * Runs what is queued, closes the connection, waits for the thread and frees the worker:
 * `g_clear_pointer (&worker, parlour_db_worker_stop)`. Completions are still delivered afterwards.
 * Not from a job.
 */
void parlour_db_worker_stop (ParlourDbWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourDbWorker, parlour_db_worker_stop)

/**
 * parlour_db_worker_run_async:
 * @func: the job
 * @data: for @func
 * @destroy: (nullable): frees @data, on the worker's thread before the completion
 * @destroy_result: (nullable): frees a result that nobody takes, on any thread
 * @cancellable: (nullable): a job that is cancelled before its turn isn't run. One that has run
 *   stays done, and its completion still says G_IO_ERROR_CANCELLED.
 * @callback: (nullable): called on the thread-default main context of the caller; its source
 *   object is %NULL
 *
 * From any thread.
 */
void parlour_db_worker_run_async (ParlourDbWorker *self,
                                  ParlourDbJobFlags flags,
                                  ParlourDbWorkerFunc func,
                                  gpointer data,
                                  GDestroyNotify destroy,
                                  GDestroyNotify destroy_result,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * parlour_db_worker_run_finish:
 *
 * Takes no worker, so that it also works after parlour_db_worker_stop().
 *
 * Returns: (transfer full) (nullable): the job's result; %NULL with @error set when it failed
 */
gpointer parlour_db_worker_run_finish (GAsyncResult *result, GError **error);

/**
 * parlour_db_worker_push:
 *
 * Like parlour_db_worker_run_async() for a job whose end nobody waits for: a result is freed with
 * @destroy_result, an error is logged. From any thread.
 */
void parlour_db_worker_push (ParlourDbWorker *self,
                             ParlourDbJobFlags flags,
                             ParlourDbWorkerFunc func,
                             gpointer data,
                             GDestroyNotify destroy,
                             GDestroyNotify destroy_result);

G_END_DECLS

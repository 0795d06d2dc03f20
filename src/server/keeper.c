/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-keeper"

#include "server/keeper.h"

#include "server/routes.h"
#include "server/store/store.h"

/* This file owns the thread for what takes long. While it reads, the log can't start anew, and
 * whoever waited for that would make the writer wait: so the checkpointer is told. */

#define QUEUE_MAX 4

struct _ParlourKeeper {
  GThread *thread;
  GAsyncQueue *queue; /* of ParlourCall, or of the structure itself: end */
  GCancellable *cancellable;
  char *path;
  ParlourCheckpointer *checkpointer;
  ParlourStageDone done;
  gpointer data;
};

static gboolean
fail_ending (GError **error)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE, "The server is ending.");
  return FALSE;
}

static gboolean
open_and_run (ParlourKeeper *self, ParlourCall *call, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (ParlourStore) store = parlour_store_open (self->path, PARLOUR_STORE_READER, &cause);

  if (store != NULL)
    return call->route->keep (call, store, error);
  g_warning ("Could not open the database once more: %s", cause->message);
  parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE, "The server can't do this now.");
  return FALSE;
}

static gboolean
run (ParlourKeeper *self, ParlourCall *call, GError **error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return fail_ending (error);
  call->cancellable = self->cancellable;
  parlour_checkpointer_hold (self->checkpointer);
  gboolean good = open_and_run (self, call, error);
  parlour_checkpointer_release (self->checkpointer);
  return good;
}

static gpointer
keeper_thread (gpointer data)
{
  ParlourKeeper *self = data;
  gpointer entry;

  while ((entry = g_async_queue_pop (self->queue)) != self) {
    GError *error = NULL;
    run (self, entry, &error);
    self->done (entry, error, self->data);
  }
  return NULL;
}

ParlourKeeper *
parlour_keeper_new (const char *path,
                    ParlourCheckpointer *checkpointer,
                    ParlourStageDone done,
                    gpointer data)
{
  ParlourKeeper *self = g_new0 (ParlourKeeper, 1);

  self->queue = g_async_queue_new ();
  self->cancellable = g_cancellable_new ();
  self->path = g_strdup (path);
  self->checkpointer = checkpointer;
  self->done = done;
  self->data = data;
  self->thread = g_thread_new ("parlour-keeper", keeper_thread, self);
  return self;
}

void
parlour_keeper_push (ParlourKeeper *self, ParlourCall *call)
{
  GError *error = NULL;

  if (g_async_queue_length (self->queue) < QUEUE_MAX) {
    g_async_queue_push (self->queue, call);
    return;
  }
  parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE,
                       "Others have asked for the same and still wait.");
  parlour_problem_set_retry_after (error, 60);
  self->done (call, error, self->data);
}

void
parlour_keeper_stop (ParlourKeeper *self)
{
  g_cancellable_cancel (self->cancellable);
  g_async_queue_push (self->queue, self);
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_object_unref (self->cancellable);
  g_free (self->path);
  g_free (self);
}

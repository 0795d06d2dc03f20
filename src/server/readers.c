/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-readers"

#include "server/readers.h"

#include "server/dispatch.h"
#include "server/routes.h"

/* This file owns the reading threads and their connections. A call's questions all see one state
 * of the database, which is let go before the next call. */

#define THREADS   2
#define QUEUE_MAX 4096

struct _ParlourReaders {
  GAsyncQueue *queue; /* of ParlourCall, or of the structure itself: end */
  GThread *threads[THREADS];
  ParlourStore *stores[THREADS];
  guint n_threads;
  ParlourStageDone done;
  gpointer data;
};

typedef struct {
  ParlourReaders *readers;
  ParlourStore *store;
} Reader;

static gboolean
run (ParlourCall *call, ParlourStore *store, GError **error)
{
  ParlourHandler handler = parlour_dispatch_read_step (call);

  if (!parlour_store_begin_read (store, error))
    return FALSE;
  gboolean good = handler (call, store, error);
  parlour_store_end_read (store);
  return good;
}

static gpointer
reader_thread (gpointer data)
{
  g_autofree Reader *self = data;
  gpointer entry;

  while ((entry = g_async_queue_pop (self->readers->queue)) != self->readers) {
    GError *error = NULL;
    run (entry, self->store, &error);
    self->readers->done (entry, error, self->readers->data);
  }
  return NULL;
}

static gboolean
add_thread (ParlourReaders *self, const char *path, GError **error)
{
  ParlourStore *store = parlour_store_open (path, PARLOUR_STORE_READER, error);

  if (store == NULL)
    return FALSE;
  Reader *reader = g_new0 (Reader, 1);
  *reader = (Reader){.readers = self, .store = store};
  self->stores[self->n_threads] = store;
  self->threads[self->n_threads] = g_thread_new ("parlour-reader", reader_thread, reader);
  self->n_threads++;
  return TRUE;
}

ParlourReaders *
parlour_readers_new (const char *path, ParlourStageDone done, gpointer data, GError **error)
{
  ParlourReaders *self = g_new0 (ParlourReaders, 1);

  self->queue = g_async_queue_new ();
  self->done = done;
  self->data = data;
  for (guint i = 0; i < THREADS; i++) {
    if (!add_thread (self, path, error)) {
      parlour_readers_stop (self);
      return NULL;
    }
  }
  return self;
}

void
parlour_readers_push (ParlourReaders *self, ParlourCall *call)
{
  GError *error = NULL;

  if (g_async_queue_length (self->queue) < QUEUE_MAX) {
    g_async_queue_push (self->queue, call);
    return;
  }
  parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE, "The server is busy.");
  parlour_problem_set_retry_after (error, 1);
  self->done (call, error, self->data);
}

void
parlour_readers_stop (ParlourReaders *self)
{
  for (guint i = 0; i < self->n_threads; i++)
    g_async_queue_push (self->queue, self);
  for (guint i = 0; i < self->n_threads; i++) {
    g_thread_join (self->threads[i]);
    parlour_store_close (self->stores[i]);
  }
  g_async_queue_unref (self->queue);
  g_free (self);
}

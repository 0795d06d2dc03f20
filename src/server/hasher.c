/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-hasher"

#include "server/hasher.h"

#include "server/routes.h"

/* This file owns the hashing threads and their queue. */

#define THREADS   2
#define QUEUE_MAX 32

struct _ParlourHasher {
  GThreadPool *pool;
  ParlourHashing cost;
  ParlourStageDone done;
  gpointer data;
};

static void
hash_cb (gpointer data, gpointer user_data)
{
  ParlourCall *call = data;
  ParlourHasher *self = user_data;
  GError *error = NULL;

  call->route->hash (call, &self->cost, &error);
  self->done (call, error, self->data);
}

ParlourHasher *
parlour_hasher_new (const ParlourHashing *cost, ParlourStageDone done, gpointer data)
{
  ParlourHasher *self = g_new0 (ParlourHasher, 1);

  self->cost = *cost;
  self->done = done;
  self->data = data;
  self->pool = g_thread_pool_new (hash_cb, self, THREADS, FALSE, NULL);
  return self;
}

void
parlour_hasher_push (ParlourHasher *self, ParlourCall *call)
{
  GError *error = NULL;

  if (g_thread_pool_unprocessed (self->pool) < QUEUE_MAX) {
    g_thread_pool_push (self->pool, call, NULL);
    return;
  }
  parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE,
                       "Too many people are signing in at this moment.");
  parlour_problem_set_retry_after (error, 2);
  self->done (call, error, self->data);
}

void
parlour_hasher_stop (ParlourHasher *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_free (self);
}

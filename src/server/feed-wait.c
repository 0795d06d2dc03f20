/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

/* This file owns the calls that wait for an event (GET /events with `wait`). On the feed's thread.
 */

static void
resume (ParlourFeed *self, ParlourCall *call)
{
  call->wait_stream = 0;
  parlour_dispatch_call (self->dispatch, call);
}

static gboolean
may_wait (ParlourFeed *self, const ParlourCall *call)
{
  gint64 top = 0;
  g_autoptr (ParlourSession) session =
      parlour_store_get_session (self->store, call->wait_session, NULL);

  return session != NULL &&
         parlour_store_get_top (self->store, call->wait_stream, &top, NULL, NULL) &&
         top <= call->wait_above;
}

/* Between the reader's look and now there may have been an event, or the session's end. */
void
parlour_feed_park (ParlourFeed *self, ParlourCall *call)
{
  if (!may_wait (self, call)) {
    resume (self, call);
    return;
  }
  GQueue *calls = g_hash_table_lookup (self->waits, &call->wait_stream);
  if (calls == NULL) {
    calls = g_queue_new ();
    g_hash_table_insert (self->waits, g_memdup2 (&call->wait_stream, sizeof (gint64)), calls);
  }
  g_queue_push_tail (calls, call);
}

/* Resumes each of @calls that @select chooses by @data. */
static void
wake (ParlourFeed *self,
      GQueue *calls,
      gboolean (*select) (const ParlourCall *call, gint64 data),
      gint64 data)
{
  for (GList *link = calls->head, *next; link != NULL; link = next) {
    next = link->next;
    ParlourCall *call = link->data;
    if (!select (call, data))
      continue;
    g_queue_delete_link (calls, link);
    resume (self, call);
  }
}

static gboolean
is_below (const ParlourCall *call, gint64 top)
{
  return call->wait_above < top;
}

static gboolean
is_of_session (const ParlourCall *call, gint64 session)
{
  return call->wait_session == session;
}

static gboolean
is_expired (const ParlourCall *call, gint64 now)
{
  return call->wait_until <= now;
}

void
parlour_feed_wake_stream (ParlourFeed *self, gint64 stream, gint64 top)
{
  GQueue *calls = g_hash_table_lookup (self->waits, &stream);

  if (calls == NULL)
    return;
  wake (self, calls, is_below, top);
  if (calls->length == 0)
    g_hash_table_remove (self->waits, &stream);
}

static void
wake_all (ParlourFeed *self, gboolean (*select) (const ParlourCall *call, gint64 data), gint64 data)
{
  GHashTableIter iter;
  gpointer calls;

  g_hash_table_iter_init (&iter, self->waits);
  while (g_hash_table_iter_next (&iter, NULL, &calls)) {
    wake (self, calls, select, data);
    if (((GQueue *)calls)->length == 0)
      g_hash_table_iter_remove (&iter);
  }
}

void
parlour_feed_wake_session (ParlourFeed *self, gint64 session)
{
  wake_all (self, is_of_session, session);
}

void
parlour_feed_wake_expired (ParlourFeed *self, gint64 now)
{
  wake_all (self, is_expired, now);
}

void
parlour_feed_refuse_wait (ParlourCall *call)
{
  GError *error = NULL;

  parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE, "The server is going down.");
  parlour_problem_set_retry_after (error, 1);
  parlour_call_finish (call, error);
}

void
parlour_feed_refuse_waits (ParlourFeed *self)
{
  GHashTableIter iter;
  gpointer calls;
  ParlourCall *call;

  g_hash_table_iter_init (&iter, self->waits);
  while (g_hash_table_iter_next (&iter, NULL, &calls))
    while ((call = g_queue_pop_head (calls)) != NULL)
      parlour_feed_refuse_wait (call);
  g_hash_table_remove_all (self->waits);
}

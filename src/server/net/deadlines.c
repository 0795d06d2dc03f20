/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-deadlines"

#include "server/net/deadlines.h"

/* The clock of HTTP connections. Holds them weakly: libsoup owns them. Runs on the main loop. */

#define TICK_PARTS  8
#define TICK_MS_MIN 10
#define TICK_MS_MAX 1000

struct _ParlourDeadlines {
  gint64 header_us;
  gint64 idle_us;
  gint64 stall_us;
  guint tick_ms;
  GHashTable *streams; /* ParlourConnectionStream, unowned: removed by its weak notify */
  GMainContext *context;
  GSource *timer; /* NULL while there is no stream */
};

static gint64
get_limit (ParlourDeadlines *self, ParlourConnectionPhase phase)
{
  switch (phase) {
  case PARLOUR_PHASE_HEADERS:
    return self->header_us;
  case PARLOUR_PHASE_IDLE:
    return self->idle_us;
  case PARLOUR_PHASE_BODY:
  case PARLOUR_PHASE_HANDLING:
  default:
    return self->stall_us;
  }
}

static gboolean
is_late (ParlourDeadlines *self, ParlourConnectionStream *stream, gint64 now)
{
  gint64 since = parlour_connection_stream_get_since (stream);
  ParlourConnectionPhase phase = parlour_connection_stream_get_phase (stream);

  return since != 0 && now - since >= get_limit (self, phase);
}

static gboolean
tick_cb (gpointer user_data)
{
  ParlourDeadlines *self = user_data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &stream, NULL)) {
    if (is_late (self, stream, now))
      parlour_connection_stream_shutdown (stream);
  }

  if (g_hash_table_size (self->streams) > 0)
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->timer, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
stream_gone_cb (gpointer user_data, GObject *stream)
{
  ParlourDeadlines *self = user_data;

  g_hash_table_remove (self->streams, stream);
}

static void
start_timer (ParlourDeadlines *self)
{
  if (self->timer != NULL)
    return;

  self->timer = g_timeout_source_new (self->tick_ms);
  g_source_set_callback (self->timer, tick_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

ParlourDeadlines *
parlour_deadlines_new (guint header_ms, guint idle_ms, guint stall_ms)
{
  ParlourDeadlines *self = g_new0 (ParlourDeadlines, 1);
  guint shortest = MIN (header_ms, MIN (idle_ms, stall_ms));

  self->header_us = (gint64)header_ms * 1000;
  self->idle_us = (gint64)idle_ms * 1000;
  self->stall_us = (gint64)stall_ms * 1000;
  self->tick_ms = CLAMP (shortest / TICK_PARTS, TICK_MS_MIN, TICK_MS_MAX);
  self->streams = g_hash_table_new (NULL, NULL);
  self->context = g_main_context_ref_thread_default ();
  return self;
}

void
parlour_deadlines_free (ParlourDeadlines *self)
{
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    g_object_weak_unref (stream, stream_gone_cb, self);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_hash_table_unref (self->streams);
  g_main_context_unref (self->context);
  g_free (self);
}

void
parlour_deadlines_add (ParlourDeadlines *self, ParlourConnectionStream *stream)
{
  g_hash_table_add (self->streams, stream);
  g_object_weak_ref (G_OBJECT (stream), stream_gone_cb, self);
  start_timer (self);
}

void
parlour_deadlines_end_all (ParlourDeadlines *self, gboolean only_idle)
{
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &stream, NULL)) {
    ParlourConnectionPhase phase = parlour_connection_stream_get_phase (stream);

    if (!only_idle || phase == PARLOUR_PHASE_IDLE || phase == PARLOUR_PHASE_HEADERS)
      parlour_connection_stream_shutdown (stream);
  }
}

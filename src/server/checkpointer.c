/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-checkpointer"

#include "server/checkpointer.h"

#include "db/connection.h"

/* This file owns the checkpointing thread and its connection. */

#define CHECKPOINT_FRAMES 1000           /* pages that a commit may add before they are copied */
#define FRAME_BYTES       4120           /* a page and its header in the log */
#define RESTART_WAIT      G_USEC_PER_SEC /* the longest that the writer keeps away from a restart */

struct _ParlourCheckpointer {
  GThread *thread;
  ParlourDb *db;
  gint64 restart_frames;

  GMutex lock;
  GCond wake;
  GCond restarted;
  gint64 frames;  /* in the log, as the writer last said; 0: nothing to do */
  gint64 done_at; /* how many there were when the last ones were copied */
  guint holds;    /* how many read for long: a restart would wait for them with the writer */
  gboolean restarting;
  gboolean stopping;
};

static gboolean
begin_restart (ParlourCheckpointer *self)
{
  g_mutex_lock (&self->lock);
  self->restarting = self->holds == 0;
  gboolean restarting = self->restarting;
  g_mutex_unlock (&self->lock);
  return restarting;
}

static gboolean
restart (ParlourCheckpointer *self, gint64 *left, GError **error)
{
  if (!begin_restart (self))
    return TRUE;
  gboolean good = parlour_db_checkpoint (self->db, TRUE, left, error);
  g_mutex_lock (&self->lock);
  self->restarting = FALSE;
  g_cond_broadcast (&self->restarted);
  g_mutex_unlock (&self->lock);
  return good;
}

/* First what can be copied while others read and write; little is then left for the restart, which
 * makes the writer wait. */
static gint64
checkpoint (ParlourCheckpointer *self, gint64 frames)
{
  g_autoptr (GError) error = NULL;
  gint64 left = frames;

  if (!parlour_db_checkpoint (self->db, FALSE, &left, &error) ||
      (left > self->restart_frames && !restart (self, &left, &error)))
    g_message ("Could not copy the log: %s", error->message);
  return left;
}

/* Where there are fewer than before, the log has begun anew. */
static gboolean
is_due (const ParlourCheckpointer *self)
{
  gint64 new_frames = self->frames >= self->done_at ? self->frames - self->done_at : self->frames;

  return new_frames >= CHECKPOINT_FRAMES;
}

static gboolean
take (ParlourCheckpointer *self, gint64 *frames)
{
  g_mutex_lock (&self->lock);
  while (!self->stopping && !is_due (self))
    g_cond_wait (&self->wake, &self->lock);
  *frames = self->done_at = self->frames;
  gboolean go_on = !self->stopping;
  g_mutex_unlock (&self->lock);
  return go_on;
}

static gpointer
checkpointer_thread (gpointer data)
{
  ParlourCheckpointer *self = data;
  gint64 frames = 0;

  while (take (self, &frames))
    checkpoint (self, frames);
  return NULL;
}

ParlourCheckpointer *
parlour_checkpointer_new (const char *path, guint64 restart_size, GError **error)
{
  ParlourDb *db = parlour_db_open (path, PARLOUR_DB_READ_WRITE_CREATE, error);

  if (db == NULL)
    return NULL;
  ParlourCheckpointer *self = g_new0 (ParlourCheckpointer, 1);
  self->db = db;
  self->restart_frames = (gint64)(restart_size / FRAME_BYTES);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_cond_init (&self->restarted);
  self->thread = g_thread_new ("parlour-checkpointer", checkpointer_thread, self);
  return self;
}

/* A restart takes the writer's lock, which it would hardly ever find free between two commits of a
 * busy writer. */
static void
make_way (ParlourCheckpointer *self)
{
  gint64 end = g_get_monotonic_time () + RESTART_WAIT;

  while (self->restarting && g_cond_wait_until (&self->restarted, &self->lock, end))
    ;
}

void
parlour_checkpointer_grown (ParlourCheckpointer *self, gint64 wal_frames)
{
  g_mutex_lock (&self->lock);
  make_way (self);
  self->frames = wal_frames;
  /* said after every group: waking a thread each time costs more than what it does */
  if (is_due (self))
    g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

void
parlour_checkpointer_hold (ParlourCheckpointer *self)
{
  g_mutex_lock (&self->lock);
  self->holds++;
  while (self->restarting)
    g_cond_wait (&self->restarted, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
parlour_checkpointer_release (ParlourCheckpointer *self)
{
  g_mutex_lock (&self->lock);
  self->holds--;
  g_mutex_unlock (&self->lock);
}

void
parlour_checkpointer_stop (ParlourCheckpointer *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  parlour_db_close (self->db);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->restarted);
  g_free (self);
}

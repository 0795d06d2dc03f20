/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-backup-schedule"

#include "server/backup-schedule.h"

#include "server/routes/backups.h"

/* This file owns when the server asks itself for a backup. On the main loop; its calls come back on
 * any thread. */

#define RETRY_US                                                                                   \
  (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC) /* after a failure: it will not be over at once */

struct _ParlourBackupSchedule {
  ParlourDispatch *dispatch;
  GSource *timer;

  GMutex lock;
  gboolean busy;
  gint64 not_before; /* monotonic */
  char *failure;
  const char *failure_code; /* interned; with it */
};

static void
done_cb (ParlourCall *call, gpointer data)
{
  ParlourBackupSchedule *self = data;

  g_mutex_lock (&self->lock);
  self->busy = FALSE;
  if (call->error != NULL) {
    g_free (self->failure);
    self->failure = g_strdup (call->error->message);
    self->failure_code = g_intern_string (parlour_problem_get_code (call->error));
    self->not_before = g_get_monotonic_time () + RETRY_US;
  } else if (call->reply != NULL) {
    g_clear_pointer (&self->failure, g_free);
    g_message ("A backup was written");
  }
  g_mutex_unlock (&self->lock);
  parlour_call_free (call);
}

static gboolean
begin (ParlourBackupSchedule *self)
{
  g_mutex_lock (&self->lock);
  gboolean go = !self->busy && g_get_monotonic_time () >= self->not_before;
  self->busy |= go;
  g_mutex_unlock (&self->lock);
  return go;
}

static gboolean
timer_cb (gpointer data)
{
  ParlourBackupSchedule *self = data;

  if (!begin (self))
    return G_SOURCE_CONTINUE;
  ParlourCall *call = parlour_call_new (parlour_backups_scheduled (), done_cb, self);
  call->local = TRUE;
  call->origin = g_strdup ("schedule");
  parlour_dispatch_call (self->dispatch, call);
  return G_SOURCE_CONTINUE;
}

ParlourBackupSchedule *
parlour_backup_schedule_new (void)
{
  ParlourBackupSchedule *self = g_new0 (ParlourBackupSchedule, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
parlour_backup_schedule_start (ParlourBackupSchedule *self,
                               ParlourDispatch *dispatch,
                               guint seconds)
{
  g_return_if_fail (self->timer == NULL && seconds > 0);

  self->dispatch = dispatch;
  self->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

void
parlour_backup_schedule_stop (ParlourBackupSchedule *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

char *
parlour_backup_schedule_dup_failure (ParlourBackupSchedule *self, const char **code)
{
  g_mutex_lock (&self->lock);
  *code = self->failure != NULL ? self->failure_code : NULL;
  char *failure = g_strdup (self->failure);
  g_mutex_unlock (&self->lock);
  return failure;
}

void
parlour_backup_schedule_free (ParlourBackupSchedule *self)
{
  parlour_backup_schedule_stop (self);
  g_mutex_clear (&self->lock);
  g_free (self->failure);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-copy-jobs"

#include "client/cache/copy-private.h"

/* This file owns how work gets to the copy's thread and how what changed is told. Main thread, but
 * for run_write(). */

/* --- telling what changed ------------------------------------------------------------------ */

static void
set_waiting (ParlourCopy *self, guint waiting)
{
  if (self->waiting == waiting)
    return;
  self->waiting = waiting;
  g_object_notify (G_OBJECT (self), "waiting");
}

static void
tell_messages (ParlourCopy *self, ParlourChanges *changes)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, changes->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    ParlourChangedConversation *changed = value;

    if (changed->from <= changed->to)
      g_signal_emit_by_name (self, "messages-changed", changed->id, changed->from, changed->to);
  }
}

static void
tell_conversations (ParlourCopy *self, ParlourChanges *changes)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, changes->conversations);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (ids, ((ParlourChangedConversation *)value)->id);
  if (ids->len == 0)
    return;
  g_ptr_array_add (ids, NULL);
  g_signal_emit_by_name (self, "conversations-changed", ids->pdata);
}

static void
tell (ParlourCopy *self, ParlourChanges *changes)
{
  g_autofree gpointer *outbox = g_hash_table_get_keys_as_array (changes->outbox, NULL);

  g_object_ref (self);
  if (outbox[0] != NULL)
    set_waiting (self, changes->waiting);
  if (changes->people)
    g_signal_emit_by_name (self, "people-changed");
  if (changes->all) {
    g_signal_emit_by_name (self, "messages-changed", "", (gint64)1, G_MAXINT64);
    g_signal_emit_by_name (self, "conversations-changed", NULL);
  } else {
    tell_messages (self, changes);
    tell_conversations (self, changes);
  }
  if (outbox[0] != NULL)
    g_signal_emit_by_name (self, "outbox-changed", outbox);
  g_object_unref (self);
}

/* --- work for the thread ------------------------------------------------------------------- */

typedef struct {
  ParlourCopyWrite write;
  gpointer data;
  GDestroyNotify destroy;
  GDestroyNotify destroy_value;
} Write;

typedef struct {
  ParlourChanges *changes;
  gpointer value;
  GDestroyNotify destroy_value;
} Written;

static void
write_free (gpointer data)
{
  Write *self = data;

  if (self->destroy != NULL && self->data != NULL)
    self->destroy (self->data);
  g_free (self);
}

static void
written_free (gpointer data)
{
  Written *self = data;

  if (self->destroy_value != NULL && self->value != NULL)
    self->destroy_value (self->value);
  parlour_changes_free (self->changes);
  g_free (self);
}

static gpointer
run_write (ParlourDb *db, gpointer data, GError **error)
{
  Write *write = data;
  Written *written = g_new0 (Written, 1);
  GError *local = NULL;

  written->changes = parlour_changes_new ();
  written->destroy_value = write->destroy_value;
  written->value = write->write (db, write->data, written->changes, &local);
  if (local == NULL && parlour_changes_settle (written->changes, db, &local))
    return written;
  written_free (written);
  g_propagate_error (error, local);
  return NULL;
}

static void
write_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Written *written = parlour_db_worker_run_finish (result, &error);

  if (written == NULL) {
    if (!g_task_get_task_data (task))
      g_warning ("A write to the local copy failed: %s", error->message);
    g_task_return_error (task, error);
    return;
  }
  tell (g_task_get_source_object (task), written->changes);
  g_task_return_pointer (task, g_steal_pointer (&written->value), written->destroy_value);
  written_free (written);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer value = parlour_db_worker_run_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, g_task_get_task_data (task));
}

static gboolean
check_open (ParlourCopy *self, GTask *task)
{
  if (self->worker != NULL)
    return TRUE;
  g_task_return_new_error (task, PARLOUR_COPY_ERROR, PARLOUR_COPY_ERROR_CLOSED,
                           "The local copy is closed");
  return FALSE;
}

void
parlour_copy_write (ParlourCopy *self,
                    ParlourCopyWrite write,
                    gpointer data,
                    GDestroyNotify destroy,
                    GDestroyNotify destroy_value,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Write *job = g_new0 (Write, 1);

  g_task_set_source_tag (task, parlour_copy_take_finish);
  g_task_set_task_data (task, (gpointer)callback, NULL);
  *job = (Write){write, data, destroy, destroy_value};
  if (!check_open (self, task)) {
    write_free (job);
    return;
  }
  parlour_db_worker_run_async (self->worker, PARLOUR_DB_JOB_WRITE, run_write, job, write_free,
                               written_free, NULL, write_cb, g_steal_pointer (&task));
}

void
parlour_copy_read (ParlourCopy *self,
                   ParlourDbWorkerFunc read,
                   gpointer data,
                   GDestroyNotify destroy,
                   GDestroyNotify destroy_value,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, parlour_copy_take_finish);
  g_task_set_task_data (task, (gpointer)destroy_value, NULL);
  if (!check_open (self, task)) {
    if (data != NULL && destroy != NULL)
      destroy (data);
    return;
  }
  parlour_db_worker_run_async (self->worker, PARLOUR_DB_JOB_DEFAULT, read, data, destroy,
                               destroy_value, cancellable, read_cb, g_steal_pointer (&task));
}

gpointer
parlour_copy_take_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, parlour_copy_take_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
parlour_copy_write_finish (ParlourCopy *self, GAsyncResult *result, GError **error)
{
  GError *local = NULL;

  parlour_copy_take_finish (self, result, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

ParlourCopyArgs *
parlour_copy_args_new (const char *id, const char *text, gint64 seq, gint64 seq2)
{
  ParlourCopyArgs *self = g_new0 (ParlourCopyArgs, 1);

  *self = (ParlourCopyArgs){g_strdup (id), g_strdup (text), seq, seq2};
  return self;
}

void
parlour_copy_args_free (gpointer args)
{
  ParlourCopyArgs *self = args;

  g_free (self->id);
  g_free (self->text);
  g_free (self);
}

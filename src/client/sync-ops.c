/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync-ops"

#include "client/sync-private.h"
#include "client/frame.h"
#include "core/problem.h"

#include <glib/gi18n.h>

/* This file owns the frames that wait for an answer. Main thread. */

static void
return_not_connected (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                           _ ("There is no connection to the server."));
}

void
parlour_sync_end_ops (ParlourSync *self)
{
  g_autoptr (GHashTable) ops = g_steal_pointer (&self->ops);
  GHashTableIter iter;
  gpointer task;

  self->ops = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_hash_table_iter_init (&iter, ops);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    return_not_connected (task);
}

static GTask *
take_op (ParlourSync *self, JsonObject *frame)
{
  gint64 id = parlour_frame_get_int (frame, "id", 0);
  GTask *task = g_hash_table_lookup (self->ops, &id);

  if (task == NULL)
    return NULL;
  g_object_ref (task);
  g_hash_table_remove (self->ops, &id);
  return task;
}

void
parlour_sync_hear_ok (ParlourSync *self, JsonObject *frame)
{
  g_autoptr (GTask) task = take_op (self, frame);

  if (task != NULL)
    g_task_return_pointer (task, json_object_ref (frame), (GDestroyNotify)json_object_unref);
}

void
parlour_sync_hear_error (ParlourSync *self, JsonObject *frame)
{
  g_autoptr (GTask) task = take_op (self, frame);
  JsonNode *problem = json_object_get_member (frame, "problem");
  g_autofree char *text = problem != NULL ? json_to_string (problem, FALSE) : g_strdup ("");

  if (task != NULL)
    g_task_return_error (task, parlour_problem_from_json (0, text, strlen (text)));
}

ParlourJsonWriter *
parlour_sync_begin_op (ParlourSync *self, const char *op, gint64 *id)
{
  g_return_val_if_fail (PARLOUR_IS_SYNC (self), NULL);

  ParlourJsonWriter *writer = parlour_json_writer_new ();
  *id = ++self->last_id;
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", op);
  parlour_json_writer_int (writer, "id", *id);
  return writer;
}

void
parlour_sync_end_op_async (ParlourSync *self,
                           ParlourJsonWriter *writer,
                           gint64 id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self));

  g_autoptr (ParlourJsonWriter) frame = writer;
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, parlour_sync_end_op_async);
  parlour_json_writer_end_object (frame);
  if (self->socket == NULL || !parlour_socket_is_open (self->socket)) {
    return_not_connected (task);
    return;
  }
  g_hash_table_insert (self->ops, g_memdup2 (&id, sizeof id), g_steal_pointer (&task));
  parlour_socket_send (self->socket, frame);
}

JsonObject *
parlour_sync_end_op_finish (ParlourSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

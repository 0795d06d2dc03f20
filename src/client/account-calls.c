/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-calls"

#include "client/account-calls.h"

#include "client/account-private.h"
#include "client/account-values.h"
#include "core/json-writer.h"
#include "core/user.h"

/* This file owns what needs the server's answer and keeps nothing here: reports, devices, one's own
 * profile. Main thread. */

void
parlour_account_called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  JsonObject *answer = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify)json_object_unref);
  else
    g_task_return_error (task, error);
}

void
parlour_account_call_async (ParlourAccount *self,
                            const char *method,
                            const char *path,
                            ParlourJsonWriter *writer,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GBytes) body = writer != NULL ? parlour_json_writer_finish_bytes (writer) : NULL;

  g_task_set_source_tag (task, parlour_account_call_async);
  parlour_http_call_async (self->http, method, path, body, cancellable, parlour_account_called_cb,
                           task);
}

JsonObject *
parlour_account_call_take (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
parlour_account_call_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) answer = parlour_account_call_take (self, result, error);

  return answer != NULL;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *values = parlour_pages_read_finish (PARLOUR_HTTP (source), result, &error);

  if (values != NULL)
    g_task_return_pointer (task, values, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
parlour_account_list_async (ParlourAccount *self,
                            const char *path,
                            const char *cursor,
                            ParlourPagesRead read,
                            GDestroyNotify destroy,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, parlour_account_list_async);
  parlour_pages_read_async (self->http, path, cursor, PARLOUR_ACCOUNT_LIST_MOST, read, destroy,
                            cancellable, listed_cb, task);
}

GPtrArray *
parlour_account_list_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- reports ---------------------------------------------------------------------------------- */

static void
report (ParlourAccount *self,
        const char *path,
        const char *reason,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "reason", reason);
  parlour_json_writer_end_object (writer);
  parlour_account_call_async (self, "POST", path, writer, cancellable, callback, user_data);
}

void
parlour_account_report_message_async (ParlourAccount *self,
                                      const char *conversation,
                                      gint64 seq,
                                      const char *reason,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);
  g_return_if_fail (reason != NULL);

  g_autofree char *id = g_uri_escape_string (conversation, NULL, FALSE);
  g_autofree char *path =
      g_strdup_printf ("/conversations/%s/messages/%" G_GINT64_FORMAT "/report", id, seq);
  report (self, path, reason, cancellable, callback, user_data);
}

void
parlour_account_report_user_async (ParlourAccount *self,
                                   const char *user,
                                   const char *reason,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && user != NULL && reason != NULL);

  g_autofree char *id = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/users/%s/report", id);
  report (self, path, reason, cancellable, callback, user_data);
}

/* --- receipts --------------------------------------------------------------------------------- */

static gpointer
read_receipt (JsonObject *item, GError **error)
{
  return parlour_receipt_read (item, error);
}

void
parlour_account_list_receipts_async (ParlourAccount *self,
                                     const char *conversation,
                                     gint64 seq,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);

  g_autofree char *id = g_uri_escape_string (conversation, NULL, FALSE);
  g_autofree char *path =
      g_strdup_printf ("/conversations/%s/messages/%" G_GINT64_FORMAT "/receipts", id, seq);
  parlour_account_list_async (self, path, "cursor", read_receipt,
                              (GDestroyNotify)parlour_receipt_free, cancellable, callback,
                              user_data);
}

/* --- blocks ----------------------------------------------------------------------------------- */

static gpointer
read_user (JsonObject *item, GError **error)
{
  return parlour_user_read (item, error);
}

void
parlour_account_list_blocks_async (ParlourAccount *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  parlour_account_list_async (self, "/blocks", "cursor", read_user,
                              (GDestroyNotify)parlour_user_unref, cancellable, callback, user_data);
}

/* --- devices ---------------------------------------------------------------------------------- */

static gpointer
read_device (JsonObject *item, GError **error)
{
  return parlour_device_read (item, error);
}

void
parlour_account_list_sessions_async (ParlourAccount *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  parlour_account_list_async (self, "/sessions", NULL, read_device,
                              (GDestroyNotify)parlour_device_free, cancellable, callback,
                              user_data);
}

void
parlour_account_end_session_async (ParlourAccount *self,
                                   const char *session,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && session != NULL);

  g_autofree char *id = g_uri_escape_string (session, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/sessions/", id, NULL);
  parlour_account_call_async (self, "DELETE", path, NULL, cancellable, callback, user_data);
}

/* --- myself ----------------------------------------------------------------------------------- */

void
parlour_account_show_me_async (ParlourAccount *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));

  parlour_account_call_async (self, "GET", "/me", NULL, cancellable, callback, user_data);
}

void
parlour_account_change_me_async (ParlourAccount *self,
                                 const ParlourMeChange *change,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && change != NULL);

  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_me_change_write (change, writer);
  parlour_account_call_async (self, "PATCH", "/me", writer, cancellable, callback, user_data);
}

static void
learn_name (ParlourAccount *self, const ParlourUser *me)
{
  if (g_strcmp0 (self->entry->display_name, me->display_name) == 0)
    return;
  g_free (self->entry->display_name);
  self->entry->display_name = g_strdup (me->display_name);
  g_object_notify (G_OBJECT (self), "display-name");
}

/* What is told of me is what others see, too. */
ParlourUser *
parlour_account_me_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) answer = parlour_account_call_take (self, result, error);
  ParlourUser *me = answer != NULL ? parlour_user_read (answer, error) : NULL;

  if (me == NULL) {
    if (answer != NULL)
      parlour_http_distrust (error);
    return NULL;
  }
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_ptr_array_add (one, me);
  learn_name (self, me);
  parlour_copy_store_users_async (self->copy, one, NULL, NULL);
  return me;
}

void
parlour_account_set_password_async (ParlourAccount *self,
                                    const char *current,
                                    const char *password,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && current != NULL && password != NULL);

  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "current", current);
  parlour_json_writer_string (writer, "new", password);
  parlour_json_writer_end_object (writer);
  parlour_account_call_async (self, "POST", "/me/password", writer, cancellable, callback,
                              user_data);
}

void
parlour_account_delete_me_async (ParlourAccount *self,
                                 const char *password,
                                 gboolean erase_messages,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && password != NULL);

  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "password", password);
  parlour_json_writer_string (writer, "messages", erase_messages ? "erase" : "keep");
  parlour_json_writer_end_object (writer);
  parlour_account_call_async (self, "DELETE", "/me", writer, cancellable, callback, user_data);
}

/* --- history ---------------------------------------------------------------------------------- */

void
parlour_account_clear_history_async (ParlourAccount *self,
                                     const char *conversation,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);

  g_autofree char *id = g_uri_escape_string (conversation, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/conversations/%s/history?for=me", id);
  parlour_account_call_async (self, "DELETE", path, NULL, cancellable, callback, user_data);
}

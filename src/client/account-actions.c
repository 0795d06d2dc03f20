/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-actions"

#include "client/account-private.h"
#include "client/cache/copy-pending.h"
#include "client/frame.h"
#include "core/id.h"
#include "core/problem.h"
#include "core/text.h"
#include "core/timestamp.h"

#include <glib/gi18n.h>

/* This file owns what a person does with messages: send, try again, drop, delete, read. Main
 * thread. Everything goes into the copy first; the network follows. */

/* --- send and compose --------------------------------------------------------------------------
 */

typedef struct {
  ParlourOutboxRow *row;
  char *conversation;
} Sending;

static void
sending_free (Sending *sending)
{
  parlour_outbox_row_unref (sending->row);
  g_free (sending->conversation);
  g_free (sending);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (parlour_copy_outbox_add_finish (PARLOUR_COPY (source), result, &sending->conversation,
                                      &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes @task, whose data is the message. */
static void
put_into_outbox (GTask *task)
{
  ParlourAccount *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  parlour_copy_outbox_add_async (self->copy, sending->row, added_cb, task);
}

static GTask *
task_for (ParlourAccount *self,
          gpointer tag,
          const ParlourOutboxRow *fields,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);
  g_autofree char *client_id = parlour_id_new ();
  g_autofree char *body = parlour_text_trim (fields->body);
  ParlourOutboxRow row = *fields;

  if (row.subject != NULL && parlour_text_is_blank (row.subject))
    row.subject = NULL;
  row.body = body;
  row.client_id = client_id;
  row.created_at = parlour_timestamp_now ();
  sending->row = parlour_outbox_row_new (&row);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, sending, (GDestroyNotify)sending_free);
  return task;
}

static gboolean
check_texts (GTask *task, const char *subject, const char *body)
{
  GError *error = NULL;

  if (parlour_subject_check (subject, &error) && parlour_body_check (body, &error))
    return TRUE;
  g_task_return_error (task, error);
  return FALSE;
}

void
parlour_account_send_async (ParlourAccount *self,
                            const char *conversation,
                            const char *subject,
                            const char *body,
                            gint64 reply_to,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && body != NULL);

  const ParlourOutboxRow row = {
      .conversation = conversation,
      .subject = subject,
      .body = body,
      .reply_to = reply_to,
  };
  g_autoptr (GTask) task =
      task_for (self, parlour_account_send_async, &row, cancellable, callback, user_data);
  if (check_texts (task, subject, body))
    put_into_outbox (g_steal_pointer (&task));
}

gboolean
parlour_account_send_finish (ParlourAccount *self,
                             GAsyncResult *result,
                             char **client_id,
                             GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  Sending *sending = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (client_id != NULL)
    *client_id = g_strdup (sending->row->client_id);
  return TRUE;
}

static void
return_unknown (GTask *task, const char *name)
{
  GError *error = NULL;

  parlour_problem_set_field (&error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to",
                             /* Translators: %s is a username */
                             _ ("There is nobody called “%s” here."), name);
  g_task_return_error (task, error);
}

static gboolean
has_username (GPtrArray *people, const char *username)
{
  for (guint i = 0; i < people->len; i++) {
    const ParlourUser *user = g_ptr_array_index (people, i);
    if (strcmp (user->username, username) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Only the server's own word, to the end of its list, says that there is nobody of this name. Where
 * it can't be asked, the message waits and the server says so later. */
static void
recipient_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourAccount *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autoptr (GPtrArray) people =
      page != NULL ? parlour_account_read_people (self, page, &error) : NULL;

  if (people == NULL && !parlour_http_is_network_error (error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (people != NULL && !has_username (people, sending->row->to) &&
      parlour_frame_get_string (page, "next") == NULL) {
    return_unknown (task, sending->row->to);
    return;
  }
  if (people != NULL)
    parlour_copy_store_users_async (self->copy, people, NULL, NULL);
  put_into_outbox (g_steal_pointer (&task));
}

/* Takes @task. */
static void
look_recipient_up (ParlourAccount *self, const char *username, GTask *task)
{
  g_autofree char *path = g_strconcat ("/users?limit=200&query=", username, NULL);

  if (parlour_account_get_state (self) == PARLOUR_ACCOUNT_ONLINE)
    parlour_http_call_async (self->http, "GET", path, NULL, g_task_get_cancellable (task),
                             recipient_cb, task);
  else
    put_into_outbox (task);
}

void
parlour_account_compose_async (ParlourAccount *self,
                               const char *to,
                               const char *subject,
                               const char *body,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && to != NULL && body != NULL);

  g_autofree char *stripped = g_strstrip (g_strdup (to));
  const char *name = *stripped == '@' ? stripped + 1 : stripped;
  g_autofree char *username = parlour_username_normalize (name, NULL);
  const ParlourOutboxRow row = {
      .to = username != NULL ? username : name,
      .subject = subject,
      .body = body,
  };
  g_autoptr (GTask) task =
      task_for (self, parlour_account_compose_async, &row, cancellable, callback, user_data);

  if (username == NULL) {
    return_unknown (task, name);
  } else if (strcmp (username, self->entry->username) == 0) {
    GError *error = NULL;
    parlour_problem_set_field (&error, PARLOUR_PROBLEM_RECIPIENT_IS_SELF, "to", "%s",
                               _ ("You can’t write to yourself."));
    g_task_return_error (task, error);
  } else if (check_texts (task, subject, body)) {
    look_recipient_up (self, username, g_steal_pointer (&task));
  }
}

gboolean
parlour_account_compose_finish (ParlourAccount *self,
                                GAsyncResult *result,
                                char **conversation,
                                char **client_id,
                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  Sending *sending = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (conversation != NULL)
    *conversation = g_strdup (sending->conversation);
  if (client_id != NULL)
    *client_id = g_strdup (sending->row->client_id);
  return TRUE;
}

void
parlour_account_retry (ParlourAccount *self, const char *client_id)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && client_id != NULL);
  parlour_copy_outbox_retry_async (self->copy, client_id, NULL, NULL);
}

void
parlour_account_discard (ParlourAccount *self, const char *client_id)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && client_id != NULL);
  parlour_copy_outbox_discard_async (self->copy, client_id, NULL, NULL);
}

/* --- delete ------------------------------------------------------------------------------------
 */

void
parlour_account_hide (ParlourAccount *self, const char *conversation, gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);
  parlour_copy_hide_async (self->copy, conversation, seq, NULL, NULL);
}

void
parlour_account_hide_undo (ParlourAccount *self, const char *conversation, gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);
  parlour_copy_hide_undo_async (self->copy, conversation, seq, NULL, NULL);
}

static void
look_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourAccount) self = data;

  if (parlour_copy_write_finish (PARLOUR_COPY (source), result, NULL) && self->pending != NULL)
    parlour_pending_look (self->pending);
}

void
parlour_account_hide_settle (ParlourAccount *self, const char *conversation, gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);
  parlour_copy_hide_settle_async (self->copy, conversation, seq, look_cb, g_object_ref (self));
}

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (JsonObject) answer = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);

  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
parlour_account_erase_async (ParlourAccount *self,
                             const char *conversation,
                             gint64 seq,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq > 0);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *id = g_uri_escape_string (conversation, NULL, FALSE);
  g_autofree char *path =
      g_strdup_printf ("/conversations/%s/messages/%" G_GINT64_FORMAT "?for=everyone", id, seq);
  g_task_set_source_tag (task, parlour_account_erase_async);
  parlour_http_call_async (self->http, "DELETE", path, NULL, cancellable, erased_cb, task);
}

gboolean
parlour_account_erase_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- marks --------------------------------------------------------------------------
 */

void
parlour_account_mark_read (ParlourAccount *self, const char *conversation, gint64 seq)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL && seq >= 0);
  parlour_copy_mark_read_async (self->copy, conversation, seq, look_cb, g_object_ref (self));
}

ParlourPresence *
parlour_account_get_presence (ParlourAccount *self)
{
  g_return_val_if_fail (PARLOUR_IS_ACCOUNT (self), NULL);
  return parlour_sync_get_presence (self->sync);
}

void
parlour_account_set_typing (ParlourAccount *self, const char *conversation, gboolean typing)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && conversation != NULL);
  parlour_sync_say_typing (self->sync, conversation, typing);
}

void
parlour_account_watch (ParlourAccount *self, const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));
  parlour_sync_watch (self->sync, conversation);
}

void
parlour_account_glance (ParlourAccount *self, const char *const *conversations)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self));
  parlour_sync_glance (self->sync, conversations);
}

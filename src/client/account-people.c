/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-account-people"

#include "client/account-private.h"
#include "core/fields.h"
#include "core/id.h"

/* This file owns finding people and the conversation with one of them. Main thread. */

/* --- people ------------------------------------------------------------------------------------
 */

static void
known_people_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *people = parlour_copy_find_people_finish (PARLOUR_COPY (source), result, &error);

  if (people != NULL)
    g_task_return_pointer (task, people, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* Takes @task. */
static void
ask_copy (GTask *task)
{
  ParlourAccount *self = g_task_get_source_object (task);

  parlour_copy_find_people_async (self->copy, g_task_get_task_data (task),
                                  g_task_get_cancellable (task), known_people_cb, task);
}

GPtrArray *
parlour_account_read_people (ParlourAccount *self, JsonObject *page, GError **error)
{
  g_autoptr (GPtrArray) people =
      g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_user_unref);
  ParlourFields in = PARLOUR_FIELDS (page);
  GError *wrong = NULL;
  JsonArray *items = parlour_fields_array (&in, "items", PARLOUR_FIELD_REQUIRED);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++) {
    JsonNode *node = json_array_get_element (items, i);
    GError *local = NULL;
    ParlourUser *user = JSON_NODE_HOLDS_OBJECT (node)
                            ? parlour_user_read (json_node_get_object (node), &local)
                            : NULL;
    if (user == NULL && local != NULL)
      parlour_fields_fail (&in, local);
    else if (user != NULL && strcmp (user->id, self->entry->user_id) == 0)
      parlour_user_unref (user);
    else if (user != NULL)
      g_ptr_array_add (people, user);
  }
  if (parlour_fields_end_lax (&in, &wrong))
    return g_steal_pointer (&people);
  parlour_http_distrust (&wrong);
  g_propagate_error (error, wrong);
  return NULL;
}

static void
people_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourAccount *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) page = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  g_autoptr (GPtrArray) people =
      page != NULL ? parlour_account_read_people (self, page, &error) : NULL;

  if (people != NULL) {
    parlour_copy_store_users_async (self->copy, people, NULL, NULL);
    g_task_return_pointer (task, g_steal_pointer (&people), (GDestroyNotify)g_ptr_array_unref);
  } else if (parlour_http_is_network_error (error)) {
    ask_copy (g_steal_pointer (&task));
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

void
parlour_account_find_people_async (ParlourAccount *self,
                                   const char *query,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && query != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *path =
      *query != '\0' ? g_strconcat ("/users?query=", escaped, NULL) : g_strdup ("/users");
  g_task_set_source_tag (task, parlour_account_find_people_async);
  g_task_set_task_data (task, g_strdup (query), g_free);
  if (parlour_account_get_state (self) == PARLOUR_ACCOUNT_ONLINE)
    parlour_http_call_async (self->http, "GET", path, NULL, cancellable, people_cb, task);
  else
    ask_copy (task);
}

GPtrArray *
parlour_account_find_people_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_account_show_person_async (ParlourAccount *self,
                                   const char *user,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && user != NULL);

  g_autofree char *id = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/users/", id, NULL);
  parlour_account_call_async (self, "GET", path, NULL, cancellable, callback, user_data);
}

ParlourUser *
parlour_account_show_person_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) answer = parlour_account_call_take (self, result, error);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  ParlourUser *user = answer != NULL ? parlour_user_read (answer, error) : NULL;

  if (user == NULL) {
    if (answer != NULL)
      parlour_http_distrust (error);
    return NULL;
  }
  g_ptr_array_add (one, user);
  parlour_copy_store_users_async (self->copy, one, NULL, NULL);
  return user;
}

/* --- the conversation with a person --------------------------------------------------------------
 */

static void
conversation_stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  ParlourConversation *conversation = g_object_get_data (G_OBJECT (task), "conversation");

  if (parlour_copy_write_finish (PARLOUR_COPY (source), result, &error))
    g_task_return_pointer (task, g_strdup (conversation->id), g_free);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourAccount *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (JsonObject) object = parlour_http_call_finish (PARLOUR_HTTP (source), result, &error);
  ParlourConversation *conversation =
      object != NULL ? parlour_conversation_read (object, &error) : NULL;

  if (conversation == NULL) {
    if (object != NULL)
      parlour_http_distrust (&error);
    g_task_return_error (task, error);
    return;
  }

  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_ptr_array_add (one, conversation);
  g_object_set_data_full (G_OBJECT (task), "conversation", conversation,
                          (GDestroyNotify)parlour_conversation_unref);
  parlour_copy_store_conversations_async (self->copy, one, NULL, conversation_stored_cb,
                                          g_steal_pointer (&task));
}

void
parlour_account_make_conversation (ParlourAccount *self, ParlourJsonWriter *writer, GTask *task)
{
  g_autoptr (GBytes) body = parlour_json_writer_finish_bytes (writer);

  parlour_http_call_async (self->http, "POST", "/conversations", body,
                           g_task_get_cancellable (task), made_cb, task);
}

/* Takes @task. */
static void
make (GTask *task)
{
  ParlourAccount *self = g_task_get_source_object (task);
  const ParlourUser *user = g_task_get_task_data (task);
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autofree char *client_id = parlour_id_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "client_id", client_id);
  parlour_json_writer_string (writer, "kind", "direct");
  parlour_json_writer_string (writer, "user", user->id);
  parlour_json_writer_end_object (writer);
  parlour_account_make_conversation (self, writer, task);
}

static void
direct_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *id = parlour_copy_find_direct_finish (PARLOUR_COPY (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (id != NULL)
    g_task_return_pointer (task, id, g_free);
  else
    make (g_steal_pointer (&task));
}

void
parlour_account_open_direct_async (ParlourAccount *self,
                                   ParlourUser *user,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (self) && user != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_account_open_direct_async);
  g_task_set_task_data (task, parlour_user_ref (user), (GDestroyNotify)parlour_user_unref);
  parlour_copy_find_direct_async (self->copy, user->id, cancellable, direct_cb, task);
}

char *
parlour_account_open_direct_finish (ParlourAccount *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-http"

#include "client/http.h"

#include "client/http-private.h"
#include "client/trust.h"
#include "build-config.h"
#include "core/address.h"
#include "core/json.h"

#include <glib/gi18n.h>

/* This file owns how a server is called and how its answers are read. Main thread. */

#define ANSWER_BYTES_MAX (8 * 1024 * 1024)
#define TIMEOUT_SECONDS  30 /* of silence */
#define CALL_SECONDS     90 /* in all: an answer that drips must not hold its caller for ever */

struct _ParlourHttp {
  GObject parent_instance;

  SoupSession *session;
  GHashTable *calls; /* Call: those under way */
  char *server;
  char *token;
  gboolean pinned;
  ParlourFingerprint pin;
  gboolean has_shown;
  ParlourFingerprint shown;
  gint64 time;
};

G_DEFINE_FINAL_TYPE (ParlourHttp, parlour_http, G_TYPE_OBJECT)

/* One call under way. Its cancellable is its own: the caller's, the deadline and an abort end it.
 */
typedef struct {
  GHashTable *calls; /* where it is listed */
  GCancellable *inner;
  GCancellable *outer; /* nullable: the caller's */
  gulong handler;
  guint deadline;
  gboolean late;
  SoupMessage *message;
  gsize most;       /* bytes of an answer */
  gboolean is_file; /* the answer is no JSON, unless it is a problem */
  GByteArray *answer;
  GInputStream *stream;
  guint8 buffer[8192];
} Call;

static void
call_free (Call *call)
{
  g_hash_table_remove (call->calls, call);
  g_hash_table_unref (call->calls);
  g_clear_handle_id (&call->deadline, g_source_remove);
  g_cancellable_disconnect (call->outer, call->handler);
  g_clear_object (&call->outer);
  g_clear_object (&call->inner);
  g_clear_object (&call->message);
  g_clear_object (&call->stream);
  g_byte_array_unref (call->answer);
  g_free (call);
}

static void
outer_cancelled_cb (GCancellable *outer, GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static void
deadline_cb (gpointer data)
{
  Call *call = data;

  call->deadline = 0;
  call->late = TRUE;
  g_cancellable_cancel (call->inner);
}

static Call *
call_new (ParlourHttp *self, GCancellable *outer)
{
  Call *call = g_new0 (Call, 1);

  call->calls = g_hash_table_ref (self->calls);
  g_hash_table_add (call->calls, call);
  call->inner = g_cancellable_new ();
  call->deadline = g_timeout_add_once (CALL_SECONDS * 1000, deadline_cb, call);
  call->most = ANSWER_BYTES_MAX;
  call->answer = g_byte_array_new ();
  if (outer != NULL) {
    call->outer = g_object_ref (outer);
    call->handler = g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb),
                                           g_object_ref (call->inner), g_object_unref);
  }
  return call;
}

/* Takes @error. */
static void
return_failure (GTask *task, GError *error)
{
  Call *call = g_task_get_task_data (task);

  parlour_trust_explain (call->message, &error);
  if (call->late)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s",
                             _ ("The server takes too long to answer."));
  else
    g_task_return_error (task, g_error_copy (error));
  g_error_free (error);
}

static void
return_distrusted (GTask *task, GError *error)
{
  parlour_http_distrust (&error);
  g_task_return_error (task, error);
}

static void
return_answer (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  guint status = soup_message_get_status (call->message);
  GError *error = NULL;

  if (status < 200 || status > 299) {
    g_task_return_error (task, parlour_http_read_problem (call->message, call->answer));
    return;
  }
  if (call->is_file) {
    GBytes *file = g_bytes_new (call->answer->data, call->answer->len);
    g_task_return_pointer (task, file, (GDestroyNotify)g_bytes_unref);
    return;
  }
  if (status == SOUP_STATUS_NO_CONTENT) {
    g_task_return_pointer (task, json_object_new (), (GDestroyNotify)json_object_unref);
    return;
  }

  JsonObject *object =
      parlour_json_parse_object ((const char *)call->answer->data, call->answer->len, &error);
  if (object != NULL)
    g_task_return_pointer (task, object, (GDestroyNotify)json_object_unref);
  else
    return_distrusted (task, error);
}

static void read_on (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0) {
    return_failure (task, error);
    return;
  }
  if (n == 0) {
    return_answer (task);
    return;
  }
  if (call->answer->len + (gsize)n > call->most) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "%s",
                             _ ("The server’s answer is too large."));
    return;
  }
  g_byte_array_append (call->answer, call->buffer, (guint)n);
  read_on (g_steal_pointer (&task));
}

/* Takes @task. */
static void
read_on (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_input_stream_read_async (call->stream, call->buffer, sizeof call->buffer, G_PRIORITY_DEFAULT,
                             call->inner, read_cb, task);
}

static void
keep_facts (ParlourHttp *self, SoupMessage *message)
{
  self->has_shown =
      parlour_trust_read (soup_message_get_tls_peer_certificate (message), &self->shown);

  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  self->time = date != NULL ? g_date_time_to_unix (date) * 1000 : 0;
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (call->stream == NULL) {
    return_failure (task, error);
    return;
  }
  keep_facts (g_task_get_source_object (task), call->message);
  read_on (g_steal_pointer (&task));
}

SoupMessage *
parlour_http_new_message (ParlourHttp *self,
                          const char *method,
                          const char *path,
                          GCancellable *cancellable)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (self), NULL);

  g_autofree char *uri = g_strconcat (self->server, "/api/v1", path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  g_return_val_if_fail (message != NULL, NULL);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  parlour_trust_guard (message, parlour_http_get_pin (self), cancellable);
  if (self->token != NULL) {
    g_autofree char *value = g_strconcat ("Bearer ", self->token, NULL);
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                  value);
  }
  return message;
}

/* Takes @task. */
static void
begin (GTask *task, const char *method, const char *path, const char *type, GBytes *body)
{
  ParlourHttp *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  call->message = parlour_http_new_message (self, method, path, call->inner);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (call->message, type, body);
  soup_session_send_async (self->session, call->message, G_PRIORITY_DEFAULT, call->inner, send_cb,
                           task);
}

static GTask *
new_call (ParlourHttp *self,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, call_new (self, cancellable), (GDestroyNotify)call_free);
  return task;
}

void
parlour_http_call_async (ParlourHttp *self,
                         const char *method,
                         const char *path,
                         GBytes *body,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  parlour_http_send_async (self, method, path, "application/json", body, cancellable, callback,
                           user_data);
}

void
parlour_http_send_async (ParlourHttp *self,
                         const char *method,
                         const char *path,
                         const char *type,
                         GBytes *body,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HTTP (self) && method != NULL && path != NULL && *path == '/');

  GTask *task = new_call (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, parlour_http_call_async);
  begin (task, method, path, type, body);
}

JsonObject *
parlour_http_call_finish (ParlourHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_http_fetch_async (ParlourHttp *self,
                          const char *path,
                          gsize most,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HTTP (self) && path != NULL && *path == '/');

  GTask *task = new_call (self, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);
  g_task_set_source_tag (task, parlour_http_fetch_async);
  call->is_file = TRUE;
  call->most = most;
  begin (task, "GET", path, NULL, NULL);
}

GBytes *
parlour_http_fetch_finish (ParlourHttp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_http_set_server (ParlourHttp *self, const char *server)
{
  g_return_if_fail (PARLOUR_IS_HTTP (self) && server != NULL);
  g_return_if_fail (!self->pinned || parlour_address_is_secure (server));

  g_free (self->server);
  self->server = g_strdup (server);
}

const char *
parlour_http_get_server (ParlourHttp *self)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (self), NULL);
  return self->server;
}

const ParlourFingerprint *
parlour_http_get_pin (ParlourHttp *self)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (self), NULL);
  return self->pinned ? &self->pin : NULL;
}

gint64
parlour_http_get_time (ParlourHttp *self)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (self), 0);
  return self->time;
}

const ParlourFingerprint *
parlour_http_get_shown (ParlourHttp *self)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (self), NULL);
  return self->has_shown ? &self->shown : NULL;
}

void
parlour_http_set_token (ParlourHttp *self, const char *token)
{
  g_return_if_fail (PARLOUR_IS_HTTP (self));

  g_free (self->token);
  self->token = g_strdup (token);
}

gboolean
parlour_http_has_token (ParlourHttp *self)
{
  return self->token != NULL;
}

SoupSession *
parlour_http_get_session (ParlourHttp *self)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (self), NULL);
  return self->session;
}

void
parlour_http_abort (ParlourHttp *self)
{
  g_return_if_fail (PARLOUR_IS_HTTP (self));

  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer call;

  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, &call, NULL))
    g_ptr_array_add (cancellables, g_object_ref (((Call *)call)->inner));
  for (guint i = 0; i < cancellables->len; i++)
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));
}

static void
parlour_http_finalize (GObject *object)
{
  ParlourHttp *self = PARLOUR_HTTP (object);

  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_hash_table_unref (self->calls);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->token, g_free);
  G_OBJECT_CLASS (parlour_http_parent_class)->finalize (object);
}

static void
parlour_http_class_init (ParlourHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlour_http_finalize;
}

static void
parlour_http_init (ParlourHttp *self)
{
  self->calls = g_hash_table_new (NULL, NULL);
  self->session =
      soup_session_new_with_options ("user-agent", "Parlour/" PARLOUR_VERSION, "timeout",
                                     TIMEOUT_SECONDS, "proxy-resolver", NULL, NULL);
}

ParlourHttp *
parlour_http_new (const char *server, const ParlourFingerprint *pin)
{
  g_return_val_if_fail (server != NULL, NULL);
  g_return_val_if_fail (pin == NULL || parlour_address_is_secure (server), NULL);

  ParlourHttp *self = g_object_new (PARLOUR_TYPE_HTTP, NULL);
  g_autoptr (GTlsDatabase) database = parlour_trust_new_database (pin);
  self->server = g_strdup (server);
  self->pinned = pin != NULL;
  if (pin != NULL)
    self->pin = *pin;
  if (database != NULL)
    soup_session_set_tls_database (self->session, database);
  return self;
}

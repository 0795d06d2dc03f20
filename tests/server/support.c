/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "server/server.h"

#include "core/id.h"
#include "core/json.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* This file owns the server that tests talk to, and how they ask it by HTTP. On the test's thread,
 * but for the server's own. */

Place *
place_new (void)
{
  Place *self = g_new0 (Place, 1);

  g_assert_cmpint (sodium_init (), >=, 0);
  self->folder = g_dir_make_tmp ("parlour-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->config = parlour_config_new (self->folder);
  self->config->tls = PARLOUR_TLS_OFF;
  parlour_config_set_listen (self->config, "127.0.0.1:0", NULL);
  self->config->set_registration = TRUE;
  self->config->registration = PARLOUR_REGISTRATION_OPEN;
  /* but for the tests of it, so that people have the conversations that a test makes */
  self->config->set_common = TRUE;
  /* the cheapest hash there is: its strength is not what these tests are about */
  self->config->hash_operations = crypto_pwhash_OPSLIMIT_MIN;
  self->config->hash_memory = crypto_pwhash_MEMLIMIT_MIN;
  self->config->picture_program = g_strdup (g_getenv ("PARLOUR_PICTURE"));
  self->session = soup_session_new ();
  self->api = api_load ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->started);
  return self;
}

static gboolean
started_cb (gpointer data)
{
  Place *self = data;

  g_mutex_lock (&self->lock);
  g_cond_signal (&self->started);
  g_mutex_unlock (&self->lock);
  return G_SOURCE_REMOVE;
}

static gpointer
server_thread (gpointer data)
{
  Place *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_main_context_push_thread_default (self->context);
  ParlourServer *server = parlour_server_new (self->config);
  parlour_server_start (server, &error);
  g_assert_no_error (error);
  self->uri = g_strdup (parlour_server_get_uri (server));
  g_source_set_callback (source, started_cb, self, NULL);
  g_source_attach (source, self->context);
  g_main_loop_run (self->loop);
  parlour_server_stop (server);
  g_assert_finalize_object (server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

void
place_start (Place *self)
{
  g_assert_null (self->thread);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_lock (&self->lock);
  self->thread = g_thread_new ("server", server_thread, self);
  g_cond_wait (&self->started, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
place_stop (Place *self)
{
  soup_session_abort (self->session);
  if (self->thread == NULL)
    return;
  g_main_loop_quit (self->loop);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->uri, g_free);
}

void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder)) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    if (g_file_test (file, G_FILE_TEST_IS_DIR) && !g_file_test (file, G_FILE_TEST_IS_SYMLINK))
      remove_folder (file);
    else
      g_unlink (file);
  }
  g_rmdir (path);
}

void
place_free (Place *self)
{
  if (self->child != NULL)
    place_end_child (self, SIGKILL);
  place_stop (self);
  g_clear_object (&self->session);
  open_api_free (self->api);
  remove_folder (self->folder);
  parlour_config_free (self->config);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->started);
  g_free (self->folder);
  g_free (self);
}

void
reply_free (Reply *self)
{
  g_free (self->type);
  g_free (self->allow);
  g_free (self->retry_after);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self->code);
  g_free (self->field);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static void
read_problem (Reply *self)
{
  JsonArray *errors = json_object_get_array_member (self->json, "errors");

  self->code = g_strdup (member_string (self->json, "code"));
  g_assert_cmpint (member_int (self->json, "status"), ==, self->status);
  g_assert_nonnull (member_string (self->json, "title"));
  g_assert_nonnull (member_string (self->json, "detail"));
  if (json_array_get_length (errors) > 0)
    self->field = g_strdup (member_string (json_array_get_object_element (errors, 0), "field"));
}

/* Whatever the server sends as JSON passes its own strict check. */
static void
read_json (Reply *self, const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (self->type, "application/json") != 0 &&
      g_strcmp0 (self->type, "application/problem+json") != 0)
    return;
  self->json = parlour_json_parse_object (data, length, &error);
  g_assert_no_error (error);
  if (g_strcmp0 (self->type, "application/problem+json") == 0)
    read_problem (self);
  else
    g_assert_cmpint (self->status, <, 300);
}

static char *
full_uri (Place *place, const char *path)
{
  g_assert_nonnull (place->uri);
  return g_strconcat (place->uri, path, NULL);
}

Reply *
ask_bytes (Place *place,
           const char *method,
           const char *path,
           const char *token,
           const char *type,
           GBytes *body)
{
  g_autofree char *uri = full_uri (place, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  g_assert_nonnull (message);
  if (token != NULL) {
    g_autofree char *value = g_strconcat ("Bearer ", token, NULL);
    soup_message_headers_replace (headers, "Authorization", value);
  }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, type, body);
  g_autoptr (GBytes) answer = soup_session_send_and_read (place->session, message, NULL, &error);
  g_assert_no_error (error);

  Reply *reply = g_new0 (Reply, 1);
  headers = soup_message_get_response_headers (message);
  reply->status = soup_message_get_status (message);
  reply->type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  reply->allow = g_strdup (soup_message_headers_get_one (headers, "Allow"));
  reply->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  read_json (reply, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  reply->bytes = g_steal_pointer (&answer);
  api_check_answer (place->api, method, path, reply->status, reply->type, reply->json);
  return reply;
}

static Reply *
ask_typed (Place *place,
           const char *method,
           const char *path,
           const char *token,
           const char *type,
           const char *body)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  return ask_bytes (place, method, path, token, type, bytes);
}

Reply *
ask (Place *place, const char *method, const char *path, const char *token, const char *body)
{
  return ask_typed (place, method, path, token, "application/json", body);
}

static char *
exchange (Place *place, const char *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GString) answer = g_string_new (NULL);
  char buffer[4096];
  gssize length = 0;

  g_socket_client_set_timeout (client, 10);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_uri (client, place->uri, 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while ((length = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (answer, buffer, length);
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&answer), FALSE);
}

Reply *
ask_raw (Place *place, const char *request)
{
  g_autofree char *answer = exchange (place, request);
  const char *body = strstr (answer, "\r\n\r\n");
  unsigned status = 0;

  g_assert_cmpint (sscanf (answer, "HTTP/1.1 %u", &status), ==, 1);
  g_assert_nonnull (body);
  Reply *reply = g_new0 (Reply, 1);
  reply->status = status;
  if (strstr (answer, "application/problem+json") != NULL)
    reply->type = g_strdup ("application/problem+json");
  read_json (reply, body + 4, strlen (body + 4));
  return reply;
}

Reply *
expect (Place *place,
        guint status,
        const char *method,
        const char *path,
        const char *token,
        const char *body)
{
  Reply *reply = ask (place, method, path, token, body);

  if (reply->status != status)
    g_test_message ("%s %s: %u %s", method, path, reply->status, reply->code);
  g_assert_cmpuint (reply->status, ==, status);
  return reply;
}

void
expect_problem (Place *place,
                guint status,
                const char *code,
                const char *method,
                const char *path,
                const char *token,
                const char *body)
{
  g_autoptr (Reply) reply = ask (place, method, path, token, body);

  if (reply->status != status || g_strcmp0 (reply->code, code) != 0)
    g_test_message ("%s %s %s: %u %s", method, path, body, reply->status, reply->code);
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (reply->code, ==, code);
}

const char *
member_string (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_string_member_with_default (object, name, NULL);
}

gint64
member_int (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_int_member (object, name);
}

JsonObject *
member_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  g_assert_true (node != NULL && JSON_NODE_HOLDS_OBJECT (node));
  return json_node_get_object (node);
}

guint
n_items (Reply *reply)
{
  return json_array_get_length (json_object_get_array_member (reply->json, "items"));
}

JsonObject *
item (Reply *reply, guint index)
{
  g_assert_cmpuint (index, <, n_items (reply));
  return json_array_get_object_element (json_object_get_array_member (reply->json, "items"), index);
}

static Person *
person_of (const char *name, Reply *reply)
{
  Person *self = g_new0 (Person, 1);

  self->name = g_strdup (name);
  self->token = g_strdup (member_string (reply->json, "token"));
  self->id = g_strdup (member_string (member_object (reply->json, "user"), "id"));
  self->session = g_strdup (member_string (member_object (reply->json, "session"), "id"));
  return self;
}

Person *
person_register (Place *place, const char *name)
{
  g_autofree char *body =
      g_strdup_printf ("{\"username\":\"%s\",\"password\":\"" PASSWORD "\"}", name);
  g_autoptr (Reply) reply = expect (place, 201, "POST", "/api/v1/register", NULL, body);

  return person_of (name, reply);
}

Person *
person_login (Place *place, const char *name)
{
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"%s\",\"password\":\"" PASSWORD "\",\"device_name\":\"Laptop\"}", name);
  g_autoptr (Reply) reply = expect (place, 200, "POST", "/api/v1/login", NULL, body);

  return person_of (name, reply);
}

void
person_free (Person *self)
{
  g_free (self->name);
  g_free (self->token);
  g_free (self->id);
  g_free (self->session);
  g_free (self);
}

Reply *
compose (Place *place, Person *from, const char *to, const char *body)
{
  g_autofree char *client_id = parlour_id_new ();
  g_autofree char *text =
      g_strdup_printf ("{\"client_id\":\"%s\",\"to\":\"%s\",\"body\":\"%s\"}", client_id, to, body);

  return expect (place, 201, "POST", "/api/v1/messages", from->token, text);
}

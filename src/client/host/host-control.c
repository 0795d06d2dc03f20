/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-control"

#include "client/host/host-control.h"

#include "core/fields.h"
#include "core/json.h"
#include "core/problem.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* This file owns how the hosted server is asked. Blocks, on GTask's threads. */

#define SOCKET_FILE    "control.sock"
#define NAME_MAX_BYTES 107  /* of a socket's name: unix(7) */
#define SECONDS        3600 /* a backup takes its time */

typedef struct {
  char *folder;
  char *line;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->folder);
  if (question->line != NULL)
    memset (question->line, 0, strlen (question->line)); /* it may have had a password */
  g_free (question->line);
  g_free (question);
}

/* No socket, or one that a killed server left: a person knows it by another name. */
static void
say_that_it_does_not_run (GError **error)
{
  if (!g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) &&
      !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return;
  g_clear_error (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
                       _ ("The server does not run. Start it on the page Server."));
}

/* A folder whose name leaves no room for the socket's is reached by its descriptor. */
static GSocketConnection *
connect_to (const char *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_build_filename (folder, SOCKET_FILE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  int fd = -1;

  if (strlen (name) > NAME_MAX_BYTES) {
    fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    g_free (name);
    name = g_strdup_printf ("/proc/self/fd/%d/" SOCKET_FILE, fd);
  }
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (name);
  g_socket_client_set_timeout (client, SECONDS);
  GError *failure = NULL;
  GSocketConnection *connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), cancellable, &failure);
  if (fd >= 0)
    close (fd);
  if (failure != NULL) {
    say_that_it_does_not_run (&failure);
    g_propagate_error (error, failure);
  }
  return connection;
}

static char *
exchange (
    GIOStream *stream, const char *line, gsize *length, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  GError *local = NULL;

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), line, strlen (line), NULL,
                                  cancellable, error))
    return NULL;
  char *answer = g_data_input_stream_read_line (input, length, cancellable, &local);
  if (answer == NULL && local == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "%s",
                 _ ("The hosted server ended before it answered."));
  else if (answer == NULL)
    g_propagate_error (error, local);
  return answer;
}

/* Takes what an answer says: its result, or its problem as @error. */
static JsonObject *
open_answer (JsonObject *answer, GError **error)
{
  ParlourFields in = PARLOUR_FIELDS (answer);
  JsonObject *result = parlour_fields_object (&in, "result", 0);
  JsonObject *problem = parlour_fields_object (&in, "problem", 0);

  if (!parlour_fields_end_lax (&in, error))
    return NULL;
  if (problem == NULL)
    return result != NULL ? json_object_ref (result) : json_object_new ();

  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), problem);
  g_autofree char *text = json_to_string (node, FALSE);
  g_propagate_error (error, parlour_problem_from_json (0, text, strlen (text)));
  return NULL;
}

static void
ask_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  gsize length = 0;
  g_autoptr (GSocketConnection) connection = connect_to (question->folder, cancellable, &error);
  g_autofree char *line = connection != NULL ? exchange (G_IO_STREAM (connection), question->line,
                                                         &length, cancellable, &error)
                                             : NULL;
  g_autoptr (JsonObject) answer =
      line != NULL ? parlour_json_parse_object (line, length, &error) : NULL;
  JsonObject *result = answer != NULL ? open_answer (answer, &error) : NULL;

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify)json_object_unref);
  else
    g_task_return_error (task, error);
}

void
parlour_host_control_ask_async (const char *folder,
                                ParlourJsonWriter *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (folder != NULL && request != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (ParlourJsonWriter) writer = request;
  Question *question = g_new0 (Question, 1);

  parlour_json_writer_end_object (writer);
  g_autofree char *text = parlour_json_writer_finish (writer);
  question->folder = g_strdup (folder);
  question->line = g_strconcat (text, "\n", NULL);
  memset (text, 0, strlen (text));
  g_task_set_source_tag (task, parlour_host_control_ask_async);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, ask_in_thread);
}

JsonObject *
parlour_host_control_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

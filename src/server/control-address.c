/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-control-address"

#include "server/control-address.h"

#include "server/control.h"

#include "core/json.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <unistd.h>

/* This file owns how the control socket is reached, and the asking side of it. Any thread. */

#define NAME_MAX_BYTES 107
#define ANSWER_SECONDS 30 /* where nobody says */

ParlourControlAddress *
parlour_control_address_new (const char *folder, GError **error)
{
  g_autofree char *name = g_build_filename (folder, PARLOUR_CONTROL_FILE, NULL);
  ParlourControlAddress *self = g_new0 (ParlourControlAddress, 1);

  self->fd = -1;
  if (strlen (name) > NAME_MAX_BYTES) {
    self->fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (self->fd < 0) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Can't open %s: %s", folder,
                   g_strerror (errno));
      g_free (self);
      return NULL;
    }
    g_free (name);
    name = g_strdup_printf ("/proc/self/fd/%d/%s", self->fd, PARLOUR_CONTROL_FILE);
  }
  self->address = g_unix_socket_address_new (name);
  return self;
}

void
parlour_control_address_free (ParlourControlAddress *self)
{
  g_object_unref (self->address);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

static char *
exchange (GSocketConnection *connection, const char *request, gsize *length, GError **error)
{
  g_autofree char *line = g_strconcat (request, "\n", NULL);
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), line,
                                  strlen (line), NULL, NULL, error))
    return NULL;
  char *answer = g_data_input_stream_read_line (input, length, NULL, error);
  if (answer == NULL && error != NULL && *error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The server gave no answer");
  return answer;
}

JsonObject *
parlour_control_ask (const char *folder, const char *request, GError **error)
{
  return parlour_control_ask_within (folder, request, ANSWER_SECONDS, error);
}

JsonObject *
parlour_control_ask_within (const char *folder, const char *request, guint seconds, GError **error)
{
  gsize length = 0;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (ParlourControlAddress) address = parlour_control_address_new (folder, error);

  if (address == NULL)
    return NULL;
  g_socket_client_set_timeout (client, seconds);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address->address), NULL, error);
  if (connection == NULL) {
    g_prefix_error (error, "Can't reach the server that holds %s: ", folder);
    return NULL;
  }
  g_autofree char *answer = exchange (connection, request, &length, error);
  g_autoptr (JsonObject) object =
      answer != NULL ? parlour_json_parse_object (answer, length, error) : NULL;
  if (object == NULL)
    return NULL;
  ParlourFields fields = PARLOUR_FIELDS (object);
  JsonObject *result = parlour_fields_object (&fields, "result", 0);
  JsonObject *problem = parlour_fields_object (&fields, "problem", 0);
  if (result != NULL && fields.error == NULL)
    return json_object_ref (result);
  g_clear_error (&fields.error);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  if (problem != NULL)
    json_node_set_object (node, problem);
  g_autofree char *text = problem != NULL ? json_to_string (node, FALSE) : g_strdup ("{}");
  g_propagate_error (error, parlour_problem_from_json (0, text, strlen (text)));
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-control"

#include "server/control.h"

#include "server/control-address.h"
#include "server/op.h"

#include "core/json.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* This file owns the control socket. Main loop; the calls come back from any thread. */

struct _ParlourControl {
  ParlourDispatch *dispatch;
  GSocketService *service;
  GCancellable *cancellable; /* of the reading from peers */
  char *path;
};

typedef struct {
  ParlourControl *control; /* only until the request is read */
  GSocketConnection *connection;
  GDataInputStream *input;
  GCancellable *cancellable;
  GMainContext *context;
  char *answer;
} Peer;

static void
peer_free (Peer *peer)
{
  g_clear_object (&peer->connection);
  g_clear_object (&peer->input);
  g_clear_object (&peer->cancellable);
  g_clear_pointer (&peer->context, g_main_context_unref);
  g_free (peer->answer);
  g_free (peer);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  peer_free (data);
}

static gboolean
write_cb (gpointer data)
{
  Peer *peer = data;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (peer->connection));

  g_output_stream_write_all_async (output, peer->answer, strlen (peer->answer), G_PRIORITY_DEFAULT,
                                   NULL, written_cb, peer);
  return G_SOURCE_REMOVE;
}

/* Any thread. */
static void
done_cb (ParlourCall *call, gpointer data)
{
  Peer *peer = data;
  g_autoptr (GSource) source = g_idle_source_new ();
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  if (call->error != NULL) {
    g_autofree char *problem = parlour_problem_to_json (call->error);
    parlour_json_writer_raw (writer, "problem", problem);
  } else {
    parlour_json_writer_raw (writer, "result", call->reply != NULL ? call->reply : "{}");
  }
  parlour_json_writer_end_object (writer);
  g_autofree char *text = parlour_json_writer_finish (writer);
  peer->answer = g_strconcat (text, "\n", NULL);
  parlour_call_free (call);
  g_source_set_callback (source, write_cb, peer, NULL);
  g_source_attach (source, peer->context);
}

static const ParlourRoute *
find_route (JsonObject *request, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (request);
  const char *op = parlour_fields_string (&fields, "op", PARLOUR_FIELD_REQUIRED);

  return parlour_fields_end_lax (&fields, error) ? parlour_op_find (op, error) : NULL;
}

static gboolean
run (Peer *peer, ParlourDispatch *dispatch, const char *line, gsize length, GError **error)
{
  g_autoptr (JsonObject) request = parlour_json_parse_object (line, length, error);
  const ParlourRoute *route = request != NULL ? find_route (request, error) : NULL;

  if (route == NULL)
    return FALSE;
  g_autoptr (ParlourCall) call = parlour_call_new (route, done_cb, peer);
  json_object_remove_member (request, "op");
  if (!parlour_op_fill (call, g_steal_pointer (&request), "control", error))
    return FALSE;
  parlour_dispatch_call (dispatch, g_steal_pointer (&call));
  return TRUE;
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Peer *peer = data;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, &length, &error);

  if (line == NULL || g_cancellable_is_cancelled (peer->cancellable)) {
    peer_free (peer);
    return;
  }
  if (run (peer, peer->control->dispatch, line, length, &error))
    return;
  g_autofree char *problem = parlour_problem_to_json (error);
  peer->answer = g_strdup_printf ("{\"problem\":%s}\n", problem);
  write_cb (peer);
}

static gboolean
is_owner (GSocketConnection *connection)
{
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  struct ucred peer = {.uid = (uid_t)-1};
  socklen_t length = sizeof peer;

  /* GCredentials takes a peer in another sandbox for nobody, since its pid is not known here. */
  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0)
    return FALSE;
  return peer.uid != (uid_t)-1 && (peer.uid == 0 || peer.uid == geteuid ());
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  ParlourControl *self = data;

  if (!is_owner (connection)) {
    g_message ("Somebody else tried the control socket");
    return TRUE;
  }
  Peer *peer = g_new0 (Peer, 1);
  peer->control = self;
  peer->connection = g_object_ref (connection);
  peer->input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (peer->input), FALSE);
  peer->cancellable = g_object_ref (self->cancellable);
  peer->context = g_main_context_ref_thread_default ();
  g_data_input_stream_read_line_async (peer->input, G_PRIORITY_DEFAULT, self->cancellable, line_cb,
                                       peer);
  return TRUE;
}

/* Whoever holds the folder's lock owns the socket's name: one that is there was left behind. */
static gboolean
listen_at (ParlourControl *self, const char *folder, GError **error)
{
  g_autoptr (ParlourControlAddress) address = parlour_control_address_new (folder, error);

  if (address == NULL)
    return FALSE;
  g_unlink (self->path);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address->address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                      error)) {
    g_prefix_error (error, "Can't make the control socket %s: ", self->path);
    return FALSE;
  }
  if (g_chmod (self->path, 0600) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "Can't protect the control socket %s: %s", self->path, g_strerror (errno));
  return FALSE;
}

ParlourControl *
parlour_control_new (ParlourDataFolder *folder, ParlourDispatch *dispatch, GError **error)
{
  ParlourControl *self = g_new0 (ParlourControl, 1);

  self->dispatch = dispatch;
  self->path = parlour_data_folder_file (folder, PARLOUR_CONTROL_FILE);
  self->cancellable = g_cancellable_new ();
  self->service = g_socket_service_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  if (listen_at (self, parlour_data_folder_get_path (folder), error))
    return self;
  parlour_control_free (self);
  return NULL;
}

void
parlour_control_free (ParlourControl *self)
{
  g_cancellable_cancel (self->cancellable);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_unlink (self->path);
  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  g_free (self->path);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-feed"

#include "server/feed-private.h"

#include <string.h>

/* This file owns what clients say on a socket. What writes becomes the same call as by HTTP. On the
 * feed's thread, but for the answers of such calls. */

typedef struct {
  ParlourHub *hub;
  ParlourConnectionId connection;
  gint64 id;
  const char *result; /* the name of the reply in the answer; nullable */
} Answer;

typedef struct {
  const char *op;
  const char *route;
  const char *result;
  gboolean (*prepare) (ParlourCall *call, GError **error); /* nullable: the rest is the body */
} WriteOp;

/* What the path and the method say by HTTP. */
static gboolean
prepare_react (ParlourCall *call, GError **error)
{
  g_autoptr (JsonObject) object = g_steal_pointer (&call->body);
  ParlourFields fields = PARLOUR_FIELDS (object);
  gint64 seq = parlour_fields_int (&fields, "seq", PARLOUR_FIELD_REQUIRED, 1, G_MAXUINT32, 0);

  call->params[1] = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  call->params[2] = g_strdup (parlour_fields_string (&fields, "emoji", PARLOUR_FIELD_REQUIRED));
  if (!parlour_fields_boolean (&fields, "on", PARLOUR_FIELD_REQUIRED, TRUE))
    call->route = parlour_routes_by_name ("reactions.remove");
  return parlour_fields_end (&fields, error);
}

static const WriteOp write_ops[] = {
    {"send", "messages.send", "message", NULL},
    {"read", "conversations.read", NULL, NULL},
    {"react", "reactions.add", "message", prepare_react},
};

GBytes *
parlour_feed_frame (ParlourJsonWriter *writer)
{
  g_autofree char *text = parlour_json_writer_finish (writer);

  return parlour_hub_frame_text (text, strlen (text));
}

void
parlour_feed_set_state (FeedConnection *connection, const char *key, ParlourJsonWriter *writer)
{
  g_autoptr (GBytes) frame = parlour_feed_frame (writer);

  parlour_hub_set_state (connection->feed->hub, connection->id, key, frame);
}

static void
send_text (ParlourHub *hub, ParlourConnectionId id, ParlourJsonWriter *writer)
{
  g_autoptr (GBytes) frame = parlour_feed_frame (writer);

  parlour_hub_send_control (hub, id, frame);
}

void
parlour_feed_send_control (FeedConnection *connection, ParlourJsonWriter *writer)
{
  send_text (connection->feed->hub, connection->id, writer);
}

static void
send_error (ParlourHub *hub, ParlourConnectionId connection, gint64 id, const GError *error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autofree char *problem = parlour_problem_to_json (error);

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "error");
  if (id >= 0)
    parlour_json_writer_int (writer, "id", id);
  else
    parlour_json_writer_null (writer, "id");
  parlour_json_writer_raw (writer, "problem", problem);
  parlour_json_writer_end_object (writer);
  send_text (hub, connection, writer);
}

void
parlour_feed_send_error (FeedConnection *connection, gint64 id, const GError *error)
{
  send_error (connection->feed->hub, connection->id, id, error);
}

static void
send_ok (const Answer *answer, const ParlourCall *call)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "op", "ok");
  parlour_json_writer_int (writer, "id", answer->id);
  parlour_json_writer_int (writer, "status", call->status);
  if (answer->result != NULL && call->reply != NULL)
    parlour_json_writer_raw (writer, answer->result, call->reply);
  parlour_json_writer_end_object (writer);
  send_text (answer->hub, answer->connection, writer);
}

/* On the thread that the call ends on. */
static void
answered_cb (ParlourCall *call, gpointer data)
{
  Answer *answer = data;

  if (call->error != NULL)
    send_error (answer->hub, answer->connection, answer->id, call->error);
  else
    send_ok (answer, call);
  parlour_hub_unref (answer->hub);
  g_free (answer);
  parlour_call_free (call);
}

/* Takes @object: it goes to other threads with the call. */
static ParlourCall *
call_new (FeedConnection *connection, const WriteOp *op, JsonObject *object, gint64 id)
{
  Answer *answer = g_new0 (Answer, 1);
  const ParlourPeer *peer = connection->peer;

  answer->hub = parlour_hub_ref (connection->feed->hub);
  answer->connection = connection->id;
  answer->id = id;
  answer->result = op->result;
  ParlourCall *call = parlour_call_new (parlour_routes_by_name (op->route), answered_cb, answer);
  call->has_token = TRUE;
  memcpy (call->token_hash, peer->token_hash, sizeof call->token_hash);
  call->body = object;
  return call;
}

/* What the path says by HTTP, and the answer's id, leave the object; the rest is the body. */
static gboolean
take_frame_fields (JsonObject *object, gint64 *id, char **conversation, GError **error)
{
  ParlourFields fields = PARLOUR_FIELDS (object);

  *id = parlour_fields_int (&fields, "id", PARLOUR_FIELD_REQUIRED, 0, G_MAXINT32, -1);
  *conversation =
      g_strdup (parlour_fields_string (&fields, "conversation", PARLOUR_FIELD_REQUIRED));
  json_object_remove_member (object, "op");
  json_object_remove_member (object, "id");
  json_object_remove_member (object, "conversation");
  return parlour_fields_end_lax (&fields, error);
}

static void
write_op (FeedConnection *connection, const WriteOp *op, JsonObject *op_object)
{
  g_autoptr (JsonObject) object = op_object;
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation = NULL;
  gint64 id = -1;

  if (!take_frame_fields (object, &id, &conversation, &error)) {
    send_error (connection->feed->hub, connection->id, id, error);
    return;
  }
  if (!parlour_admission_enter_write (connection->feed->admission, connection->peer->session->user,
                                      &error)) {
    send_error (connection->feed->hub, connection->id, id, error);
    return;
  }
  ParlourCall *call = call_new (connection, op, g_steal_pointer (&object), id);
  call->params[0] = g_steal_pointer (&conversation);
  if ((op->prepare == NULL || op->prepare (call, &error)) &&
      parlour_route_decode (call->route, call, &error))
    parlour_dispatch_call (connection->feed->dispatch, call);
  else
    parlour_call_finish (call, g_steal_pointer (&error));
}

static const WriteOp *
find_write_op (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (write_ops); i++)
    if (strcmp (write_ops[i].op, name) == 0)
      return &write_ops[i];
  return NULL;
}

static void
refuse_op (FeedConnection *connection, JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  ParlourFields fields = PARLOUR_FIELDS (object);
  gint64 id = parlour_fields_int (&fields, "id", 0, 0, G_MAXINT32, -1);

  g_clear_error (&fields.error);
  parlour_problem_set_field (&error, PARLOUR_PROBLEM_UNSUPPORTED, "op",
                             "This server does not know this operation.");
  send_error (connection->feed->hub, connection->id, id, error);
}

static void
close_for (FeedConnection *connection, const GError *error)
{
  gboolean ours = parlour_problem_get_status (error) >= 500;

  parlour_hub_close (connection->feed->hub, connection->id,
                     ours ? PARLOUR_CLOSE_INTERNAL : PARLOUR_CLOSE_BAD_MESSAGE,
                     ours ? "internal" : error->message);
}

/* The ops that have no answer: what is wrong in them ends the connection. */
static gboolean
run_plain_op (FeedConnection *connection, const char *name, JsonObject *object)
{
  static const struct {
    const char *name;
    gboolean (*run) (FeedConnection *connection, JsonObject *op, GError **error);
  } ops[] = {
      {"follow", parlour_feed_follow},
      {"watch", parlour_feed_watch},
      {"ack", parlour_feed_ack},
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++) {
    if (strcmp (ops[i].name, name) != 0)
      continue;
    if (!ops[i].run (connection, object, &error))
      close_for (connection, error);
    return TRUE;
  }
  return FALSE;
}

static void
close_unless_hello (FeedConnection *connection, const char *name, JsonObject *object)
{
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (name, "hello") != 0)
    parlour_problem_set (&error, PARLOUR_PROBLEM_MALFORMED_REQUEST, "hello comes first");
  else
    parlour_feed_hello (connection, object, &error);
  if (error != NULL)
    close_for (connection, error);
}

/* Everything that has no answer of its own. */
static void
run_op (FeedConnection *connection, const char *name, JsonObject *op)
{
  if (!connection->greeted)
    close_unless_hello (connection, name, op);
  else if (name == NULL || strcmp (name, "hello") == 0)
    parlour_hub_close (connection->feed->hub, connection->id, PARLOUR_CLOSE_BAD_MESSAGE,
                       "no such frame here");
  else if (!run_plain_op (connection, name, op))
    refuse_op (connection, op);
}

void
parlour_feed_op (FeedConnection *connection, JsonObject *op)
{
  JsonNode *node = json_object_get_member (op, "op");
  const char *name = node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                             json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : NULL;
  const WriteOp *write = connection->greeted && name != NULL ? find_write_op (name) : NULL;

  if (write != NULL) {
    write_op (connection, write, op);
    return;
  }
  if (connection->greeted && g_strcmp0 (name, "typing") == 0)
    parlour_feed_typing (connection, op);
  else
    run_op (connection, name, op);
  json_object_unref (op);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-pair.h"

#include "core/id.h"

#include <string.h>

/* What sockets are told of streams: where they begin, and every number once and in order. */

static void
test_welcome (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (Reply) events =
      expect (f->place, 200, "GET", "/api/v1/events?stream=me", f->bert->token, NULL);
  JsonObject *tops = member_object (welcome, "tops");

  g_assert_cmpstr (member_string (welcome, "epoch"), ==, member_string (events->json, "epoch"));
  g_assert_cmpstr (member_string (member_object (welcome, "session"), "id"), ==, f->bert->session);
  g_assert_cmpint (member_int (tops, "me"), ==, 1);
  g_assert_cmpint (member_int (tops, f->conversation), ==, 1);
  socket_take_nothing (socket, "event");
}

static void
test_live_event (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "live");
  g_autoptr (JsonObject) event = socket_take_event (socket, f->conversation, 2);
  JsonObject *message = member_object (event, "message");

  g_assert_cmpstr (member_string (event, "kind"), ==, "message.created");
  g_assert_cmpstr (member_string (event, "actor"), ==, f->anna->id);
  g_assert_cmpstr (member_string (message, "body"), ==, "live");
  g_assert_cmpstr (member_string (message, "client_id"), ==,
                   member_string (sent->json, "client_id"));
}

/* The inbox first, then the conversation from its beginning. */
static void
test_new_conversation (Pair *f, gconstpointer data)
{
  g_autoptr (Person) carl = person_register (f->place, "carl");
  g_autoptr (Socket) socket = socket_open (f->place, carl);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (Reply) sent = compose (f->place, f->anna, "carl", "hello");
  g_autoptr (JsonObject) added = socket_take_event (socket, "me", 1);

  g_assert_cmpstr (member_string (added, "kind"), ==, "conversation.added");
  socket_drop_event (socket, member_string (sent->json, "conversation"), 1);
}

static void
test_backlog (Pair *f, gconstpointer data)
{
  g_autofree char *from = pair_position (f, 3);
  pair_write (f, 99);
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, from);

  for (gint64 seq = 4; seq <= 100; seq++)
    socket_drop_event (socket, f->conversation, seq);
  pair_write (f, 1);
  socket_drop_event (socket, f->conversation, 101);
}

static void
test_two_sockets (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) one = socket_open (f->place, f->bert);
  g_autoptr (Socket) other = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) first = socket_greet (one, NULL);
  g_autoptr (JsonObject) second = socket_greet (other, NULL);

  pair_write (f, 20);
  for (gint64 seq = 2; seq <= 21; seq++) {
    g_autoptr (JsonObject) left = socket_take_event (one, f->conversation, seq);
    g_autoptr (JsonObject) right = socket_take_event (other, f->conversation, seq);
    g_assert_cmpstr (member_string (member_object (left, "message"), "body"), ==,
                     member_string (member_object (right, "message"), "body"));
    g_assert_cmpstr (member_string (left, "at"), ==, member_string (right, "at"));
  }
}

static void
test_send (Pair *f, gconstpointer data)
{
  g_autofree char *client_id = parlour_id_new ();
  g_autoptr (Socket) socket = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  socket_sayf (socket,
               "{\"op\":\"send\",\"id\":1,\"conversation\":\"%s\",\"client_id\":\"%s\","
               "\"body\":\"by socket\"}",
               f->conversation, client_id);
  g_autoptr (JsonObject) ok = socket_take (socket, "ok");
  g_assert_cmpint (member_int (ok, "id"), ==, 1);
  g_assert_cmpint (member_int (member_object (ok, "message"), "seq"), ==, 2);
  socket_drop_event (socket, f->conversation, 2);

  socket_sayf (socket,
               "{\"op\":\"send\",\"id\":2,\"conversation\":\"%s\",\"client_id\":\"%s\","
               "\"body\":\"another\"}",
               f->conversation, client_id);
  g_autoptr (JsonObject) error = socket_take (socket, "error");
  g_assert_cmpint (member_int (error, "id"), ==, 2);
  g_assert_cmpstr (member_string (member_object (error, "problem"), "code"), ==,
                   "client_id_reused");
}

/* The same message by both ways, many times over: it is there once. */
static void
test_exactly_once (Pair *f, gconstpointer data)
{
  g_autofree char *client_id = parlour_id_new ();
  g_autofree char *path = pair_path (f, "/messages");
  g_autofree char *body = g_strdup_printf ("{\"client_id\":\"%s\",\"body\":\"once\"}", client_id);
  g_autofree char *upper = g_ascii_strup (client_id, -1);
  g_autoptr (Socket) socket = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  for (guint i = 0; i < 10; i++) {
    socket_sayf (socket,
                 "{\"op\":\"send\",\"id\":%u,\"conversation\":\"%s\",\"client_id\":\"%s\","
                 "\"body\":\"once\"}",
                 i, f->conversation, upper);
    g_autoptr (Reply) reply = ask (f->place, "POST", path, f->anna->token, body);
    g_assert_true (reply->status == 200 || reply->status == 201);
    g_assert_cmpint (member_int (reply->json, "seq"), ==, 2);
  }
  for (guint i = 0; i < 10; i++) {
    g_autoptr (JsonObject) ok = socket_take (socket, "ok");
    g_assert_cmpint (member_int (member_object (ok, "message"), "seq"), ==, 2);
  }
  g_autoptr (Reply) history = expect (f->place, 200, "GET", path, f->anna->token, NULL);
  g_assert_cmpuint (n_items (history), ==, 2);
  socket_drop_event (socket, f->conversation, 2);
  socket_take_nothing (socket, "event");
}

static void
check_reset (Socket *socket, const char *stream)
{
  g_autoptr (JsonObject) reset = socket_take (socket, "reset");

  g_assert_cmpstr (member_string (reset, "stream"), ==, stream);
  g_assert_nonnull (member_string (reset, "reason"));
}

/* Past the top, not mine, not there: the same answer. A position that is named anew goes on. */
static void
test_reset (Pair *f, gconstpointer data)
{
  g_autoptr (Person) carl = person_register (f->place, "carl");
  g_autoptr (Reply) foreign = compose (f->place, carl, "anna", "not for bert");
  const char *foreign_id = member_string (foreign->json, "conversation");
  g_autofree char *from = pair_position (f, 9);
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, from);

  check_reset (socket, f->conversation);
  g_assert_false (json_object_has_member (member_object (welcome, "tops"), foreign_id));
  pair_write (f, 1);
  socket_take_nothing (socket, "event");
  socket_sayf (socket, "{\"op\":\"follow\",\"positions\":{\"%s\":1}}", f->conversation);
  socket_drop_event (socket, f->conversation, 2);
  socket_sayf (socket, "{\"op\":\"follow\",\"positions\":{\"%s\":1}}", foreign_id);
  check_reset (socket, foreign_id);
  socket_say (socket, "{\"op\":\"follow\",\"positions\":{\"nothing\":0}}");
  check_reset (socket, "nothing");
}

static void
test_other_epoch (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);

  socket_sayf (socket, "{\"op\":\"hello\",\"epoch\":\"of yesterday\",\"positions\":{\"%s\":1}}",
               f->conversation);
  g_autoptr (JsonObject) welcome = socket_take (socket, "welcome");
  check_reset (socket, f->conversation);
}

static void
test_follow_restarts (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  pair_write (f, 3);
  for (gint64 seq = 2; seq <= 4; seq++)
    socket_drop_event (socket, f->conversation, seq);
  socket_sayf (socket, "{\"op\":\"follow\",\"positions\":{\"%s\":0}}", f->conversation);
  for (gint64 seq = 1; seq <= 4; seq++)
    socket_drop_event (socket, f->conversation, seq);
}

static void
test_void (Pair *f, gconstpointer data)
{
  g_autofree char *hide = pair_path (f, "/messages/1?for=me");
  g_autofree char *from = pair_position (f, 0);
  g_autoptr (Socket) live = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (live, NULL);
  g_autoptr (Reply) hidden = expect (f->place, 204, "DELETE", hide, f->bert->token, NULL);
  g_autoptr (JsonObject) told = socket_take_event (live, "me", 2);
  g_autoptr (Socket) later = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) second = socket_greet (later, from);
  g_autoptr (JsonObject) nothing = socket_take_event (later, f->conversation, 1);

  g_assert_cmpstr (member_string (told, "kind"), ==, "message.hidden");
  g_assert_cmpint (member_int (told, "target"), ==, 1);
  g_assert_cmpstr (member_string (nothing, "kind"), ==, "void");
  g_assert_false (json_object_has_member (nothing, "message"));
}

/* An edit is sent to who hid the message as a void, to the others with the text as it now stands.
 */
static void
test_edit_of_hidden (Pair *f, gconstpointer data)
{
  g_autofree char *one = pair_path (f, "/messages/1");
  g_autofree char *hide = g_strconcat (one, "?for=me", NULL);
  g_autoptr (Reply) hidden = expect (f->place, 204, "DELETE", hide, f->bert->token, NULL);
  g_autoptr (Socket) his = socket_open (f->place, f->bert);
  g_autoptr (Socket) hers = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) first = socket_greet (his, NULL);
  g_autoptr (JsonObject) second = socket_greet (hers, NULL);
  g_autoptr (Reply) edited =
      expect (f->place, 200, "PATCH", one, f->anna->token, "{\"body\":\"edited\"}");
  g_autoptr (JsonObject) nothing = socket_take_event (his, f->conversation, 2);
  g_autoptr (JsonObject) event = socket_take_event (hers, f->conversation, 2);

  g_assert_cmpstr (member_string (nothing, "kind"), ==, "void");
  g_assert_cmpstr (member_string (event, "kind"), ==, "message.edited");
  g_assert_cmpstr (member_string (member_object (event, "message"), "body"), ==, "edited");
}

/* After a good hello, where it names one. */
static void
test_bad_frames (Pair *f, gconstpointer data)
{
  static const struct {
    gboolean greet;
    const char *text;
  } rows[] = {
      {FALSE, "{\"op\":\"ack\",\"positions\":{}}"},
      {FALSE, "{\"op\":\"hello\",\"colour\":1}"},
      {FALSE, "{\"op\":\"hello\",\"positions\":{\"me\":-1}}"},
      {FALSE, "{\"op\":\"hello\",\"positions\":{\"me\":\"1\"}}"},
      {FALSE, "hello"},
      {FALSE, "[]"},
      {FALSE, "{}"},
      {TRUE, "{\"op\":\"hello\"}"},
      {TRUE, "{\"op\":\"ack\",\"positions\":{\"me\":7}}"},
      {TRUE, "{\"op\":\"ack\"}"},
      {TRUE, "{\"op\":\"watch\",\"conversations\":7}"},
      {TRUE, "{\"op\":7}"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Socket) socket = socket_open (f->place, f->bert);
    if (rows[i].greet) {
      g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
    }
    socket_say (socket, rows[i].text);
    gushort code = socket_await_close (socket);
    if (code != 4008)
      g_test_message ("%s: %u", rows[i].text, code);
    g_assert_cmpuint (code, ==, 4008);
  }
}

static void
test_unknown_op (Pair *f, gconstpointer data)
{
  static const char *const ops[] = {"vote", "dance", "Typing"};
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++) {
    socket_sayf (socket, "{\"op\":\"%s\",\"id\":%u,\"conversation\":\"x\"}", ops[i], i);
    g_autoptr (JsonObject) error = socket_take (socket, "error");
    g_assert_cmpint (member_int (error, "id"), ==, i);
    g_assert_cmpstr (member_string (member_object (error, "problem"), "code"), ==, "unsupported");
  }
}

/* Nothing flows before the last of several hello frames. */
static void
test_hello_in_parts (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);

  socket_sayf (socket, "{\"op\":\"hello\",\"positions\":{\"%s\":0},\"more\":true}",
               f->conversation);
  socket_say (socket, "{\"op\":\"hello\",\"positions\":{\"me\":0}}");
  g_autoptr (JsonObject) welcome = socket_take (socket, "welcome");
  socket_drop_event (socket, "me", 1);
  socket_drop_event (socket, f->conversation, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/stream/" name, Pair, NULL, pair_set_up, function, pair_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("welcome", test_welcome);
  ADD ("live-event", test_live_event);
  ADD ("new-conversation", test_new_conversation);
  ADD ("backlog", test_backlog);
  ADD ("two-sockets", test_two_sockets);
  ADD ("send", test_send);
  ADD ("exactly-once", test_exactly_once);
  ADD ("reset", test_reset);
  ADD ("other-epoch", test_other_epoch);
  ADD ("follow-restarts", test_follow_restarts);
  ADD ("void", test_void);
  ADD ("edit-of-hidden", test_edit_of_hidden);
  ADD ("bad-frames", test_bad_frames);
  ADD ("unknown-op", test_unknown_op);
  ADD ("hello-in-parts", test_hello_in_parts);
  return g_test_run ();
}

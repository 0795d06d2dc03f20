/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/timestamp.h"

/* Who is here and who is typing, as those are told who look at a conversation. */

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  Person *carl;       /* writes with bert alone */
  char *conversation; /* of anna and bert */
} Fixture;

/* @data: how long somebody may be away unnoticed, in seconds. */
static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->place->config->reads = 0; /* polling asks often */
  f->place->config->seen_seconds = 1;
  f->place->config->grace_seconds = GPOINTER_TO_UINT (data);
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
  f->carl = person_register (f->place, "carl");
  g_autoptr (Reply) reply = compose (f->place, f->anna, "bert", "hello");
  g_autoptr (Reply) other = compose (f->place, f->carl, "bert", "hello");
  f->conversation = g_strdup (member_string (reply->json, "conversation"));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  person_free (f->carl);
  g_free (f->conversation);
  place_free (f->place);
}

static Socket *
open_greeted (Fixture *f, Person *person)
{
  Socket *socket = socket_open (f->place, person);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  return socket;
}

static Socket *
open_watching (Fixture *f, Person *person)
{
  Socket *socket = open_greeted (f, person);

  socket_sayf (socket, "{\"op\":\"watch\",\"conversations\":[\"%s\"]}", f->conversation);
  return socket;
}

/* The next presence that is told; @seen: whether it has a time. */
static void
take_presence (Socket *socket, Person *of, gboolean online, gboolean seen)
{
  g_autoptr (JsonObject) presence = socket_take (socket, "presence");

  g_assert_cmpstr (member_string (presence, "user"), ==, of->id);
  g_assert_cmpint (json_object_get_boolean_member (presence, "online"), ==, online);
  g_assert_cmpint (member_string (presence, "last_seen") != NULL, ==, seen);
}

static void
take_typing (Fixture *f, Socket *socket, Person *of, gboolean typing)
{
  g_autoptr (JsonObject) frame = socket_take (socket, "typing");

  g_assert_cmpstr (member_string (frame, "conversation"), ==, f->conversation);
  g_assert_cmpstr (member_string (frame, "user"), ==, of->id);
  g_assert_cmpint (json_object_get_boolean_member (frame, "typing"), ==, typing);
}

static void
say_typing (Fixture *f, Socket *socket, gboolean typing)
{
  socket_sayf (socket, "{\"op\":\"typing\",\"conversation\":\"%s\",\"typing\":%s}", f->conversation,
               typing ? "true" : "false");
}

static void
share_presence (Fixture *f, Person *person, gboolean share)
{
  g_autofree char *body = g_strdup_printf ("{\"share_presence\":%s}", share ? "true" : "false");
  g_autoptr (Reply) reply = expect (f->place, 200, "PATCH", "/api/v1/me", person->token, body);
}

static void
test_comes_and_goes (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) hers = open_watching (f, f->anna);

  take_presence (hers, f->bert, FALSE, FALSE);
  Socket *his = open_greeted (f, f->bert);
  take_presence (hers, f->bert, TRUE, FALSE);
  /* a second device changes nothing */
  Socket *his_other = open_greeted (f, f->bert);
  socket_free (his);
  socket_take_nothing (hers, "presence");
  socket_free (his_other);
  take_presence (hers, f->bert, FALSE, TRUE);
}

/* Who comes back at once was never away; who does not has left. */
static void
test_comes_back (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) hers = open_watching (f, f->anna);

  take_presence (hers, f->bert, FALSE, FALSE);
  Socket *his = open_greeted (f, f->bert);
  take_presence (hers, f->bert, TRUE, FALSE);
  for (guint i = 0; i < 3; i++) {
    socket_free (his);
    his = open_greeted (f, f->bert);
    socket_take_nothing (hers, "presence");
  }
  gint64 left = g_get_monotonic_time ();
  socket_free (his);
  g_autoptr (Socket) carls = open_watching (f, f->anna);
  take_presence (carls, f->bert, TRUE, FALSE); /* who begins to look is told no other thing */
  take_presence (hers, f->bert, FALSE, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - left, >=, G_USEC_PER_SEC);
}

static void
test_only_where_one_looks (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) hers = open_greeted (f, f->anna);
  g_autoptr (Socket) carls = open_watching (f, f->carl);
  g_autoptr (Socket) his = open_greeted (f, f->bert);

  say_typing (f, his, TRUE);
  socket_take_nothing (his, "error");
  socket_take_nothing (hers, "presence");
  socket_take_nothing (hers, "typing");
  /* he named a conversation that is not his */
  socket_take_nothing (carls, "presence");
  socket_take_nothing (carls, "typing");
}

static void
test_is_shared_both_ways (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) his = open_watching (f, f->bert);
  take_presence (his, f->anna, FALSE, FALSE);
  g_autoptr (Socket) hers = open_watching (f, f->anna);
  take_presence (hers, f->bert, TRUE, FALSE);
  take_presence (his, f->anna, TRUE, FALSE);

  share_presence (f, f->bert, FALSE);
  take_presence (hers, f->bert, FALSE, FALSE);
  take_presence (his, f->anna, FALSE, FALSE);
  say_typing (f, his, TRUE);
  say_typing (f, hers, TRUE);
  socket_take_nothing (hers, "typing");
  socket_take_nothing (his, "typing");

  share_presence (f, f->bert, TRUE);
  take_presence (hers, f->bert, TRUE, FALSE);
  take_presence (his, f->anna, TRUE, FALSE);
}

static void
test_not_to_whom_one_blocks (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_strconcat ("/api/v1/users/", f->anna->id, "/block", NULL);
  g_autofree char *bert = g_strconcat ("/api/v1/users/", f->bert->id, NULL);
  g_autoptr (Socket) hers = open_watching (f, f->anna);
  take_presence (hers, f->bert, FALSE, FALSE);
  Socket *his = open_greeted (f, f->bert);
  take_presence (hers, f->bert, TRUE, FALSE);

  g_autoptr (Reply) blocked = expect (f->place, 204, "PUT", path, f->bert->token, NULL);
  take_presence (hers, f->bert, FALSE, FALSE);
  say_typing (f, hers, TRUE);
  g_autoptr (JsonObject) error = socket_take (hers, "error");
  g_assert_cmpstr (member_string (member_object (error, "problem"), "code"), ==, "blocked");
  socket_free (his);
  take_presence (hers, f->bert, FALSE, FALSE);
  g_autoptr (Reply) seen = expect (f->place, 200, "GET", bert, f->anna->token, NULL);
  g_assert_null (member_string (seen->json, "last_seen"));
}

static gboolean
was_seen (Fixture *f, Person *person, Person *by)
{
  g_autofree char *path = g_strconcat ("/api/v1/users/", person->id, NULL);
  g_autoptr (Reply) reply = expect (f->place, 200, "GET", path, by->token, NULL);

  return member_string (reply->json, "last_seen") != NULL;
}

static void
test_last_seen_is_kept (Fixture *f, gconstpointer data)
{
  g_assert_false (was_seen (f, f->bert, f->anna));
  socket_free (open_greeted (f, f->bert));
  await (was_seen (f, f->bert, f->anna));

  /* of who is here while the server ends, too */
  Socket *hers = open_greeted (f, f->anna);
  place_stop (f->place);
  socket_free (hers);
  place_start (f->place);
  g_assert_true (was_seen (f, f->anna, f->bert));
}

static gint64
seen_at (Fixture *f, Person *person, Person *by)
{
  g_autofree char *path = g_strconcat ("/api/v1/users/", person->id, NULL);
  g_autoptr (Reply) shown = expect (f->place, 200, "GET", path, by->token, NULL);
  const char *time = member_string (shown->json, "last_seen");
  gint64 ms = 0;

  return time != NULL && parlour_timestamp_parse (time, &ms) ? ms : 0;
}

/* So that a crash makes it wrong by little. */
static void
test_seen_while_here (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) his = open_greeted (f, f->bert);

  await (seen_at (f, f->bert, f->anna) > 0);
  gint64 first = seen_at (f, f->bert, f->anna);
  await (seen_at (f, f->bert, f->anna) > first);
}

static void
test_typing (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) hers = open_watching (f, f->anna);
  g_autoptr (Socket) his = open_watching (f, f->bert);

  say_typing (f, his, TRUE);
  take_typing (f, hers, f->bert, TRUE);
  say_typing (f, his, TRUE);
  socket_take_nothing (his, "typing");
  socket_take_nothing (hers, "typing");
  /* who begins to look is told too */
  g_autoptr (Person) laptop = person_login (f->place, "anna");
  g_autoptr (Socket) later = open_watching (f, laptop);
  take_typing (f, later, f->bert, TRUE);
  say_typing (f, his, FALSE);
  take_typing (f, hers, f->bert, FALSE);
  take_typing (f, later, f->bert, FALSE);
}

static void
test_typing_ends_by_itself (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) hers = open_watching (f, f->anna);
  Socket *his = open_greeted (f, f->bert);

  say_typing (f, his, TRUE);
  take_typing (f, hers, f->bert, TRUE);
  take_typing (f, hers, f->bert, FALSE);
  say_typing (f, his, TRUE);
  take_typing (f, hers, f->bert, TRUE);
  socket_free (his);
  take_typing (f, hers, f->bert, FALSE);
}

static void
typing_refused (Socket *socket, const char *members, gint64 id, const char *code)
{
  socket_sayf (socket, "{\"op\":\"typing\",%s}", members);
  g_autoptr (JsonObject) error = socket_take (socket, "error");
  JsonNode *node = json_object_get_member (error, "id");
  g_assert_cmpint (json_node_is_null (node) ? -1 : json_node_get_int (node), ==, id);
  g_assert_cmpstr (member_string (member_object (error, "problem"), "code"), ==, code);
}

static void
test_typing_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) socket = open_greeted (f, f->carl);
  g_autofree char *strangers =
      g_strdup_printf ("\"id\":7,\"conversation\":\"%s\",\"typing\":true", f->conversation);

  typing_refused (socket, strangers, 7, "not_found");
  typing_refused (socket, "\"conversation\":\"me\",\"typing\":true", -1, "not_found");
  typing_refused (socket, "\"conversation\":\"none\",\"typing\":true", -1, "not_found");
  typing_refused (socket, "\"conversation\":\"none\"", -1, "missing_field");
  typing_refused (socket, "\"conversation\":\"none\",\"typing\":1", -1, "wrong_type");
  typing_refused (socket, "\"conversation\":\"none\",\"typing\":true,\"x\":1", -1, "unknown_field");
  g_assert_false (socket->closed);
}

static void
test_typing_too_often (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) his = open_greeted (f, f->bert);

  for (guint i = 0; i < 60; i++)
    say_typing (f, his, i % 2 == 0);
  socket_take_nothing (his, "nothing");
  g_assert_true (g_queue_is_empty (&his->frames));
  say_typing (f, his, TRUE);
  g_autoptr (JsonObject) error = socket_take (his, "error");
  g_assert_cmpstr (member_string (member_object (error, "problem"), "code"), ==,
                   "too_many_requests");
}

static void
test_watching_too_often (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) socket = open_greeted (f, f->anna);

  for (guint i = 0; i < 150; i++)
    socket_say (socket, "{\"op\":\"watch\",\"conversations\":[]}");
  socket_take_nothing (socket, "nothing");
  g_assert_false (socket->closed);
  socket_say (socket, "{\"op\":\"watch\",\"conversations\":[]}");
  g_assert_cmpuint (socket_await_close (socket), ==, 4029);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/presence/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("comes-and-goes", test_comes_and_goes);
  ADD ("only-where-one-looks", test_only_where_one_looks);
  ADD ("is-shared-both-ways", test_is_shared_both_ways);
  ADD ("not-to-whom-one-blocks", test_not_to_whom_one_blocks);
  ADD ("last-seen-is-kept", test_last_seen_is_kept);
  ADD ("seen-while-here", test_seen_while_here);
  g_test_add ("/server/presence/comes-back", Fixture, GUINT_TO_POINTER (3), set_up, test_comes_back,
              tear_down);
  ADD ("typing", test_typing);
  ADD ("typing-ends-by-itself", test_typing_ends_by_itself);
  ADD ("typing-refused", test_typing_refused);
  ADD ("typing-too-often", test_typing_too_often);
  ADD ("watching-too-often", test_watching_too_often);
  return g_test_run ();
}

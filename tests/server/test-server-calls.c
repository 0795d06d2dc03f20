/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-pair.h"

#include "core/id.h"

#include <string.h>

/* What each call does when all is well. */

static void
write_messages (Pair *f, guint first, guint last)
{
  for (guint i = first; i <= last; i++) {
    g_autofree char *body = g_strdup_printf ("message %u", i);
    g_autoptr (Reply) reply = compose (f->place, f->anna, "bert", body);
    g_assert_cmpint (member_int (reply->json, "seq"), ==, i);
  }
}

static void
test_server (Pair *f, gconstpointer data)
{
  g_autoptr (Reply) server = expect (f->place, 200, "GET", "/api/v1/server", NULL, NULL);
  g_autoptr (Reply) health = expect (f->place, 200, "GET", "/healthz", NULL, NULL);
  g_autoptr (Reply) ready = expect (f->place, 200, "GET", "/readyz", NULL, NULL);
  g_autoptr (Reply) api = expect (f->place, 200, "GET", "/api/v1/openapi.json", NULL, NULL);

  g_assert_cmpint (member_int (server->json, "api"), ==, 1);
  g_assert_cmpstr (member_string (server->json, "registration"), ==, "open");
  g_assert_cmpint (member_int (member_object (server->json, "limits"), "body_chars"), ==, 16384);
  g_assert_true (g_str_has_prefix (member_string (api->json, "openapi"), "3.1"));
}

static void
test_me (Pair *f, gconstpointer data)
{
  g_autoptr (Reply) before = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
  g_autoptr (Reply) changed =
      expect (f->place, 200, "PATCH", "/api/v1/me", f->anna->token,
              "{\"display_name\":\"  Anna   Blume \",\"email\":\"anna@example.org\","
              "\"status_text\":\" he\\u202ere\\n\",\"share_presence\":false}");
  g_autofree char *path = g_strconcat ("/api/v1/users/", f->anna->id, NULL);
  g_autoptr (Reply) seen = expect (f->place, 200, "GET", path, f->bert->token, NULL);

  g_assert_cmpstr (member_string (before->json, "display_name"), ==, "anna");
  g_assert_cmpstr (member_string (changed->json, "display_name"), ==, "Anna Blume");
  g_assert_cmpstr (member_string (changed->json, "email"), ==, "anna@example.org");
  g_assert_cmpint (member_int (changed->json, "version"), >, member_int (before->json, "version"));
  g_assert_cmpstr (member_string (seen->json, "status_text"), ==, "here");
  g_assert_true (json_object_get_boolean_member (changed->json, "share_read"));
  g_assert_false (json_object_get_boolean_member (changed->json, "share_presence"));
  g_assert_false (json_object_has_member (seen->json, "email"));
  g_assert_false (json_object_has_member (seen->json, "share_presence"));
}

static void
test_people (Pair *f, gconstpointer data)
{
  g_autoptr (Reply) all = expect (f->place, 200, "GET", "/api/v1/users", f->anna->token, NULL);
  g_autoptr (Reply) found =
      expect (f->place, 200, "GET", "/api/v1/users?query=BE", f->anna->token, NULL);
  g_autoptr (Reply) none =
      expect (f->place, 200, "GET", "/api/v1/users?query=zz", f->anna->token, NULL);
  g_autoptr (Reply) page =
      expect (f->place, 200, "GET", "/api/v1/users?limit=1", f->anna->token, NULL);
  g_autofree char *next =
      g_strconcat ("/api/v1/users?limit=1&cursor=", member_string (page->json, "next"), NULL);
  g_autoptr (Reply) second = expect (f->place, 200, "GET", next, f->anna->token, NULL);

  g_assert_cmpuint (n_items (all), ==, 2);
  g_assert_cmpuint (n_items (found), ==, 1);
  g_assert_cmpstr (member_string (item (found, 0), "username"), ==, "bert");
  g_assert_cmpuint (n_items (none), ==, 0);
  g_assert_cmpstr (member_string (item (page, 0), "username"), ==, "anna");
  g_assert_cmpstr (member_string (item (second, 0), "username"), ==, "bert");
  g_assert_null (member_string (second->json, "next"));
}

static void
test_sessions (Pair *f, gconstpointer data)
{
  g_autoptr (Person) laptop = person_login (f->place, "anna");
  g_autoptr (Reply) two = expect (f->place, 200, "GET", "/api/v1/sessions", f->anna->token, NULL);
  g_autofree char *path = g_strconcat ("/api/v1/sessions/", laptop->session, NULL);
  g_autoptr (Reply) ended = expect (f->place, 204, "DELETE", path, f->anna->token, NULL);
  g_autoptr (Reply) one = expect (f->place, 200, "GET", "/api/v1/sessions", f->anna->token, NULL);

  g_assert_cmpuint (n_items (two), ==, 2);
  g_assert_cmpuint (n_items (one), ==, 1);
  g_assert_true (json_object_get_boolean_member (item (one, 0), "current"));
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", laptop->token, NULL);
  expect_problem (f->place, 404, "not_found", "DELETE", path, f->anna->token, NULL);
}

static void
test_password (Pair *f, gconstpointer data)
{
  g_autoptr (Person) laptop = person_login (f->place, "anna");
  g_autoptr (Reply) changed = expect (f->place, 204, "POST", "/api/v1/me/password", f->anna->token,
                                      "{\"current\":\"" PASSWORD "\",\"new\":\"battery staple\"}");

  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", laptop->token, NULL);
  expect_problem (f->place, 401, "wrong_credentials", "POST", "/api/v1/login", NULL,
                  "{\"username\":\"anna\",\"password\":\"" PASSWORD "\"}");
  g_autoptr (Reply) stays = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
  g_autoptr (Reply) in = expect (f->place, 200, "POST", "/api/v1/login", NULL,
                                 "{\"username\":\"anna\",\"password\":\"battery staple\"}");
}

static void
test_conversations (Pair *f, gconstpointer data)
{
  g_autofree char *client_id = parlour_id_new ();
  g_autofree char *body = g_strdup_printf (
      "{\"client_id\":\"%s\",\"kind\":\"direct\",\"user\":\"%s\"}", client_id, f->anna->id);
  g_autofree char *path = pair_path (f, "");
  g_autofree char *settings = pair_path (f, "/settings");
  g_autoptr (Reply) same =
      expect (f->place, 200, "POST", "/api/v1/conversations", f->bert->token, body);
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->bert->token, NULL);
  g_autoptr (Reply) archived = expect (f->place, 200, "PATCH", settings, f->bert->token,
                                       "{\"archived\":true,\"notify\":\"none\",\"draft\":\"so\"}");
  g_autoptr (Reply) shown = expect (f->place, 200, "GET", path, f->bert->token, NULL);
  g_autoptr (Reply) others = expect (f->place, 200, "GET", path, f->anna->token, NULL);
  g_autoptr (Reply) empty =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->bert->token, NULL);
  g_autoptr (Reply) archive =
      expect (f->place, 200, "GET", "/api/v1/conversations?archived=true", f->bert->token, NULL);

  g_assert_cmpstr (member_string (same->json, "id"), ==, f->conversation);
  g_assert_cmpint (member_int (item (list, 0), "unread"), ==, 1);
  g_assert_cmpstr (member_string (member_object (item (list, 0), "last_message"), "body"), ==,
                   "message 1");
  JsonObject *mine = member_object (shown->json, "settings");
  g_assert_true (json_object_get_boolean_member (mine, "archived"));
  g_assert_cmpstr (member_string (mine, "notify"), ==, "none");
  g_assert_cmpstr (member_string (mine, "draft"), ==, "so");
  g_assert_null (member_string (member_object (others->json, "settings"), "draft"));
  g_assert_cmpuint (n_items (empty), ==, 0);
  g_assert_cmpuint (n_items (archive), ==, 1);
}

static void
check_seqs (Pair *f, const char *query, const char *expected, const char *next)
{
  g_autofree char *rest = g_strconcat ("/messages?", query, NULL);
  g_autofree char *path = pair_path (f, rest);
  g_autoptr (Reply) page = expect (f->place, 200, "GET", path, f->bert->token, NULL);
  g_autoptr (GString) seqs = g_string_new (NULL);

  for (guint i = 0; i < n_items (page); i++)
    g_string_append_printf (seqs, "%s%d", i > 0 ? " " : "",
                            (int)member_int (item (page, i), "seq"));
  g_assert_cmpstr (seqs->str, ==, expected);
  g_assert_cmpstr (member_string (page->json, "next"), ==, next);
}

static void
test_history (Pair *f, gconstpointer data)
{
  write_messages (f, 2, 9);
  check_seqs (f, "limit=3", "9 8 7", "7");
  check_seqs (f, "limit=3&before=7", "6 5 4", "4");
  check_seqs (f, "limit=3&before=4", "3 2 1", NULL);
  check_seqs (f, "limit=3&before=1", "", NULL);
  check_seqs (f, "limit=3&after=2", "3 4 5", "5");
  check_seqs (f, "limit=3&after=7", "8 9", NULL);
  check_seqs (f, "limit=4&around=5", "3 4 5 6", NULL);
}

static void
test_boxes (Pair *f, gconstpointer data)
{
  g_autoptr (Reply) answer = compose (f->place, f->bert, "anna", "answer");
  g_autoptr (Reply) received =
      expect (f->place, 200, "GET", "/api/v1/messages?box=received", f->anna->token, NULL);
  g_autoptr (Reply) sent =
      expect (f->place, 200, "GET", "/api/v1/messages?box=sent", f->anna->token, NULL);

  g_assert_cmpuint (n_items (received), ==, 1);
  g_assert_cmpstr (member_string (item (received, 0), "body"), ==, "answer");
  g_assert_cmpuint (n_items (sent), ==, 1);
  g_assert_cmpstr (member_string (item (sent, 0), "body"), ==, "message 1");
}

static guint
count_boxed (Pair *f, Person *person, const char *query)
{
  g_autofree char *path = g_strconcat ("/api/v1/messages?box=", query, NULL);
  g_autoptr (Reply) page = expect (f->place, 200, "GET", path, person->token, NULL);

  return n_items (page);
}

/* The same question for everybody; it is owed by the one who got it, once that one has read it. */
static void
test_box_filters (Pair *f, gconstpointer data)
{
  g_autofree char *messages = pair_path (f, "/messages");
  g_autofree char *read = pair_path (f, "/read");
  g_autofree char *id = parlour_id_new ();
  g_autofree char *body =
      g_strdup_printf ("{\"client_id\":\"%s\",\"subject\":\"When?\",\"body\":\"x\"}", id);
  g_autoptr (Person) carl = person_register (f->place, "carl");
  g_autoptr (Reply) asked = expect (f->place, 201, "POST", messages, f->anna->token, body);

  g_assert_cmpuint (count_boxed (f, f->bert, "received&titled=true"), ==, 1);
  g_assert_cmpuint (count_boxed (f, f->bert, "received&titled=false"), ==, 2);
  g_assert_cmpuint (count_boxed (f, f->anna, "sent&titled=true"), ==, 1);
  g_assert_cmpuint (count_boxed (f, f->bert, "received&owed=true"), ==, 0);
  g_autoptr (Reply) seen = expect (f->place, 204, "POST", read, f->bert->token, "{\"seq\":2}");
  g_assert_cmpuint (count_boxed (f, f->bert, "received&titled=true&owed=true"), ==, 1);
  g_assert_cmpuint (count_boxed (f, f->anna, "received&owed=true"), ==, 0);
  g_assert_cmpuint (count_boxed (f, carl, "received&owed=true"), ==, 0);
  g_autoptr (Reply) answer = compose (f->place, f->bert, "anna", "At eight");
  g_assert_cmpuint (count_boxed (f, f->bert, "received&owed=true"), ==, 0);
}

static void
test_edit_and_erase (Pair *f, gconstpointer data)
{
  g_autofree char *first = pair_path (f, "/messages/1");
  g_autofree char *erase = pair_path (f, "/messages/1?for=everyone");
  g_autofree char *list = pair_path (f, "/messages");
  g_autoptr (Reply) edited =
      expect (f->place, 200, "PATCH", first, f->anna->token, "{\"body\":\"better\"}");
  g_autoptr (Reply) seen = expect (f->place, 200, "GET", list, f->bert->token, NULL);
  g_autoptr (Reply) erased = expect (f->place, 204, "DELETE", erase, f->anna->token, NULL);
  g_autoptr (Reply) again = expect (f->place, 204, "DELETE", erase, f->anna->token, NULL);
  g_autoptr (Reply) gone = expect (f->place, 200, "GET", list, f->bert->token, NULL);

  g_assert_cmpint (member_int (edited->json, "rev"), ==, 2);
  g_assert_cmpstr (member_string (item (seen, 0), "body"), ==, "better");
  g_assert_nonnull (member_string (item (seen, 0), "edited_at"));
  g_assert_null (member_string (item (gone, 0), "body"));
  g_assert_nonnull (member_string (item (gone, 0), "deleted_at"));
}

static void
test_delete_for_me (Pair *f, gconstpointer data)
{
  g_autofree char *hide = pair_path (f, "/messages/1?for=me");
  g_autofree char *list = pair_path (f, "/messages");
  g_autofree char *events = g_strconcat ("/api/v1/events?stream=", f->conversation, NULL);
  g_autoptr (Reply) hidden = expect (f->place, 204, "DELETE", hide, f->bert->token, NULL);
  g_autoptr (Reply) mine = expect (f->place, 200, "GET", list, f->bert->token, NULL);
  g_autoptr (Reply) theirs = expect (f->place, 200, "GET", list, f->anna->token, NULL);
  g_autoptr (Reply) stream = expect (f->place, 200, "GET", events, f->bert->token, NULL);

  g_assert_cmpuint (n_items (mine), ==, 0);
  g_assert_cmpuint (n_items (theirs), ==, 1);
  g_assert_cmpstr (member_string (item (stream, 0), "kind"), ==, "void");
  g_assert_false (json_object_has_member (item (stream, 0), "message"));
}

static void
test_read (Pair *f, gconstpointer data)
{
  g_autofree char *path = pair_path (f, "");
  g_autofree char *read = pair_path (f, "/read");
  g_autoptr (Reply) marked = expect (f->place, 204, "POST", read, f->bert->token, "{\"seq\":1}");
  g_autoptr (Reply) lower = expect (f->place, 204, "POST", read, f->bert->token, "{\"seq\":0}");
  g_autoptr (Reply) shown = expect (f->place, 200, "GET", path, f->bert->token, NULL);

  g_assert_cmpint (member_int (shown->json, "unread"), ==, 0);
  g_assert_cmpint (member_int (member_object (shown->json, "me"), "read"), ==, 1);
}

static gboolean
is_marked_unread (Pair *f)
{
  g_autofree char *path = pair_path (f, "");
  g_autoptr (Reply) shown = expect (f->place, 200, "GET", path, f->bert->token, NULL);

  return json_object_get_boolean_member (member_object (shown->json, "settings"), "marked_unread");
}

/* Both of what is new and of what was read already, but not by what was read long ago. */
static void
test_read_takes_the_unread_mark_away (Pair *f, gconstpointer data)
{
  g_autofree char *settings = pair_path (f, "/settings");
  g_autofree char *read = pair_path (f, "/read");
  const char *mark = "{\"marked_unread\":true}";

  for (guint i = 0; i < 2; i++) {
    g_autoptr (Reply) marked = expect (f->place, 200, "PATCH", settings, f->bert->token, mark);
    g_assert_true (is_marked_unread (f));
    g_autoptr (Reply) done = expect (f->place, 204, "POST", read, f->bert->token, "{\"seq\":1}");
    g_assert_false (is_marked_unread (f));
  }
  g_autoptr (Reply) marked = expect (f->place, 200, "PATCH", settings, f->bert->token, mark);
  g_autoptr (Reply) lower = expect (f->place, 204, "POST", read, f->bert->token, "{\"seq\":0}");
  g_assert_true (is_marked_unread (f));
}

/* What is between two people goes on; it only waits. */
static void
test_who_is_disabled_finds_what_was_written (Pair *f, gconstpointer data)
{
  g_autofree char *messages = pair_path (f, "/messages");
  const char *body = "{\"client_id\":\"01890000-0000-7000-8000-0000000000d1\",\"body\":\"later\"}";
  g_autoptr (JsonObject) disabled =
      place_control (f->place, "{\"op\":\"user.disable\",\"user\":\"bert\"}");
  g_autoptr (Reply) sent = expect (f->place, 201, "POST", messages, f->anna->token, body);
  g_autoptr (JsonObject) enabled =
      place_control (f->place, "{\"op\":\"user.enable\",\"user\":\"bert\"}");
  Person *again = person_login (f->place, "bert");
  g_autoptr (Reply) read = expect (f->place, 200, "GET", messages, again->token, NULL);

  g_assert_cmpuint (n_items (read), ==, 2);
  person_free (again);
}

typedef struct {
  Place *place;
  char *path;
  char *token;
} Waiting;

static gpointer
waiting_thread (gpointer data)
{
  Waiting *waiting = data;

  return ask (waiting->place, "GET", waiting->path, waiting->token, NULL);
}

/* A second session, since a session of libsoup belongs to one thread. */
static GThread *
wait_for_events (Waiting *waiting, Pair *f, guint after, Person *person)
{
  waiting->place = place_new ();
  waiting->place->uri = g_strdup (f->place->uri);
  waiting->path =
      g_strdup_printf ("/api/v1/events?stream=%s&after=%u&wait=9", f->conversation, after);
  waiting->token = person->token;
  return g_thread_new ("waiting", waiting_thread, waiting);
}

static Reply *
end_waiting (Waiting *waiting, GThread *thread)
{
  Reply *reply = g_thread_join (thread);

  g_clear_pointer (&waiting->place->uri, g_free);
  place_free (waiting->place);
  g_free (waiting->path);
  return reply;
}

static void
test_long_poll (Pair *f, gconstpointer data)
{
  Waiting waiting;
  gint64 begin = g_get_monotonic_time ();
  GThread *thread = wait_for_events (&waiting, f, 1, f->bert);

  g_usleep (100 * 1000); /* so that it does wait; without it the test proves less, not wrong */
  write_messages (f, 2, 2);
  g_autoptr (Reply) reply = end_waiting (&waiting, thread);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (n_items (reply), ==, 1);
  g_assert_cmpint (member_int (item (reply, 0), "seq"), ==, 2);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

static void
test_long_poll_ends_with_session (Pair *f, gconstpointer data)
{
  Waiting waiting;
  g_autoptr (Person) laptop = person_login (f->place, "bert");
  GThread *thread = wait_for_events (&waiting, f, 1, laptop);

  g_usleep (100 * 1000);
  g_autofree char *path = g_strconcat ("/api/v1/sessions/", laptop->session, NULL);
  g_autoptr (Reply) ended = expect (f->place, 204, "DELETE", path, f->bert->token, NULL);
  g_autoptr (Reply) reply = end_waiting (&waiting, thread);
  g_assert_cmpuint (reply->status, ==, 401);
  g_assert_cmpstr (reply->code, ==, "token_refused");
}

/* Two servers in one process know nothing of one another; what one was told is there after it has
 * begun anew. */
static void
test_two_servers (Pair *f, gconstpointer data)
{
  Place *other = place_new ();
  g_autofree char *path = pair_path (f, "");

  place_start (other);
  g_autoptr (Person) same_name = person_register (other, "anna");
  expect_problem (other, 401, "token_refused", "GET", "/api/v1/me", f->anna->token, NULL);
  expect_problem (other, 404, "not_found", "GET", path, same_name->token, NULL);
  place_free (other);

  place_stop (f->place);
  place_start (f->place);
  g_autoptr (Reply) again = expect (f->place, 200, "GET", path, f->anna->token, NULL);
  g_assert_cmpint (member_int (again->json, "top"), ==, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/calls/" name, Pair, NULL, pair_set_up, function, pair_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("server", test_server);
  ADD ("me", test_me);
  ADD ("people", test_people);
  ADD ("sessions", test_sessions);
  ADD ("password", test_password);
  ADD ("conversations", test_conversations);
  ADD ("history", test_history);
  ADD ("boxes", test_boxes);
  ADD ("box-filters", test_box_filters);
  ADD ("edit-and-erase", test_edit_and_erase);
  ADD ("delete-for-me", test_delete_for_me);
  ADD ("read", test_read);
  ADD ("who-is-disabled-finds-what-was-written", test_who_is_disabled_finds_what_was_written);
  ADD ("read-takes-the-unread-mark-away", test_read_takes_the_unread_mark_away);
  ADD ("long-poll", test_long_poll);
  ADD ("long-poll-ends-with-session", test_long_poll_ends_with_session);
  ADD ("two-servers", test_two_servers);
  return g_test_run ();
}

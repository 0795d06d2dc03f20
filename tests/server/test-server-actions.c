/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

#include "core/limits.h"

#include <string.h>

/* Reactions, pins and stars: told to whom they concern, kept in order, and bounded. Message 4 of
 * the group is anna's. */

typedef GroupPlace Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  group_place_set_up (f, data);
  g_assert_cmpint (group_send (f->place, f->group, f->anna, "Who waters on Sunday?"), ==, 4);
}

/* What becomes of message 4. */
static Reply *
act (Fixture *f, guint status, const char *method, const char *what, Person *by)
{
  g_autofree char *rest = g_strconcat ("/messages/4/", what, NULL);

  return group_ask (f->place, status, method, f->group, rest, by, NULL);
}

static void
refused (
    Fixture *f, guint status, const char *code, const char *method, const char *what, Person *by)
{
  g_autofree char *rest = g_strconcat ("/messages/4/", what, NULL);

  group_refused (f->place, status, code, method, f->group, rest, by, NULL);
}

static Reply *
react (Fixture *f, const char *method, const char *emoji, Person *by)
{
  g_autofree char *escaped = g_uri_escape_string (emoji, NULL, FALSE);
  g_autofree char *what = g_strconcat ("reactions/", escaped, NULL);

  return act (f, 200, method, what, by);
}

/* "👍 2 anna bert, 🎉 1 anna" */
static char *
reactions_of (Fixture *f, JsonObject *message)
{
  JsonArray *array = json_object_get_array_member (message, "reactions");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *reaction = json_array_get_object_element (array, i);
    JsonArray *users = json_object_get_array_member (reaction, "users");
    g_string_append_printf (text, "%s%s %" G_GINT64_FORMAT, i > 0 ? ", " : "",
                            member_string (reaction, "emoji"), member_int (reaction, "count"));
    for (guint j = 0; j < json_array_get_length (users); j++) {
      const char *id = json_array_get_string_element (users, j);
      g_string_append_printf (text, " %s",
                              g_str_equal (id, f->anna->id)   ? "anna"
                              : g_str_equal (id, f->bert->id) ? "bert"
                                                              : "carl");
    }
  }
  return g_string_free (text, FALSE);
}

static void
expect_reactions (Fixture *f, JsonObject *message, const char *expected)
{
  g_autofree char *now = reactions_of (f, message);

  g_assert_cmpstr (now, ==, expected);
}

static void
test_reactions_keep_their_order (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) first = react (f, "PUT", "🎉", f->bert);
  g_autoptr (Reply) second = react (f, "PUT", "👍🏽", f->anna);
  g_autoptr (Reply) third = react (f, "PUT", "🎉", f->anna);

  expect_reactions (f, third->json, "🎉 2 bert anna, 👍🏽 1 anna");
  g_assert_cmpint (member_int (third->json, "rev"), ==, 7);
  g_autoptr (Reply) again = react (f, "PUT", "🎉", f->anna);
  g_assert_cmpint (member_int (again->json, "rev"), ==, 7);
  g_autoptr (Reply) removed = react (f, "DELETE", "🎉", f->bert);
  expect_reactions (f, removed->json, "👍🏽 1 anna, 🎉 1 anna");
  g_autoptr (Reply) nothing = react (f, "DELETE", "🎉", f->bert);
  g_assert_cmpint (member_int (nothing->json, "rev"), ==, 8);
  g_autoptr (Reply) history =
      group_ask (f->place, 200, "GET", f->group, "/messages", f->carl, NULL);
  expect_reactions (f, item (history, 0), "👍🏽 1 anna, 🎉 1 anna");
}

static void
test_reactions_are_told (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) anna = socket_open (f->place, f->anna);
  g_autoptr (Socket) carl = socket_open (f->place, f->carl);
  g_autoptr (JsonObject) annas = socket_greet (anna, NULL);
  g_autoptr (JsonObject) carls = socket_greet (carl, NULL);

  socket_sayf (carl,
               "{\"op\":\"react\",\"id\":7,\"conversation\":\"%s\",\"seq\":4,\"emoji\":\"👍\","
               "\"on\":true}",
               f->group);
  g_autoptr (JsonObject) ok = socket_take (carl, "ok");
  g_assert_cmpint (member_int (ok, "id"), ==, 7);
  expect_reactions (f, member_object (ok, "message"), "👍 1 carl");
  g_autoptr (JsonObject) added = socket_take_event (anna, f->group, 5);
  g_assert_cmpstr (member_string (added, "kind"), ==, "reaction.added");
  g_assert_cmpstr (member_string (added, "emoji"), ==, "👍");
  g_assert_cmpstr (member_string (added, "actor"), ==, f->carl->id);
  expect_reactions (f, member_object (added, "message"), "👍 1 carl");
  socket_sayf (carl,
               "{\"op\":\"react\",\"id\":8,\"conversation\":\"%s\",\"seq\":4,\"emoji\":\"👍\","
               "\"on\":false}",
               f->group);
  g_autoptr (JsonObject) removed = socket_take_event (anna, f->group, 6);
  g_assert_cmpstr (member_string (removed, "kind"), ==, "reaction.removed");
}

static void
test_the_react_frame_is_checked (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *rest;
    const char *code;
  } rows[] = {
      {"\"seq\":4,\"emoji\":\"👍\"", "missing_field"},
      {"\"seq\":4,\"on\":true", "missing_field"},
      {"\"emoji\":\"👍\",\"on\":true", "missing_field"},
      {"\"seq\":0,\"emoji\":\"👍\",\"on\":true", "invalid_field"},
      {"\"seq\":4,\"emoji\":\"ok\",\"on\":true", "invalid_field"},
      {"\"seq\":4,\"emoji\":\"👍\",\"on\":1", "wrong_type"},
      {"\"seq\":4,\"emoji\":\"👍\",\"on\":true,\"x\":1", "unknown_field"},
      {"\"seq\":9,\"emoji\":\"👍\",\"on\":true", "not_found"},
  };
  g_autoptr (Socket) anna = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) welcome = socket_greet (anna, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    socket_sayf (anna, "{\"op\":\"react\",\"id\":1,\"conversation\":\"%s\",%s}", f->group,
                 rows[i].rest);
    g_autoptr (JsonObject) error = socket_take (anna, "error");
    g_assert_cmpstr (member_string (member_object (error, "problem"), "code"), ==, rows[i].code);
  }
}

static void
test_reactions_have_bounds (Fixture *f, gconstpointer data)
{
  for (gunichar i = 0; i < PARLOUR_REACTIONS_MAX; i++) {
    char emoji[8] = {0};
    g_unichar_to_utf8 (0x1f600 + i, emoji);
    g_autoptr (Reply) reply = react (f, "PUT", emoji, f->anna);
  }
  refused (f, 422, "too_many_reactions", "PUT", "reactions/%F0%9F%91%8D", f->anna);
  g_autoptr (Reply) same = react (f, "PUT", "😀", f->bert);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (same->json, "reactions")),
                    ==, PARLOUR_REACTIONS_MAX);
  refused (f, 422, "invalid_field", "PUT", "reactions/ok", f->anna);
  refused (f, 422, "invalid_field", "PUT", "reactions/%20", f->anna);
  group_refused (f->place, 404, "not_found", "PUT", f->group, "/messages/x/reactions/%F0%9F%91%8D",
                 f->anna, NULL);
  group_refused (f->place, 404, "not_found", "PUT", f->group, "/messages/3/reactions/%F0%9F%91%8D",
                 f->anna, NULL);
}

static void
test_readers_react (Fixture *f, gconstpointer data)
{
  group_set_role (f->place, f->group, f->anna, f->carl, "reader");
  g_autoptr (Reply) reply = react (f, "PUT", "👍", f->carl);
  group_remove (f->place, f->group, f->anna, f->carl);
  refused (f, 403, "forbidden", "PUT", "reactions/%F0%9F%91%8E", f->carl);
  refused (f, 404, "not_found", "PUT", "reactions/%F0%9F%91%8E", f->dora);
}

static void
test_erased_messages_have_none (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) reply = react (f, "PUT", "👍", f->carl);
  g_autoptr (Reply) pinned = act (f, 200, "PUT", "pin", f->anna);
  g_autoptr (Reply) starred = act (f, 204, "PUT", "star", f->bert);
  g_autoptr (Reply) erased =
      group_ask (f->place, 204, "DELETE", f->group, "/messages/4?for=everyone", f->anna, NULL);
  g_autoptr (Reply) history =
      group_ask (f->place, 200, "GET", f->group, "/messages", f->carl, NULL);
  g_autoptr (Reply) pins = group_ask (f->place, 200, "GET", f->group, "/pins", f->carl, NULL);
  g_autoptr (Reply) stars = expect (f->place, 200, "GET", "/api/v1/stars", f->bert->token, NULL);

  expect_reactions (f, item (history, 0), "");
  g_assert_cmpuint (n_items (pins), ==, 0);
  g_assert_cmpuint (n_items (stars), ==, 0);
  refused (f, 409, "message_deleted", "PUT", "reactions/%F0%9F%91%8E", f->carl);
  refused (f, 409, "message_deleted", "PUT", "pin", f->anna);
  refused (f, 409, "message_deleted", "PUT", "star", f->anna);
  /* what is so already is no mistake: a device may say it late */
  g_autoptr (Reply) taken = react (f, "DELETE", "👍", f->carl);
  g_autoptr (Reply) unpinned = act (f, 200, "DELETE", "pin", f->anna);
  g_autoptr (Reply) unstarred = act (f, 204, "DELETE", "star", f->bert);
}

/* Whoever erases what they wrote takes their reactions back, too. */
static void
test_erasing_an_account_takes_reactions (Fixture *f, gconstpointer data)
{
  g_autofree char *path = group_path (f->group, "/messages");
  g_autofree char *body =
      g_strdup_printf ("{\"password\":\"%s\",\"messages\":\"erase\"}", PASSWORD);
  g_autoptr (Reply) carls = react (f, "PUT", "👍", f->carl);
  g_autoptr (Reply) berts = react (f, "PUT", "👍", f->bert);
  g_autoptr (Reply) gone = expect (f->place, 204, "DELETE", "/api/v1/me", f->carl->token, body);
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  for (;;) {
    g_autoptr (Reply) history = expect (f->place, 200, "GET", path, f->anna->token, NULL);
    g_autofree char *now = reactions_of (f, item (history, 0));
    if (g_str_equal (now, "👍 1 bert"))
      break;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  }
}

static void
test_pins_are_by_admins (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) carl = socket_open (f->place, f->carl);
  g_autoptr (JsonObject) welcome = socket_greet (carl, NULL);

  refused (f, 403, "forbidden", "PUT", "pin", f->bert);
  g_autoptr (Reply) pinned = act (f, 200, "PUT", "pin", f->anna);
  g_assert_true (json_object_get_boolean_member (pinned->json, "pinned"));
  g_autoptr (Reply) again = act (f, 200, "PUT", "pin", f->anna);
  g_autoptr (JsonObject) added = socket_take_event (carl, f->group, 5);
  g_assert_cmpstr (member_string (added, "kind"), ==, "pin.added");
  g_assert_true (json_object_get_boolean_member (member_object (added, "message"), "pinned"));
  g_autoptr (Reply) unpinned = act (f, 200, "DELETE", "pin", f->anna);
  g_autoptr (JsonObject) removed = socket_take_event (carl, f->group, 6);
  g_assert_cmpstr (member_string (removed, "kind"), ==, "pin.removed");
  g_autoptr (Reply) pins = group_ask (f->place, 200, "GET", f->group, "/pins", f->carl, NULL);
  g_assert_cmpuint (n_items (pins), ==, 0);
}

static void
test_either_pins_in_a_pair (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "The key lies under the pot");
  const char *pair = member_string (sent->json, "conversation");
  g_autoptr (Reply) pinned =
      group_ask (f->place, 200, "PUT", pair, "/messages/1/pin", f->bert, NULL);
  g_autoptr (Reply) pins = group_ask (f->place, 200, "GET", pair, "/pins", f->anna, NULL);

  g_assert_cmpuint (n_items (pins), ==, 1);
}

static void
test_pins_in_pages_within_spans (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 3; i++) {
    gint64 seq = group_send (f->place, f->group, f->anna, "Pin me");
    g_autofree char *rest = g_strdup_printf ("/messages/%" G_GINT64_FORMAT "/pin", seq);
    g_autoptr (Reply) pinned = group_ask (f->place, 200, "PUT", f->group, rest, f->anna, NULL);
  }
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  g_autoptr (Reply) late = group_ask (f->place, 200, "GET", f->group, "/pins", f->dora, NULL);
  g_assert_cmpuint (n_items (late), ==, 0);
  g_autoptr (Reply) first =
      group_ask (f->place, 200, "GET", f->group, "/pins?limit=2", f->carl, NULL);
  g_assert_cmpint (member_int (item (first, 0), "seq"), ==, 9);
  g_assert_cmpint (member_int (item (first, 1), "seq"), ==, 7);
  g_autofree char *rest =
      g_strconcat ("/pins?limit=2&cursor=", member_string (first->json, "next"), NULL);
  g_autoptr (Reply) second = group_ask (f->place, 200, "GET", f->group, rest, f->carl, NULL);
  g_assert_cmpuint (n_items (second), ==, 1);
  g_assert_true (json_object_get_null_member (second->json, "next"));
  group_refused (f->place, 422, "invalid_field", "GET", f->group, "/pins?cursor=x", f->carl, NULL);
}

static void
test_stars_are_private (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) bert = socket_open (f->place, f->bert);
  g_autoptr (Socket) carl = socket_open (f->place, f->carl);
  g_autoptr (JsonObject) berts = socket_greet (bert, NULL);
  g_autoptr (JsonObject) carls = socket_greet (carl, NULL);

  for (int i = 0; i < 2; i++) {
    g_autoptr (Reply) starred = act (f, 204, "PUT", "star", f->bert);
  }
  g_autoptr (JsonObject) added = socket_take_event (bert, "me", 2);
  g_assert_cmpstr (member_string (added, "kind"), ==, "star.added");
  g_assert_cmpint (member_int (added, "target"), ==, 4);
  g_assert_cmpstr (member_string (member_object (added, "conversation"), "id"), ==, f->group);
  socket_take_nothing (carl, "event");
  g_autoptr (Reply) none = expect (f->place, 200, "GET", "/api/v1/stars", f->carl->token, NULL);
  g_assert_cmpuint (n_items (none), ==, 0);
  g_autoptr (Reply) removed = act (f, 204, "DELETE", "star", f->bert);
  g_autoptr (JsonObject) gone = socket_take_event (bert, "me", 3);
  g_assert_cmpstr (member_string (gone, "kind"), ==, "star.removed");
  refused (f, 404, "not_found", "PUT", "star", f->dora);
}

static void
test_the_newest_star_comes_first (Fixture *f, gconstpointer data)
{
  gint64 later = group_send (f->place, f->group, f->anna, "Me too");
  g_autofree char *rest = g_strdup_printf ("/messages/%" G_GINT64_FORMAT "/star", later);
  g_autoptr (Reply) one = group_ask (f->place, 204, "PUT", f->group, rest, f->bert, NULL);
  g_autoptr (Reply) two = act (f, 204, "PUT", "star", f->bert);
  g_autoptr (Reply) first =
      expect (f->place, 200, "GET", "/api/v1/stars?limit=1", f->bert->token, NULL);
  g_autofree char *next =
      g_strconcat ("/api/v1/stars?before=", member_string (first->json, "next"), NULL);
  g_autoptr (Reply) second = expect (f->place, 200, "GET", next, f->bert->token, NULL);

  g_assert_cmpint (member_int (item (first, 0), "seq"), ==, 4);
  g_assert_cmpint (member_int (item (second, 0), "seq"), ==, later);
  g_assert_true (json_object_get_null_member (second->json, "next"));
  group_remove (f->place, f->group, f->bert, f->bert);
  g_autoptr (Reply) kept = expect (f->place, 200, "GET", "/api/v1/stars", f->bert->token, NULL);
  g_assert_cmpuint (n_items (kept), ==, 2);
  g_autoptr (Reply) hidden =
      group_ask (f->place, 204, "DELETE", f->group, "/messages/4?for=me", f->bert, NULL);
  g_autoptr (Reply) left = expect (f->place, 200, "GET", "/api/v1/stars", f->bert->token, NULL);
  g_assert_cmpuint (n_items (left), ==, 1);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/stars?before=x", f->bert->token,
                  NULL);
}

#define ADD(name_, test_)                                                                          \
  g_test_add ("/server/actions/" name_, Fixture, NULL, set_up, test_, group_place_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("reactions-keep-their-order", test_reactions_keep_their_order);
  ADD ("reactions-are-told", test_reactions_are_told);
  ADD ("the-react-frame-is-checked", test_the_react_frame_is_checked);
  ADD ("reactions-have-bounds", test_reactions_have_bounds);
  ADD ("readers-react", test_readers_react);
  ADD ("erased-messages-have-none", test_erased_messages_have_none);
  ADD ("erasing-an-account-takes-reactions", test_erasing_an_account_takes_reactions);
  ADD ("pins-are-by-admins", test_pins_are_by_admins);
  ADD ("either-pins-in-a-pair", test_either_pins_in_a_pair);
  ADD ("pins-in-pages-within-spans", test_pins_in_pages_within_spans);
  ADD ("stars-are-private", test_stars_are_private);
  ADD ("the-newest-star-comes-first", test_the_newest_star_comes_first);
  return g_test_run ();
}

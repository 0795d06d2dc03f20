/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

#include <string.h>

/* Groups: made once, whoever is in them gets one history, and who came later or has left sees their
 * part of it. */

typedef GroupPlace Fixture;

#define THREE "1 member.joined, 2 member.joined, 3 member.joined"

static void
test_is_made_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) annas = group_show (f, f->anna);
  g_autoptr (Reply) carls = group_show (f, f->carl);

  g_assert_cmpstr (member_string (annas->json, "kind"), ==, "group");
  g_assert_cmpstr (member_string (annas->json, "title"), ==, "Allotment");
  g_assert_cmpint (member_int (annas->json, "member_count"), ==, 3);
  g_assert_cmpint (member_int (annas->json, "top"), ==, 3);
  g_assert_cmpint (member_int (carls->json, "unread"), ==, 0);
  g_assert_cmpstr (member_string (member_object (annas->json, "me"), "role"), ==, "owner");
  g_assert_cmpstr (member_string (member_object (carls->json, "me"), "role"), ==, "member");
  group_expect_events (f, f->anna, THREE);
  group_expect_events (f, f->carl, THREE);
  group_refused (f->place, 404, "not_found", "GET", f->group, "", f->dora, NULL);
}

static void
test_is_made_once (Fixture *f, gconstpointer data)
{
  static const char path[] = "/api/v1/conversations";
  static const char id[] = "0192f6a0-0000-7000-8000-00000000000a";
  g_autofree char *body = g_strdup_printf (
      "{\"client_id\":\"%s\",\"kind\":\"group\",\"title\":\"Tea\",\"members\":[\"%s\",\"%s\"]}", id,
      f->bert->id, f->carl->id);
  g_autofree char *turned =
      g_strdup_printf ("{\"client_id\":\"%s\",\"kind\":\"group\",\"title\":\" Tea \",\"members\":"
                       "[\"%s\",\"%s\",\"%s\",\"%s\"],\"posting\":\"all\"}",
                       id, f->carl->id, f->bert->id, f->carl->id, f->anna->id);
  g_autofree char *other = g_strdup_printf (
      "{\"client_id\":\"%s\",\"kind\":\"group\",\"title\":\"Tea\",\"members\":[\"%s\"]}", id,
      f->bert->id);
  g_autofree char *direct = g_strdup_printf (
      "{\"client_id\":\"%s\",\"kind\":\"direct\",\"user\":\"%s\"}", id, f->bert->id);
  g_autoptr (Reply) first = expect (f->place, 201, "POST", path, f->anna->token, body);
  g_autoptr (Reply) again = expect (f->place, 200, "POST", path, f->anna->token, turned);

  g_assert_cmpstr (member_string (again->json, "id"), ==, member_string (first->json, "id"));
  expect_problem (f->place, 409, "client_id_reused", "POST", path, f->anna->token, other);
  expect_problem (f->place, 409, "client_id_reused", "POST", path, f->anna->token, direct);
  g_autoptr (Reply) berts = expect (f->place, 201, "POST", path, f->bert->token, body);
  g_assert_cmpstr (member_string (berts->json, "id"), !=, member_string (first->json, "id"));
  group_remove (f->place, member_string (first->json, "id"), f->anna, f->anna);
  g_autoptr (Reply) left = expect (f->place, 200, "POST", path, f->anna->token, body);
  g_assert_cmpstr (member_string (left->json, "id"), ==, member_string (first->json, "id"));
}

static void
test_refuses_bad_groups (Fixture *f, gconstpointer data)
{
#define MAKE(rest_)                                                                                \
  "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000b\",\"kind\":\"group\"" rest_ "}"
  static const struct {
    guint status;
    const char *code;
    const char *body;
  } rows[] = {
      {422, "missing_field", MAKE (",\"members\":[]")},
      {422, "missing_field", MAKE (",\"title\":\"x\"")},
      {422, "invalid_field", MAKE (",\"title\":\" \",\"members\":[]")},
      {422, "wrong_type", MAKE (",\"title\":\"x\",\"members\":[4]")},
      {422, "recipient_unknown", MAKE (",\"title\":\"x\",\"members\":[\"nobody\"]")},
      {422, "invalid_field", MAKE (",\"title\":\"x\",\"members\":[],\"posting\":\"some\"")},
      {422, "invalid_field", MAKE (",\"title\":\"x\",\"members\":[],\"joining\":\"\"")},
      {422, "invalid_field", MAKE (",\"title\":\"x\",\"members\":[],\"past\":\"none\"")},
      {422, "unknown_field", MAKE (",\"title\":\"x\",\"members\":[],\"user\":\"u\"")},
      {422, "invalid_field",
       "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000b\",\"kind\":\"mob\"}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    expect_problem (f->place, rows[i].status, rows[i].code, "POST", "/api/v1/conversations",
                    f->anna->token, rows[i].body);
}

static void
test_everybody_gets_messages (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) anna = socket_open (f->place, f->anna);
  g_autoptr (Socket) carl = socket_open (f->place, f->carl);
  g_autoptr (JsonObject) annas = socket_greet (anna, NULL);
  g_autoptr (JsonObject) carls = socket_greet (carl, NULL);

  g_assert_cmpint (group_send (f->place, f->group, f->bert, "Rain at last"), ==, 4);
  socket_drop_event (anna, f->group, 4);
  socket_drop_event (carl, f->group, 4);
  g_autoptr (Reply) shown = group_show (f, f->carl);
  g_assert_cmpint (member_int (shown->json, "unread"), ==, 1);
  g_autoptr (Reply) box =
      expect (f->place, 200, "GET", "/api/v1/messages?box=received", f->carl->token, NULL);
  g_assert_cmpuint (n_items (box), ==, 1);
  g_assert_cmpstr (member_string (item (box, 0), "body"), ==, "Rain at last");
}

/* The inbox says it first, then the stream begins where it begins for them. */
static void
test_joining_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) dora = socket_open (f->place, f->dora);
  g_autoptr (JsonObject) welcome = socket_greet (dora, NULL);

  group_send (f->place, f->group, f->anna, "Before her time");
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  g_autoptr (JsonObject) added = socket_take_event (dora, "me", 1);
  g_assert_cmpstr (member_string (added, "kind"), ==, "conversation.added");
  g_autoptr (JsonObject) start = socket_take (dora, "start");
  g_assert_cmpint (member_int (start, "seq"), ==, 4);
  g_autoptr (JsonObject) joined = socket_take_event (dora, f->group, 5);
  JsonObject *member = member_object (joined, "member");
  g_assert_cmpstr (member_string (member, "role"), ==, "member");
  g_assert_cmpstr (member_string (member_object (member, "user"), "id"), ==, f->dora->id);
  g_assert_cmpstr (member_string (joined, "actor"), ==, f->anna->id);
}

static void
test_newcomers_see_from_their_joining (Fixture *f, gconstpointer data)
{
  group_send (f->place, f->group, f->anna, "Before her time");
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  group_send (f->place, f->group, f->bert, "Welcome");
  group_expect_events (f, f->dora, "5 member.joined, 6 message.created");
  g_autoptr (Reply) history =
      group_ask (f->place, 200, "GET", f->group, "/messages", f->dora, NULL);
  g_assert_cmpuint (n_items (history), ==, 1);
  g_autoptr (Reply) shown = group_show (f, f->dora);
  g_assert_cmpint (member_int (shown->json, "unread"), ==, 1);
  group_refused (f->place, 404, "not_found", "DELETE", f->group, "/messages/4?for=me", f->dora,
                 NULL);
  group_refused (f->place, 422, "reply_unknown", "POST", f->group, "/messages", f->dora,
                 "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000c\",\"body\":\"x\","
                 "\"reply_to\":4}");
}

static void
test_all_of_the_past (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) changed =
      group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"past\":\"all\"}");
  g_autoptr (Socket) dora = socket_open (f->place, f->dora);
  g_autoptr (JsonObject) welcome = socket_greet (dora, NULL);

  group_send (f->place, f->group, f->anna, "Before her time");
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  group_expect_events (f, f->dora,
                       THREE ", 4 conversation.updated, 5 message.created, 6 member.joined");
  g_autoptr (Reply) shown = group_show (f, f->dora);
  g_assert_cmpint (member_int (shown->json, "unread"), ==, 0);
  /* what is history is not pushed as news */
  socket_drop_event (dora, "me", 1);
  socket_drop_event (dora, f->group, 6);
}

static void
test_leaving_ends_a_span (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) carl = socket_open (f->place, f->carl);
  g_autoptr (JsonObject) welcome = socket_greet (carl, NULL);

  group_send (f->place, f->group, f->anna, "One");
  group_remove (f->place, f->group, f->carl, f->carl);
  group_send (f->place, f->group, f->anna, "Two");
  g_autoptr (Reply) renamed =
      group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"title\":\"Bees\"}");
  socket_drop_event (carl, f->group, 4);
  g_autoptr (JsonObject) left = socket_take_event (carl, f->group, 5);
  g_assert_cmpstr (member_string (left, "kind"), ==, "member.left");
  socket_take_nothing (carl, "event");

  group_expect_events (f, f->carl, THREE ", 4 message.created, 5 member.left");
  g_autoptr (Reply) shown = group_show (f, f->carl);
  g_assert_cmpint (member_int (shown->json, "top"), ==, 5);
  g_assert_cmpstr (member_string (shown->json, "title"), ==, "Allotment");
  g_assert_cmpint (member_int (shown->json, "member_count"), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (shown->json, "members")),
                    ==, 0);
  group_refused (f->place, 403, "forbidden", "POST", f->group, "/messages", f->carl,
                 "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000c\",\"body\":\"x\"}");
  group_refused (f->place, 403, "forbidden", "GET", f->group, "/members", f->carl, NULL);
  group_remove (f->place, f->group, f->carl, f->carl);
  group_expect_events (f, f->carl, THREE ", 4 message.created, 5 member.left");
}

/* An event tells a group as it now stands, which is no business of who has left. */
static void
test_a_changed_group_is_not_told_to_who_left (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) first =
      group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"description\":\"Beans\"}");

  group_expect_events (f, f->carl, THREE ", 4 conversation.updated");
  group_remove (f->place, f->group, f->carl, f->carl);
  g_autoptr (Reply) second =
      group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"title\":\"Bees\"}");
  group_expect_events (f, f->carl, THREE ", 4 conversation.updated, 5 member.left");
  group_expect_events (f, f->bert,
                       THREE ", 4 conversation.updated, 5 member.left, 6 conversation.updated");
}

/* What happens after one has left does not show in the order or the times of the list. */
static void
test_a_left_group_stands_still (Fixture *f, gconstpointer data)
{
  g_autofree char *other = group_make (f->place, f->anna, "Other", f->carl, NULL);

  group_remove (f->place, f->group, f->carl, f->carl);
  group_send (f->place, other, f->anna, "Hello");
  group_send (f->place, f->group, f->anna, "Without him");
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->carl->token, NULL);
  g_assert_cmpuint (n_items (list), ==, 2);
  g_assert_cmpstr (member_string (item (list, 0), "id"), ==, other);
  g_autoptr (Reply) annas =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->anna->token, NULL);
  g_assert_cmpstr (member_string (item (annas, 0), "id"), ==, f->group);
}

static void
test_coming_back_opens_another_span (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) carl = socket_open (f->place, f->carl);
  g_autoptr (JsonObject) welcome = socket_greet (carl, NULL);

  group_remove (f->place, f->group, f->anna, f->carl);
  group_send (f->place, f->group, f->anna, "Without him");
  group_add (f->place, f->group, f->anna, f->carl, "reader");
  group_send (f->place, f->group, f->anna, "With him");
  group_expect_role (f, f->bert, f->carl, "reader");
  group_expect_events (f, f->carl, THREE ", 4 member.left");
  socket_drop_event (carl, f->group, 4);
  socket_drop_event (carl, "me", 2);
  g_autoptr (JsonObject) start = socket_take (carl, "start");
  g_assert_cmpint (member_int (start, "seq"), ==, 5);
  socket_drop_event (carl, f->group, 6);
  socket_drop_event (carl, f->group, 7);
  g_autoptr (Reply) history =
      group_ask (f->place, 200, "GET", f->group, "/messages", f->carl, NULL);
  g_assert_cmpuint (n_items (history), ==, 1);
}

static void
test_changes_are_told_once (Fixture *f, gconstpointer data)
{
  static const char change[] =
      "{\"title\":\"Bees\",\"description\":\"And honey\",\"joining\":\"open\"}";
  g_autoptr (Socket) bert = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (bert, NULL);

  for (int i = 0; i < 2; i++) {
    g_autoptr (Reply) reply = group_ask (f->place, 200, "PATCH", f->group, "", f->anna, change);
    g_assert_cmpstr (member_string (reply->json, "description"), ==, "And honey");
  }
  g_autoptr (JsonObject) updated = socket_take_event (bert, f->group, 4);
  JsonObject *group = member_object (updated, "conversation");
  g_assert_cmpstr (member_string (group, "title"), ==, "Bees");
  g_assert_cmpstr (member_string (group, "joining"), ==, "open");
  socket_take_nothing (bert, "event");
  group_refused (f->place, 422, "invalid_field", "PATCH", f->group, "", f->anna,
                 "{\"title\":\"\"}");
  group_refused (f->place, 422, "missing_field", "PATCH", f->group, "", f->anna,
                 "{\"title\":null}");
}

/* Of anna and @other, as @by is told; "A, B". */
static char *
shared (GroupPlace *f, Person *by, Person *other)
{
  g_autofree char *path = g_strconcat ("/api/v1/users/", other->id, "/groups", NULL);
  g_autoptr (Reply) reply = expect (f->place, 200, "GET", path, by->token, NULL);
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < n_items (reply); i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "",
                            member_string (item (reply, i), "title"));
  return g_string_free (titles, FALSE);
}

static void
expect_shared (GroupPlace *f, Person *by, Person *other, const char *expected)
{
  g_autofree char *titles = shared (f, by, other);

  g_assert_cmpstr (titles, ==, expected);
}

/* Nobody learns of a group that they are not in now, nor of who was in one. */
static void
test_shared_with_somebody (GroupPlace *f, gconstpointer data)
{
  g_autofree char *choir = group_make (f->place, f->anna, "Choir", f->bert, NULL);
  g_autofree char *secret = group_make (f->place, f->anna, "Secret", f->dora, NULL);

  expect_shared (f, f->anna, f->bert, "Choir, Allotment");
  expect_shared (f, f->bert, f->anna, "Choir, Allotment");
  expect_shared (f, f->carl, f->bert, "Allotment");
  expect_shared (f, f->bert, f->dora, "");
  group_remove (f->place, choir, f->bert, f->bert);
  expect_shared (f, f->anna, f->bert, "Allotment");
  expect_shared (f, f->bert, f->anna, "Allotment");
  expect_problem (f->place, 404, "not_found", "GET", "/api/v1/users/nobody/groups", f->anna->token,
                  NULL);
}

static void
test_shared_is_paged (GroupPlace *f, gconstpointer data)
{
  g_autofree char *choir = group_make (f->place, f->anna, "Choir", f->bert, NULL);
  g_autofree char *first = g_strconcat ("/api/v1/users/", f->bert->id, "/groups?limit=1", NULL);
  g_autoptr (Reply) one = expect (f->place, 200, "GET", first, f->anna->token, NULL);
  g_autofree char *second =
      g_strconcat (first, "&cursor=", member_string (one->json, "next"), NULL);
  g_autoptr (Reply) two = expect (f->place, 200, "GET", second, f->anna->token, NULL);

  g_assert_cmpstr (member_string (item (one, 0), "title"), ==, "Choir");
  g_assert_cmpstr (member_string (item (two, 0), "title"), ==, "Allotment");
  g_assert_null (member_string (two->json, "next"));
}

/* Who came later has it neither now nor ever. */
static void
test_receipts_are_of_who_was_there (Fixture *f, gconstpointer data)
{
  gint64 seq = group_send (f->place, f->group, f->anna, "Before dora");
  g_autofree char *rest = g_strdup_printf ("/messages/%" G_GINT64_FORMAT "/receipts", seq);

  group_add (f->place, f->group, f->anna, f->dora, NULL);
  g_autoptr (Reply) receipts = group_ask (f->place, 200, "GET", f->group, rest, f->anna, NULL);
  g_assert_cmpuint (n_items (receipts), ==, 2);
}

#define ADD(name_, test_)                                                                          \
  g_test_add ("/server/groups/" name_, Fixture, NULL, group_place_set_up, test_,                   \
              group_place_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("receipts-are-of-who-was-there", test_receipts_are_of_who_was_there);
  ADD ("is-made-whole", test_is_made_whole);
  ADD ("is-made-once", test_is_made_once);
  ADD ("refuses-bad-groups", test_refuses_bad_groups);
  ADD ("everybody-gets-messages", test_everybody_gets_messages);
  ADD ("joining-is-told", test_joining_is_told);
  ADD ("newcomers-see-from-their-joining", test_newcomers_see_from_their_joining);
  ADD ("all-of-the-past", test_all_of_the_past);
  ADD ("leaving-ends-a-span", test_leaving_ends_a_span);
  ADD ("a-changed-group-is-not-told-to-who-left", test_a_changed_group_is_not_told_to_who_left);
  ADD ("a-left-group-stands-still", test_a_left_group_stands_still);
  ADD ("coming-back-opens-another-span", test_coming_back_opens_another_span);
  ADD ("changes-are-told-once", test_changes_are_told_once);
  ADD ("shared-with-somebody", test_shared_with_somebody);
  ADD ("shared-is-paged", test_shared_is_paged);
  return g_test_run ();
}

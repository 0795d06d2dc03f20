/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

#include "core/problem.h"

#include <string.h>

/* The conversation that all of a place have in common, and the groups that an invite names: who
 * comes is in them from the first moment. */

typedef struct {
  Place *place;
  Person *anna; /* administers the place */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->place->config->set_common = FALSE;
  f->place->config->registration = PARLOUR_REGISTRATION_INVITE;
  place_start (f->place);
  g_autoptr (JsonObject) named =
      place_control (f->place, "{\"op\":\"settings.set\",\"name\":\"Elm Street\"}");
  g_autoptr (JsonObject) added = place_control (
      f->place, "{\"op\":\"user.add\",\"username\":\"anna\",\"password\":\"%s\",\"admin\":true}",
      PASSWORD);
  f->anna = person_login (f->place, "anna");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  place_free (f->place);
}

/* Somebody who joins by an invite that names @groups ("\"ID\",…"). */
static Person *
invite (Fixture *f, const char *name, const char *groups)
{
  g_autofree char *wanted = g_strdup_printf ("{\"conversations\":[%s]}", groups);
  g_autoptr (Reply) made =
      expect (f->place, 201, "POST", "/api/v1/admin/invites", f->anna->token, wanted);
  g_autofree char *body =
      g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\",\"invite\":\"%s\"}", name,
                       PASSWORD, member_string (made->json, "token"));
  g_autoptr (Reply) joined = expect (f->place, 201, "POST", "/api/v1/register", NULL, body);

  return person_login (f->place, name);
}

static Reply *
list (Fixture *f, Person *who)
{
  return expect (f->place, 200, "GET", "/api/v1/conversations", who->token, NULL);
}

static char *
find_common (Fixture *f)
{
  g_autoptr (Reply) reply = list (f, f->anna);

  for (guint i = 0; i < n_items (reply); i++)
    if (json_object_get_boolean_member (item (reply, i), "common"))
      return g_strdup (member_string (item (reply, i), "id"));
  return NULL;
}

static void
set_settings (Fixture *f, const char *body)
{
  g_autoptr (Reply) reply =
      expect (f->place, 200, "PATCH", "/api/v1/admin/settings", f->anna->token, body);
}

static void
test_everybody_is_in_it (Fixture *f, gconstpointer data)
{
  g_autofree char *common = find_common (f);
  g_autoptr (Person) bert = invite (f, "bert", "");
  g_autoptr (Reply) shown = group_ask (f->place, 200, "GET", common, "", bert, NULL);
  g_autoptr (Reply) history = group_ask (f->place, 200, "GET", common, "/messages", bert, NULL);
  g_autofree char *events = group_events (f->place, common, bert);

  g_assert_cmpstr (member_string (shown->json, "title"), ==, "Elm Street");
  g_assert_cmpint (member_int (shown->json, "member_count"), ==, 2);
  g_assert_true (json_object_get_boolean_member (shown->json, "common"));
  g_assert_cmpstr (member_string (member_object (shown->json, "me"), "role"), ==, "member");
  g_assert_cmpuint (n_items (history), ==, 1);
  g_assert_true (g_str_has_prefix (member_string (item (history, 0), "body"), "Welcome!"));
  g_assert_cmpstr (events, ==, "1 member.joined, 2 message.created, 3 member.joined");
}

/* It is everybody's: one finds it again, unless one was taken out. */
static void
test_who_left_comes_back (Fixture *f, gconstpointer data)
{
  g_autofree char *common = find_common (f);
  g_autoptr (Person) bert = invite (f, "bert", "");
  g_autofree char *myself = g_strdup_printf ("{\"user\":\"%s\"}", bert->id);

  group_remove (f->place, common, bert, bert);
  g_autoptr (Reply) offered = expect (f->place, 200, "GET", "/api/v1/groups", bert->token, NULL);
  g_assert_cmpuint (n_items (offered), ==, 1);
  g_autoptr (Reply) back = group_ask (f->place, 201, "POST", common, "/members", bert, myself);
  group_remove (f->place, common, f->anna, bert);
  group_refused (f->place, 403, "forbidden", "POST", common, "/members", bert, myself);
}

/* Nobody owns it: whoever administers the place runs it. */
static void
test_administrators_run_it (Fixture *f, gconstpointer data)
{
  g_autofree char *common = find_common (f);
  g_autoptr (Person) bert = invite (f, "bert", "");
  g_autofree char *annas = group_role (f->place, common, bert, f->anna);

  g_assert_cmpstr (annas, ==, "admin");
  group_refused (f->place, 403, "forbidden", "PATCH", common, "", bert, "{\"title\":\"Mine\"}");
  g_autoptr (Reply) changed = group_ask (f->place, 200, "PATCH", common, "", f->anna,
                                         "{\"posting\":\"admins\",\"past\":\"joined\"}");
  group_refused (f->place, 403, "posting_restricted", "POST", common, "/messages", bert,
                 "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000c\",\"body\":\"x\"}");
  group_send (f->place, common, f->anna, "The boiler is mended");
  group_set_role (f->place, common, f->anna, bert, "reader");
  group_remove (f->place, common, f->anna, bert);
}

static void
set_role (Fixture *f, Person *who, const char *role)
{
  g_autofree char *path = g_strconcat ("/api/v1/admin/users/", who->id, NULL);
  g_autofree char *body = g_strdup_printf ("{\"role\":\"%s\"}", role);
  g_autoptr (Reply) reply = expect (f->place, 200, "PATCH", path, f->anna->token, body);
}

/* Who becomes an administrator, or is one no longer, hears so where it matters. */
static void
test_new_administrators_are_told (Fixture *f, gconstpointer data)
{
  g_autofree char *common = find_common (f);
  g_autoptr (Person) bert = invite (f, "bert", "");
  g_autoptr (Socket) socket = socket_open (f->place, bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  set_role (f, bert, "admin");
  set_role (f, bert, "admin");
  g_autoptr (JsonObject) raised = socket_take_event (socket, common, 4);
  g_assert_cmpstr (member_string (raised, "kind"), ==, "member.changed");
  g_assert_cmpstr (member_string (member_object (raised, "member"), "role"), ==, "admin");
  set_role (f, bert, "member");
  g_autoptr (JsonObject) lowered = socket_take_event (socket, common, 5);
  g_assert_cmpstr (member_string (member_object (lowered, "member"), "role"), ==, "member");
  group_remove (f->place, common, bert, bert);
  set_role (f, bert, "admin");
  g_autofree char *events = group_events (f->place, common, f->anna);
  g_assert_true (g_str_has_suffix (events, "6 member.left"));
}

static void
test_the_title_follows_the_place (Fixture *f, gconstpointer data)
{
  g_autofree char *common = find_common (f);

  set_settings (f, "{\"name\":\"Elm Street 7\"}");
  g_autoptr (Reply) followed = group_ask (f->place, 200, "GET", common, "", f->anna, NULL);
  g_assert_cmpstr (member_string (followed->json, "title"), ==, "Elm Street 7");
  g_autoptr (Reply) changed =
      group_ask (f->place, 200, "PATCH", common, "", f->anna, "{\"title\":\"Everybody\"}");
  set_settings (f, "{\"name\":\"Elm Street\"}");
  g_autoptr (Reply) stayed = group_ask (f->place, 200, "GET", common, "", f->anna, NULL);
  g_assert_cmpstr (member_string (stayed->json, "title"), ==, "Everybody");
}

static void
expect_first (Fixture *f, const char *common, const char *body)
{
  g_autoptr (Reply) history =
      group_ask (f->place, 200, "GET", common, "/messages?around=2&limit=1", f->anna, NULL);

  g_assert_cmpstr (json_object_get_string_member_with_default (item (history, 0), "body", NULL), ==,
                   body);
}

static void
test_the_welcome_says_what_is_set (Fixture *f, gconstpointer data)
{
  g_autofree char *common = find_common (f);

  set_settings (f, "{\"welcome_text\":\"Bins go out on Monday\"}");
  expect_first (f, common, "Bins go out on Monday");
  g_autoptr (Reply) edited = group_ask (f->place, 200, "PATCH", common, "/messages/2", f->anna,
                                        "{\"body\":\"On Tuesday\"}");
  set_settings (f, "{\"welcome_text\":\"On Friday\"}");
  expect_first (f, common, "On Tuesday");
  set_settings (f, "{\"welcome_text\":\"On Tuesday\"}");
  set_settings (f, "{\"welcome_text\":\" \"}");
  expect_first (f, common, NULL);
  g_autoptr (Reply) settings =
      expect (f->place, 200, "GET", "/api/v1/admin/settings", f->anna->token, NULL);
  g_assert_cmpstr (member_string (settings->json, "welcome_text"), ==, "");
}

static void
test_it_can_be_switched_off (Fixture *f, gconstpointer data)
{
  set_settings (f, "{\"common\":false}");
  g_autoptr (Person) bert = invite (f, "bert", "");
  g_autoptr (Reply) none = list (f, bert);
  g_assert_cmpuint (n_items (none), ==, 0);
  set_settings (f, "{\"common\":true}");
  g_autoptr (Person) carl = invite (f, "carl", "");
  g_autoptr (Reply) one = list (f, carl);
  g_assert_cmpuint (n_items (one), ==, 1);
  expect_problem (f->place, 422, "wrong_type", "PATCH", "/api/v1/admin/settings", f->anna->token,
                  "{\"common\":\"on\"}");
  expect_problem (f->place, 422, "missing_field", "PATCH", "/api/v1/admin/settings", f->anna->token,
                  "{\"common\":null}");
}

static void
test_administrators_remove_it (Fixture *f, gconstpointer data)
{
  g_autofree char *common = find_common (f);
  g_autoptr (Person) bert = invite (f, "bert", "");

  group_refused (f->place, 403, "forbidden", "DELETE", common, "", bert, NULL);
  g_autoptr (Reply) gone = group_ask (f->place, 204, "DELETE", common, "", f->anna, NULL);
  group_refused (f->place, 404, "not_found", "GET", common, "", bert, NULL);
  g_autoptr (Person) carl = invite (f, "carl", "");
  g_autoptr (Reply) none = list (f, carl);
  g_assert_cmpuint (n_items (none), ==, 0);
}

static void
test_invites_name_groups (Fixture *f, gconstpointer data)
{
  g_autoptr (Person) bert = invite (f, "bert", "");
  g_autofree char *annas = group_make (f->place, f->anna, "Allotment", NULL);
  g_autofree char *berts = group_make (f->place, bert, "Chess", f->anna, NULL);
  g_autofree char *named = g_strdup_printf ("\"%s\"", annas);
  g_autofree char *others = g_strdup_printf ("{\"conversations\":[\"%s\"]}", berts);
  g_autofree char *device =
      g_strdup_printf ("{\"kind\":\"device\",\"conversations\":[\"%s\"]}", annas);
  g_autoptr (Person) carl = invite (f, "carl", named);
  g_autofree char *role = group_role (f->place, annas, f->anna, carl);
  g_autofree char *events = group_events (f->place, annas, carl);

  g_assert_cmpstr (role, ==, "member");
  g_assert_cmpstr (events, ==, "2 member.joined");
  expect_problem (f->place, 422, "invalid_field", "POST", "/api/v1/admin/invites", f->anna->token,
                  others);
  expect_problem (f->place, 422, "invalid_field", "POST", "/api/v1/admin/invites", f->anna->token,
                  "{\"conversations\":[\"nothing\"]}");
  expect_problem (f->place, 422, "invalid_field", "POST", "/api/v1/admin/invites", f->anna->token,
                  device);
  g_autoptr (JsonObject) made =
      place_control (f->place, "{\"op\":\"invite.create\",\"conversations\":[\"%s\"]}", berts);
  place_control_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, "conversations",
                         "{\"op\":\"invite.create\",\"conversations\":[\"nothing\"]}");
}

#define ADD(name_, test_)                                                                          \
  g_test_add ("/server/common/" name_, Fixture, NULL, set_up, test_, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("everybody-is-in-it", test_everybody_is_in_it);
  ADD ("who-left-comes-back", test_who_left_comes_back);
  ADD ("administrators-run-it", test_administrators_run_it);
  ADD ("new-administrators-are-told", test_new_administrators_are_told);
  ADD ("the-title-follows-the-place", test_the_title_follows_the_place);
  ADD ("the-welcome-says-what-is-set", test_the_welcome_says_what_is_set);
  ADD ("it-can-be-switched-off", test_it_can_be_switched_off);
  ADD ("administrators-remove-it", test_administrators_remove_it);
  ADD ("invites-name-groups", test_invites_name_groups);
  return g_test_run ();
}

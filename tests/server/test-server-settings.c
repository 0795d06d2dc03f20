/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

#include "core/problem.h"

/* What is kept of a place: what the last word on it was, the title of what all have in common, and
 * how much room there is. */

#define SETTINGS "/api/v1/admin/settings"

/* --- the last word ---------------------------------------------------------------------------- */

static void
expect_kept (Place *place, const char *name, const char *registration, gboolean common)
{
  g_autoptr (JsonObject) kept = place_control (place, "{\"op\":\"settings.get\"}");

  g_assert_cmpstr (member_string (kept, "name"), ==, name);
  g_assert_cmpstr (member_string (kept, "registration"), ==, registration);
  g_assert_cmpint (json_object_get_boolean_member (kept, "common"), ==, common);
}

static void
say_at_start (Place *place, const char *name, ParlourRegistration registration, gboolean common)
{
  g_free (place->config->name);
  place->config->name = g_strdup (name);
  place->config->set_registration = place->config->set_common = name != NULL;
  place->config->registration = registration;
  place->config->common = common;
}

static void
restart (Place *place)
{
  place_stop (place);
  place_start (place);
}

static void
test_the_last_word_counts (void)
{
  Place *place = place_new ();

  say_at_start (place, "Mill", PARLOUR_REGISTRATION_OPEN, FALSE);
  place_start (place);
  expect_kept (place, "Mill", "open", FALSE);

  g_autoptr (JsonObject) set = place_control (
      place, "{\"op\":\"settings.set\",\"name\":\"Barn\",\"registration\":\"closed\","
             "\"common\":true}");
  restart (place);
  expect_kept (place, "Barn", "closed", TRUE);

  say_at_start (place, "Tower", PARLOUR_REGISTRATION_INVITE, FALSE); /* the last as before */
  restart (place);
  expect_kept (place, "Tower", "invite", TRUE);
  place_free (place);
}

static void
test_what_is_said_again_after_a_silence_is_news (void)
{
  Place *place = place_new ();

  say_at_start (place, "Mill", PARLOUR_REGISTRATION_OPEN, TRUE);
  place_start (place);
  g_autoptr (JsonObject) set =
      place_control (place, "{\"op\":\"settings.set\",\"registration\":\"closed\"}");
  say_at_start (place, NULL, PARLOUR_REGISTRATION_OPEN, FALSE);
  restart (place);
  expect_kept (place, "Mill", "closed", TRUE);
  say_at_start (place, "Mill", PARLOUR_REGISTRATION_OPEN, TRUE);
  restart (place);
  expect_kept (place, "Mill", "open", TRUE);
  place_free (place);
}

/* --- settings and room ------------------------------------------------------------------------ */

typedef struct {
  Place *place;
  Person *boss;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->place->config->common = TRUE;
  place_start (f->place);
  g_autoptr (JsonObject) added = place_control (
      f->place, "{\"op\":\"user.add\",\"username\":\"boss\",\"password\":\"" PASSWORD "\","
                "\"admin\":true}");
  f->boss = person_login (f->place, "boss");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->boss);
  place_free (f->place);
}

static Reply *
set_settings (Fixture *f, const char *body)
{
  return expect (f->place, 200, "PATCH", SETTINGS, f->boss->token, body);
}

static void
test_the_common_title (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->boss->token, NULL);
  const char *common = member_string (item (list, 0), "id");
  g_autoptr (Socket) socket = socket_open (f->place, f->boss);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (Reply) set = set_settings (f, "{\"common_title\":\" Everybody \"}");
  g_autoptr (JsonObject) told = socket_take_event (socket, common, 3);
  g_autoptr (Reply) same = set_settings (f, "{\"common_title\":\"Everybody\"}");
  g_autoptr (Reply) shown = group_ask (f->place, 200, "GET", common, "", f->boss, NULL);

  g_assert_cmpstr (member_string (set->json, "common_title"), ==, "Everybody");
  g_assert_cmpstr (member_string (told, "kind"), ==, "conversation.updated");
  g_assert_cmpstr (member_string (shown->json, "title"), ==, "Everybody");
  g_assert_cmpint (member_int (shown->json, "top"), ==, 3);
  expect_problem (f->place, 422, "invalid_field", "PATCH", SETTINGS, f->boss->token,
                  "{\"common_title\":\"\"}");

  g_autoptr (Reply) gone = group_ask (f->place, 204, "DELETE", common, "", f->boss, NULL);
  expect_problem (f->place, 404, "not_found", "PATCH", SETTINGS, f->boss->token,
                  "{\"name\":\"Mill\",\"common_title\":\"Nobody\"}");
  g_autoptr (Reply) none = expect (f->place, 200, "GET", SETTINGS, f->boss->token, NULL);
  g_assert_true (json_object_get_null_member (none->json, "common_title"));
  g_assert_cmpstr (member_string (none->json, "name"), ==, "Parlour");
}

static gboolean
is_low (Fixture *f)
{
  g_autoptr (Reply) status =
      expect (f->place, 200, "GET", "/api/v1/admin/status", f->boss->token, NULL);
  JsonObject *space = member_object (status->json, "space");

  g_assert_cmpint (member_int (space, "free_bytes"), >, 0);
  return json_object_get_boolean_member (space, "low");
}

/* No disk of a computer that builds this has a terabyte less one free. */
static void
test_little_space_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) kept = expect (f->place, 200, "GET", SETTINGS, f->boss->token, NULL);
  g_assert_cmpint (member_int (kept->json, "space_warning"), ==, PARLOUR_SPACE_WARNING);
  g_autoptr (Reply) never = set_settings (f, "{\"space_warning\":0}");
  g_assert_false (is_low (f));
  g_autoptr (Reply) always = set_settings (f, "{\"space_warning\":1000000}");
  g_assert_cmpint (member_int (always->json, "space_warning"), ==, 1000000);
  g_assert_true (is_low (f));
  expect_problem (f->place, 422, "invalid_field", "PATCH", SETTINGS, f->boss->token,
                  "{\"space_warning\":1000001}");
}

static void
test_the_storage_is_measured (Fixture *f, gconstpointer data)
{
  g_autoptr (JsonObject) made = place_control (f->place, "{\"op\":\"backup.create\"}");
  g_autoptr (Reply) found =
      expect (f->place, 200, "GET", "/api/v1/admin/statistics", f->boss->token, NULL);
  gint64 database = member_int (found->json, "database_bytes");
  gint64 log = member_int (found->json, "log_bytes");
  gint64 backups = member_int (found->json, "backups_bytes");

  g_assert_cmpint (database, >=, 4096);
  g_assert_cmpint (log, >=, 0);
  g_assert_cmpint (backups, ==, member_int (made, "size"));
  g_assert_cmpint (member_int (found->json, "disk_bytes"), >=, database + backups);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/settings/the-last-word-counts", test_the_last_word_counts);
  g_test_add_func ("/server/settings/what-is-said-again-after-a-silence-is-news",
                   test_what_is_said_again_after_a_silence_is_news);
#define ADD(name_, test_)                                                                          \
  g_test_add ("/server/settings/" name_, Fixture, NULL, set_up, test_, tear_down)
  ADD ("the-common-title", test_the_common_title);
  ADD ("little-space-is-told", test_little_space_is_told);
  ADD ("the-storage-is-measured", test_the_storage_is_measured);
#undef ADD
  return g_test_run ();
}

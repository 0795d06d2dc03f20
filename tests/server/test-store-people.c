/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-store-people"

#include "test-store-place.h"

#include "server/store/accounts.h"
#include "server/store/marks.h"
#include "server/store/place.h"
#include "server/store/sessions.h"
#include "server/store/streams.h"
#include "server/store/users.h"

#include "core/problem.h"

#include <string.h>

/* This file proves what the store knows of people: their names and devices; and of the place. */

#define DAY_MS G_GINT64_CONSTANT (86400000)

typedef struct {
  Place *place;
  ParlourStore *store;
  gint64 anna;
  gint64 bert;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->place = place_new ();
  self->store = self->place->store;
  self->anna = place_add_user (self->place, "anna", "Anna-Zoë Müller");
  self->bert = place_add_user (self->place, "bert.s", "Bert Straße");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->place, place_free);
}

/* The user names that a search finds, as "a b". */
static char *
search (Fixture *self, const char *query)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) users =
      parlour_store_search_users (self->store, self->anna, query, NULL, 50, &next, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < users->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((ParlourUser *)users->pdata[i])->username);
  return g_string_free (text, FALSE);
}

static void
test_search_finds_prefixes_without_accents (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *query;
    const char *found;
  } cases[] = {
      {"", "anna bert.s emil"},
      {"  ", "anna bert.s emil"},
      {"an", "anna"},
      {"ANNA", "anna"},
      {"zoe", "anna"},
      {"zoë", "anna"},
      {"zo\u0308e", "anna"},
      {"anna-z", "anna"},
      {"mull", "anna"},
      {"Mül an", "anna"},
      {"mül bert", ""},
      {"ller", ""},
      {"strasse", "bert.s"},
      {"STRASSE", "bert.s"},
      {"bert.s", "bert.s"},
      {"e", "emil"},
      {"éMILE", "emil"},
      {"%", ""},
      {"_", ""},
      {"a n n a m", ""},
  };

  place_add_user (self->place, "emil", "Émile");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = search (self, cases[i].query);
    g_assert_cmpstr (found, ==, cases[i].found);
  }
}

static void
test_search_pages_and_leaves_disabled_out (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autofree char *end = NULL;
  gint64 gone = place_add_user (self->place, "annabel", "Annabel");

  place_add_user (self->place, "annika", "Annika");
  place_begin (self->place);
  parlour_store_set_active (self->store, gone, FALSE, &error);
  place_commit (self->place, error);
  g_autoptr (GPtrArray) first =
      parlour_store_search_users (self->store, self->anna, "ann", NULL, 1, &next, &error);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpstr (next, ==, "anna");
  g_autoptr (GPtrArray) second =
      parlour_store_search_users (self->store, self->anna, "ann", next, 1, &end, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpstr (((ParlourUser *)second->pdata[0])->username, ==, "annika");
  g_assert_null (end);
}

static void
test_username_is_taken_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ParlourNewUser again = {.username = "anna", .password_hash = "x"};

  place_begin (self->place);
  g_assert_false (parlour_store_add_user (self->store, &again, NULL, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_USERNAME_TAKEN);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM streams"), ==, 2);
}

static void
test_own_view_is_ones_own (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourUser) own =
      parlour_store_get_user (self->store, self->anna, self->anna, &error);
  g_autoptr (ParlourUser) others =
      parlour_store_get_user (self->store, self->bert, self->anna, &error);
  g_autoptr (ParlourUser) admins = parlour_store_get_user (self->store, 0, self->anna, &error);

  g_assert_no_error (error);
  g_assert_true (own->own_view);
  g_assert_true (own->active);
  g_assert_cmpint (own->joined_at, ==, self->place->now);
  g_assert_false (others->own_view);
  g_assert_true (admins->own_view);
}

static void
test_profile_changes_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ParlourProfile profile = {
      .set = PARLOUR_PROFILE_DISPLAY_NAME | PARLOUR_PROFILE_STATUS_TEXT,
      .display_name = "Annegret",
      .status_text = "At lunch",
  };

  for (int i = 0; i < 2; i++) {
    place_begin (self->place);
    parlour_store_update_profile (self->store, self->anna, &profile, &error);
    place_commit (self->place, error);
  }
  g_autoptr (ParlourUser) user =
      parlour_store_get_user (self->store, self->bert, self->anna, &error);
  g_assert_cmpint (user->version, ==, 2);
  g_assert_cmpstr (user->display_name, ==, "Annegret");
  g_assert_cmpstr (user->status_text, ==, "At lunch");
  g_autofree char *by_new_name = search (self, "anneg");
  g_autofree char *by_old_name = search (self, "müller");
  g_assert_cmpstr (by_new_name, ==, "anna");
  g_assert_cmpstr (by_old_name, ==, "");
}

static void
test_profile_keeps_what_is_not_named (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const ParlourProfile changes[] = {
      {.set = PARLOUR_PROFILE_STATUS_TEXT, .status_text = "At lunch"},
      {.set = PARLOUR_PROFILE_SHARE_PRESENCE, .share_presence = FALSE},
      {.set = PARLOUR_PROFILE_GIVEN_NAME, .given_name = "Anna"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    place_begin (self->place);
    parlour_store_update_profile (self->store, self->anna, &changes[i], &error);
    place_commit (self->place, error);
  }
  g_autoptr (ParlourUser) user =
      parlour_store_get_user (self->store, self->anna, self->anna, &error);
  g_assert_cmpint (user->version, ==, 4);
  g_assert_cmpstr (user->status_text, ==, "At lunch");
  g_assert_cmpstr (user->given_name, ==, "Anna");
  g_assert_true (user->share_read);
  g_assert_false (user->share_presence);
}

static ParlourSession *
add_session (Fixture *self, gint64 user, guint8 token, const char *device)
{
  guint8 hash[PARLOUR_TOKEN_HASH_BYTES] = {token};
  g_autoptr (GError) error = NULL;

  place_begin (self->place);
  ParlourSession *session = parlour_store_add_session (self->store, user, hash, device, &error);
  place_commit (self->place, error);
  return session;
}

/* Whether the token is one; @problem of the refusal, 0 for none. */
static void
check_token (Fixture *self, guint8 token, int problem)
{
  guint8 hash[PARLOUR_TOKEN_HASH_BYTES] = {token};
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourSession) session = parlour_store_find_session (self->store, hash, &error);

  if (problem == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, PARLOUR_PROBLEM, problem);
  g_assert_cmpint (session != NULL, ==, problem == 0);
}

static void
test_sessions_end (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourSession) laptop = add_session (self, self->anna, 1, "Laptop");
  g_autoptr (ParlourSession) phone = add_session (self, self->anna, 2, "Phone");
  g_autoptr (ParlourSession) berts = add_session (self, self->bert, 3, NULL);

  g_assert_cmpstr (laptop->username, ==, "anna");
  g_assert_cmpint (laptop->user, ==, self->anna);
  g_autoptr (GPtrArray) devices = parlour_store_list_sessions (self->store, self->anna, &error);
  g_assert_cmpuint (devices->len, ==, 2);
  g_assert_cmpstr (((ParlourSessionEntry *)devices->pdata[1])->device_name, ==, "Phone");

  place_begin (self->place);
  g_assert_false (parlour_store_end_session (self->store, self->anna, berts->id, &error));
  place_refused (self->place, error, PARLOUR_PROBLEM_NOT_FOUND);
  g_clear_error (&error);

  place_begin (self->place);
  g_assert_true (parlour_store_end_session (self->store, self->anna, phone->id, &error));
  g_autoptr (ParlourChanges) changes =
      parlour_changes_take (parlour_store_get_changes (self->store));
  g_assert_cmpuint (parlour_changes_get_length (changes), ==, 2);
  g_assert_cmpint (parlour_changes_index (changes, 0)->kind, ==, PARLOUR_CHANGE_STREAM);
  g_assert_cmpint (parlour_changes_index (changes, 0)->stream, ==, laptop->inbox);
  g_assert_cmpint (parlour_changes_index (changes, 0)->user, ==, self->anna);
  g_assert_cmpint (parlour_changes_index (changes, 1)->kind, ==, PARLOUR_CHANGE_SESSION_ENDED);
  g_assert_cmpstr (parlour_changes_index (changes, 1)->session_id, ==, phone->id);
  place_commit (self->place, error);
  check_token (self, 1, 0);
  check_token (self, 2, PARLOUR_PROBLEM_TOKEN_REFUSED);

  g_autoptr (ParlourMembership) inbox =
      parlour_store_find_stream (self->store, self->anna, PARLOUR_INBOX_STREAM, &error);
  g_autoptr (ParlourStreamPage) page =
      parlour_store_member_page (self->store, inbox, 0, 10, &error);
  g_assert_cmpuint (page->events->len, ==, 1);
  g_assert_cmpstr (((ParlourEvent *)page->events->pdata[0])->session, ==, phone->id);
}

static void
test_sessions_expire_unused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourSession) used = add_session (self, self->anna, 1, NULL);
  g_autoptr (ParlourSession) unused = add_session (self, self->anna, 2, NULL);

  g_assert_false (parlour_store_session_is_stale (self->store, used));
  self->place->now += 100 * DAY_MS;
  g_assert_true (parlour_store_session_is_stale (self->store, used));
  place_begin (self->place);
  parlour_store_touch_session (self->store, used->number, &error);
  place_commit (self->place, error);
  self->place->now += 81 * DAY_MS;
  check_token (self, 1, 0);
  check_token (self, 2, PARLOUR_PROBLEM_TOKEN_REFUSED);
  place_begin (self->place);
  parlour_store_expire_sessions (self->store, &error);
  place_commit (self->place, error);
  g_assert_cmpint (place_ask (self->place, "SELECT count (*) FROM sessions"), ==, 1);
}

static void
test_disabled_account_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourSession) session = add_session (self, self->anna, 1, NULL);

  place_exec (self->place, "UPDATE users SET active = 0 WHERE username = 'anna'");
  check_token (self, 1, PARLOUR_PROBLEM_ACCOUNT_DISABLED);
  place_begin (self->place);
  parlour_store_set_active (self->store, self->anna, FALSE, &error);
  place_commit (self->place, error);
  check_token (self, 1, PARLOUR_PROBLEM_ACCOUNT_DISABLED);
  place_begin (self->place);
  parlour_store_set_active (self->store, self->anna, TRUE, &error);
  place_commit (self->place, error);
  check_token (self, 1, PARLOUR_PROBLEM_TOKEN_REFUSED);
}

static void
test_place_keeps_its_facts (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourPlace) before = parlour_store_get_place (self->store, &error);

  g_assert_cmpint (before->registration, ==, PARLOUR_REGISTRATION_INVITE);
  place_begin (self->place);
  parlour_store_set_place_name (self->store, "Home", &error);
  parlour_store_set_registration (self->store, PARLOUR_REGISTRATION_OPEN, &error);
  place_commit (self->place, error);

  g_autoptr (ParlourStore) reader =
      parlour_store_open (self->place->path, PARLOUR_STORE_READER, &error);
  g_assert_no_error (error);
  g_autoptr (ParlourPlace) after = parlour_store_get_place (reader, &error);
  g_assert_cmpstr (after->epoch, ==, before->epoch);
  g_assert_cmpstr (after->name, ==, "Home");
  g_assert_cmpint (after->registration, ==, PARLOUR_REGISTRATION_OPEN);
  place_begin (self->place);
  parlour_store_renew_epoch (self->store, &error);
  place_commit (self->place, error);
  g_autoptr (ParlourPlace) renewed = parlour_store_get_place (reader, &error);
  g_assert_cmpstr (renewed->epoch, !=, before->epoch);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name_)                                                                                 \
  g_test_add ("/store/people/" #name_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD (search_finds_prefixes_without_accents);
  ADD (search_pages_and_leaves_disabled_out);
  ADD (username_is_taken_once);
  ADD (own_view_is_ones_own);
  ADD (profile_changes_once);
  ADD (profile_keeps_what_is_not_named);
  ADD (sessions_end);
  ADD (sessions_expire_unused);
  ADD (disabled_account_is_refused);
  ADD (place_keeps_its_facts);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-dump.h"
#include "support-groups.h"

#include <string.h>

/* Who may do what in a group, who gets into it by themselves, and who is told who is in it. */

typedef GroupPlace Fixture;

#define THREE "1 member.joined, 2 member.joined, 3 member.joined"

static void
test_readers_do_not_write (Fixture *f, gconstpointer data)
{
  static const char body[] =
      "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000c\",\"body\":\"x\"}";
  gint64 seq = group_send (f->place, f->group, f->carl, "While I may");
  g_autofree char *rest = g_strdup_printf ("/messages/%" G_GINT64_FORMAT, seq);

  group_set_role (f->place, f->group, f->anna, f->carl, "reader");
  group_refused (f->place, 403, "posting_restricted", "POST", f->group, "/messages", f->carl, body);
  group_refused (f->place, 403, "posting_restricted", "PATCH", f->group, rest, f->carl,
                 "{\"body\":\"changed\"}");
  g_autoptr (Reply) changed =
      group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"posting\":\"admins\"}");
  g_assert_cmpstr (member_string (changed->json, "posting"), ==, "admins");
  group_refused (f->place, 403, "posting_restricted", "POST", f->group, "/messages", f->bert, body);
  group_set_role (f->place, f->group, f->anna, f->bert, "admin");
  group_send (f->place, f->group, f->bert, "Admins write");
}

static void
test_roles_bound_what_admins_do (Fixture *f, gconstpointer data)
{
  g_autofree char *owner = g_strconcat ("/members/", f->anna->id, NULL);
  g_autofree char *carl = g_strconcat ("/members/", f->carl->id, NULL);
  g_autofree char *dora = g_strconcat ("/members/", f->dora->id, NULL);
  g_autofree char *new_admin =
      g_strdup_printf ("{\"user\":\"%s\",\"role\":\"admin\"}", f->dora->id);

  group_refused (f->place, 403, "forbidden", "PATCH", f->group, carl, f->bert,
                 "{\"role\":\"reader\"}");
  group_refused (f->place, 403, "forbidden", "DELETE", f->group, carl, f->bert, NULL);
  group_refused (f->place, 403, "forbidden", "PATCH", f->group, "", f->bert,
                 "{\"title\":\"Mine\"}");
  group_set_role (f->place, f->group, f->anna, f->bert, "admin");
  group_set_role (f->place, f->group, f->bert, f->carl, "reader");
  group_refused (f->place, 403, "forbidden", "PATCH", f->group, carl, f->bert,
                 "{\"role\":\"admin\"}");
  group_refused (f->place, 403, "forbidden", "PATCH", f->group, owner, f->bert,
                 "{\"role\":\"reader\"}");
  group_refused (f->place, 403, "forbidden", "DELETE", f->group, owner, f->bert, NULL);
  group_refused (f->place, 403, "forbidden", "POST", f->group, "/members", f->bert, new_admin);
  group_refused (f->place, 404, "not_found", "PATCH", f->group, dora, f->bert,
                 "{\"role\":\"reader\"}");
  group_refused (f->place, 404, "not_found", "DELETE", f->group, dora, f->bert, NULL);
  group_refused (f->place, 422, "invalid_field", "PATCH", f->group, carl, f->anna,
                 "{\"role\":\"king\"}");
  group_remove (f->place, f->group, f->bert, f->carl);
  group_refused (f->place, 409, "last_owner", "PATCH", f->group, owner, f->anna,
                 "{\"role\":\"member\"}");
  group_set_role (f->place, f->group, f->anna, f->bert, "owner");
  group_set_role (f->place, f->group, f->bert, f->anna, "member");
}

static void
test_the_last_owner_hands_over (Fixture *f, gconstpointer data)
{
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  group_set_role (f->place, f->group, f->anna, f->dora, "admin");
  group_remove (f->place, f->group, f->anna, f->anna);
  group_expect_role (f, f->dora, f->dora, "owner");
  group_remove (f->place, f->group, f->dora, f->dora);
  group_expect_role (f, f->bert, f->bert, "owner");
  group_expect_role (f, f->bert, f->carl, "member");
  group_expect_events (f, f->bert,
                       THREE ", 4 member.joined, 5 member.changed, 6 member.left, 7 member.changed,"
                             " 8 member.left, 9 member.changed");
}

static void
test_deleted_accounts_leave (Fixture *f, gconstpointer data)
{
  g_autofree char *body = g_strdup_printf ("{\"password\":\"%s\",\"messages\":\"keep\"}", PASSWORD);
  g_autoptr (Reply) gone = expect (f->place, 204, "DELETE", "/api/v1/me", f->anna->token, body);
  g_autoptr (Reply) shown = group_show (f, f->bert);

  g_assert_cmpint (member_int (shown->json, "member_count"), ==, 2);
  group_expect_role (f, f->bert, f->bert, "owner");
  group_expect_events (f, f->bert, THREE ", 4 member.left, 5 member.changed");
}

static Reply *
open_groups (Fixture *f, Person *who, const char *query)
{
  g_autofree char *path = g_strconcat ("/api/v1/groups", query, NULL);

  return expect (f->place, 200, "GET", path, who->token, NULL);
}

static void
test_open_groups_are_found_and_joined (Fixture *f, gconstpointer data)
{
  g_autofree char *myself = g_strdup_printf ("{\"user\":\"%s\"}", f->dora->id);
  g_autofree char *as_admin = g_strdup_printf ("{\"user\":\"%s\",\"role\":\"admin\"}", f->dora->id);

  group_refused (f->place, 404, "not_found", "POST", f->group, "/members", f->dora, myself);
  g_autoptr (Reply) none = open_groups (f, f->dora, "");
  g_assert_cmpuint (n_items (none), ==, 0);
  g_autoptr (Reply) changed = group_ask (f->place, 200, "PATCH", f->group, "", f->anna,
                                         "{\"joining\":\"open\",\"title\":\"Élan vital\"}");
  g_autoptr (Reply) found = open_groups (f, f->dora, "?query=elan");
  g_assert_cmpuint (n_items (found), ==, 1);
  g_assert_cmpstr (member_string (item (found, 0), "id"), ==, f->group);
  g_assert_cmpint (member_int (item (found, 0), "member_count"), ==, 3);
  g_autoptr (Reply) missed = open_groups (f, f->dora, "?query=bees");
  g_assert_cmpuint (n_items (missed), ==, 0);
  g_autoptr (Reply) own = open_groups (f, f->bert, "");
  g_assert_cmpuint (n_items (own), ==, 0);

  g_autoptr (Reply) joined =
      group_ask (f->place, 201, "POST", f->group, "/members", f->dora, as_admin);
  g_assert_cmpstr (member_string (joined->json, "role"), ==, "member");
  g_autoptr (Reply) again =
      group_ask (f->place, 200, "POST", f->group, "/members", f->dora, myself);
  group_expect_events (f, f->dora, "5 member.joined");
}

static void
open_up (Fixture *f)
{
  g_autoptr (Reply) changed =
      group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"joining\":\"open\"}");
}

static void
join (Fixture *f, Person *who)
{
  g_autofree char *myself = g_strdup_printf ("{\"user\":\"%s\"}", who->id);
  g_autoptr (Reply) joined = group_ask (f->place, 201, "POST", f->group, "/members", who, myself);
}

/* Leaving and coming back is no way out of a role that was given. */
static void
test_readers_come_back_as_readers (Fixture *f, gconstpointer data)
{
  open_up (f);
  group_set_role (f->place, f->group, f->anna, f->carl, "reader");
  group_remove (f->place, f->group, f->carl, f->carl);
  join (f, f->carl);
  group_expect_role (f, f->anna, f->carl, "reader");
  group_set_role (f->place, f->group, f->anna, f->bert, "admin");
  group_remove (f->place, f->group, f->bert, f->bert);
  join (f, f->bert);
  group_expect_role (f, f->anna, f->bert, "member");
}

static void
test_removed_people_do_not_come_back_by_themselves (Fixture *f, gconstpointer data)
{
  g_autofree char *myself = g_strdup_printf ("{\"user\":\"%s\"}", f->carl->id);

  open_up (f);
  group_remove (f->place, f->group, f->anna, f->carl);
  group_refused (f->place, 403, "forbidden", "POST", f->group, "/members", f->carl, myself);
  g_autoptr (Reply) offered = open_groups (f, f->carl, "");
  g_assert_cmpuint (n_items (offered), ==, 0);
  group_add (f->place, f->group, f->anna, f->carl, NULL);
  group_remove (f->place, f->group, f->carl, f->carl);
  g_autoptr (Reply) offered_again = open_groups (f, f->carl, "");
  g_assert_cmpuint (n_items (offered_again), ==, 1);
  join (f, f->carl);
}

/* Whoever wants nothing from somebody is not to be reached by way of a group. */
static void
test_blocked_people_put_nobody_in (Fixture *f, gconstpointer data)
{
  g_autofree char *block = g_strdup_printf ("/api/v1/users/%s/block", f->anna->id);
  g_autofree char *dora = g_strdup_printf ("{\"user\":\"%s\"}", f->dora->id);
  g_autofree char *make =
      g_strdup_printf ("{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000d\",\"kind\":\"group\","
                       "\"title\":\"Us\",\"members\":[\"%s\"]}",
                       f->dora->id);
  g_autoptr (Reply) blocked = expect (f->place, 204, "PUT", block, f->dora->token, NULL);

  group_refused (f->place, 403, "blocked", "POST", f->group, "/members", f->anna, dora);
  expect_problem (f->place, 403, "blocked", "POST", "/api/v1/conversations", f->anna->token, make);
  group_expect_events (f, f->anna, THREE);
  g_autoptr (Reply) unblocked = expect (f->place, 204, "DELETE", block, f->dora->token, NULL);
  group_add (f->place, f->group, f->anna, f->dora, NULL);
}

static void
test_open_groups_in_pages (Fixture *f, gconstpointer data)
{
  guint n = 0;
  g_autofree char *cursor = NULL;

  for (int i = 0; i < 3; i++) {
    g_autofree char *group = group_make (f->place, f->anna, "Open", NULL);
    g_autoptr (Reply) changed =
        group_ask (f->place, 200, "PATCH", group, "", f->anna, "{\"joining\":\"open\"}");
  }
  do {
    g_autofree char *query =
        g_strdup_printf ("?limit=2%s%s", cursor != NULL ? "&cursor=" : "", cursor ? cursor : "");
    g_autoptr (Reply) page = open_groups (f, f->dora, query);
    n += n_items (page);
    g_free (cursor);
    cursor = g_strdup (json_object_get_string_member_with_default (page->json, "next", NULL));
  } while (cursor != NULL && n < 10);
  g_assert_cmpuint (n, ==, 3);
}

static void
test_members_are_listed (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) first =
      group_ask (f->place, 200, "GET", f->group, "/members?limit=2", f->bert, NULL);
  g_autoptr (Reply) second =
      group_ask (f->place, 200, "GET", f->group, "/members?limit=2&cursor=bert", f->bert, NULL);
  g_autoptr (Reply) found =
      group_ask (f->place, 200, "GET", f->group, "/members?query=CAR", f->bert, NULL);

  g_assert_cmpuint (n_items (first), ==, 2);
  g_assert_cmpstr (member_string (first->json, "next"), ==, "bert");
  g_assert_cmpuint (n_items (second), ==, 1);
  g_assert_cmpuint (n_items (found), ==, 1);
  g_assert_cmpstr (member_string (member_object (item (found, 0), "user"), "id"), ==, f->carl->id);
  group_refused (f->place, 404, "not_found", "GET", f->group, "/members", f->dora, NULL);
}

/* Nobody finds it any more, and by and by nothing of it is left. */
static void
test_owners_remove_groups (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) bert = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (bert, NULL);
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  group_send (f->place, f->group, f->anna, "Whisper");
  socket_drop_event (bert, f->group, 4);
  group_remove (f->place, f->group, f->anna, f->carl);
  socket_drop_event (bert, f->group, 5);
  group_refused (f->place, 403, "forbidden", "DELETE", f->group, "", f->bert, NULL);
  g_autoptr (Reply) gone = group_ask (f->place, 204, "DELETE", f->group, "", f->anna, NULL);
  g_autoptr (JsonObject) removed = socket_take_event (bert, "me", 2);
  g_assert_cmpstr (member_string (removed, "kind"), ==, "conversation.removed");
  g_assert_cmpstr (member_string (member_object (removed, "conversation"), "id"), ==, f->group);
  group_refused (f->place, 404, "not_found", "GET", f->group, "", f->anna, NULL);
  group_refused (f->place, 404, "not_found", "GET", f->group, "/messages", f->carl, NULL);
  group_refused (f->place, 404, "not_found", "DELETE", f->group, "", f->anna, NULL);
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->bert->token, NULL);
  g_assert_cmpuint (n_items (list), ==, 0);
  for (;;) {
    g_autofree char *dump = place_dump (f->place);
    g_autofree char *word = g_base64_encode ((const guchar *)"Whisper", strlen ("Whisper"));
    if (strstr (dump, word) == NULL && strstr (dump, "removals|") == NULL)
      break;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
  }
}

static void
test_pairs_stay_pairs (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) sent = compose (f->place, f->anna, "bert", "hello");
  const char *pair = member_string (sent->json, "conversation");
  g_autofree char *member = g_strdup_printf ("{\"user\":\"%s\"}", f->carl->id);
  g_autofree char *self = g_strconcat ("/members/", f->anna->id, NULL);

  group_refused (f->place, 403, "forbidden", "POST", pair, "/members", f->anna, member);
  group_refused (f->place, 403, "forbidden", "DELETE", pair, self, f->anna, NULL);
  group_refused (f->place, 403, "forbidden", "PATCH", pair, self, f->anna, "{\"role\":\"owner\"}");
  group_refused (f->place, 403, "forbidden", "PATCH", pair, "", f->anna, "{\"title\":\"Us\"}");
  g_autoptr (Reply) both = group_ask (f->place, 200, "GET", pair, "/members", f->anna, NULL);
  g_assert_cmpuint (n_items (both), ==, 2);
}

#define ADD(name_, test_)                                                                          \
  g_test_add ("/server/members/" name_, Fixture, NULL, group_place_set_up, test_,                  \
              group_place_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("readers-do-not-write", test_readers_do_not_write);
  ADD ("roles-bound-what-admins-do", test_roles_bound_what_admins_do);
  ADD ("the-last-owner-hands-over", test_the_last_owner_hands_over);
  ADD ("deleted-accounts-leave", test_deleted_accounts_leave);
  ADD ("open-groups-are-found-and-joined", test_open_groups_are_found_and_joined);
  ADD ("readers-come-back-as-readers", test_readers_come_back_as_readers);
  ADD ("removed-people-do-not-come-back-by-themselves",
       test_removed_people_do_not_come_back_by_themselves);
  ADD ("blocked-people-put-nobody-in", test_blocked_people_put_nobody_in);
  ADD ("open-groups-in-pages", test_open_groups_in_pages);
  ADD ("members-are-listed", test_members_are_listed);
  ADD ("owners-remove-groups", test_owners_remove_groups);
  ADD ("pairs-stay-pairs", test_pairs_stay_pairs);
  return g_test_run ();
}

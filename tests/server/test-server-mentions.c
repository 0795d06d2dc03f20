/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

/* Whom a text names: members by their usernames, everyone by owners and admins; counted for who has
 * not read it. */

typedef GroupPlace Fixture;

/* The names of whom the message mentions: "anna everyone". */
static char *
mentions_of (Fixture *f, JsonObject *message)
{
  JsonArray *array = json_object_get_array_member (message, "mentions");
  GString *text = g_string_new (NULL);
  const Person *people[] = {f->anna, f->bert, f->carl, f->dora};

  for (guint i = 0; i < json_array_get_length (array); i++) {
    const char *name = json_array_get_string_element (array, i);
    for (guint j = 0; j < G_N_ELEMENTS (people); j++)
      if (g_str_equal (name, people[j]->id))
        name = people[j]->name;
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", name);
  }
  return g_string_free (text, FALSE);
}

static void
expect_mentions (Fixture *f, Person *by, const char *body, const char *expected)
{
  group_send (f->place, f->group, by, body);
  g_autoptr (Reply) history =
      group_ask (f->place, 200, "GET", f->group, "/messages?limit=1", by, NULL);
  g_autofree char *now = mentions_of (f, item (history, 0));

  g_assert_cmpstr (now, ==, expected);
}

static void
test_names_members (Fixture *f, gconstpointer data)
{
  expect_mentions (f, f->anna, "@bert and @Carl, @bert!", "bert carl");
  expect_mentions (f, f->anna, "Ask @bert.", "bert");
  expect_mentions (f, f->anna, "(@bert)-@carl", "bert");
  expect_mentions (f, f->anna, "@", "");
  expect_mentions (f, f->anna, "@@bert", "bert");
  expect_mentions (f, f->anna, "mail me@bert or a.b@carl", "");
  expect_mentions (f, f->anna, "@dora @nobody @bertram", "");
  expect_mentions (f, f->anna, "Grüße, @bert…", "bert");
}

static void
test_everyone_is_for_admins (Fixture *f, gconstpointer data)
{
  expect_mentions (f, f->bert, "@everyone", "");
  expect_mentions (f, f->anna, "@everyone and @bert", "everyone bert");
  group_set_role (f->place, f->group, f->anna, f->bert, "admin");
  expect_mentions (f, f->bert, "@Everyone.", "everyone");
}

static void
test_edits_name_anew (Fixture *f, gconstpointer data)
{
  gint64 seq = group_send (f->place, f->group, f->anna, "@bert");
  g_autofree char *rest = g_strdup_printf ("/messages/%" G_GINT64_FORMAT, seq);
  g_autoptr (Reply) edited =
      group_ask (f->place, 200, "PATCH", f->group, rest, f->anna, "{\"body\":\"@carl\"}");
  g_autofree char *told = mentions_of (f, edited->json);
  g_autoptr (Reply) history =
      group_ask (f->place, 200, "GET", f->group, "/messages", f->bert, NULL);
  g_autofree char *kept = mentions_of (f, item (history, 0));

  g_assert_cmpstr (told, ==, "carl");
  g_assert_cmpstr (kept, ==, "carl");
}

static void
expect_counts (Fixture *f, Person *who, gint64 unread, gint64 mentions)
{
  g_autoptr (Reply) shown = group_ask (f->place, 200, "GET", f->group, "", who, NULL);

  g_assert_cmpint (member_int (shown->json, "unread"), ==, unread);
  g_assert_cmpint (member_int (shown->json, "mentions"), ==, mentions);
}

static void
test_unread_mentions_are_counted (Fixture *f, gconstpointer data)
{
  gint64 first = group_send (f->place, f->group, f->anna, "@bert");
  g_autofree char *erase =
      g_strdup_printf ("/messages/%" G_GINT64_FORMAT "?for=everyone", first + 2);
  g_autofree char *hide = g_strdup_printf ("/messages/%" G_GINT64_FORMAT "?for=me", first + 1);
  g_autofree char *read = g_strdup_printf ("{\"seq\":%" G_GINT64_FORMAT "}", first);

  group_send (f->place, f->group, f->anna, "@everyone");
  group_send (f->place, f->group, f->anna, "@bert again");
  group_send (f->place, f->group, f->anna, "nobody");
  expect_counts (f, f->bert, 4, 3);
  expect_counts (f, f->carl, 4, 1);
  expect_counts (f, f->anna, 0, 0);
  g_autoptr (Reply) erased = group_ask (f->place, 204, "DELETE", f->group, erase, f->anna, NULL);
  expect_counts (f, f->bert, 3, 2);
  g_autoptr (Reply) hidden = group_ask (f->place, 204, "DELETE", f->group, hide, f->bert, NULL);
  expect_counts (f, f->bert, 2, 1);
  g_autoptr (Reply) done = group_ask (f->place, 204, "POST", f->group, "/read", f->bert, read);
  expect_counts (f, f->bert, 1, 0);
}

#define ADD(name_, test_)                                                                          \
  g_test_add ("/server/mentions/" name_, Fixture, NULL, group_place_set_up, test_,                 \
              group_place_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("names-members", test_names_members);
  ADD ("everyone-is-for-admins", test_everyone_is_for_admins);
  ADD ("edits-name-anew", test_edits_name_anew);
  ADD ("unread-mentions-are-counted", test_unread_mentions_are_counted);
  return g_test_run ();
}

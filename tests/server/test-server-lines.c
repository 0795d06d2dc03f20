/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

#include <string.h>

/* What shows between a group's messages can be read later, within what each member may see, and is
 * the same then as it was told live. */

/* "3 member.joined carl, 5 conversation.updated Orchard" */
static char *
tell (Reply *page)
{
  JsonArray *lines = json_object_get_array_member (page->json, "lines");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (lines); i++) {
    JsonObject *line = json_array_get_object_element (lines, i);
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT " %s", i > 0 ? ", " : "",
                            member_int (line, "seq"), member_string (line, "kind"));
    if (json_object_has_member (line, "member"))
      g_string_append_printf (
          text, " %s %s",
          member_string (member_object (member_object (line, "member"), "user"), "username"),
          member_string (member_object (line, "member"), "role"));
    if (json_object_has_member (line, "title"))
      g_string_append_printf (text, " %s", member_string (line, "title"));
    g_assert_false (json_object_has_member (line, "conversation"));
  }
  return g_string_free (text, FALSE);
}

static void
expect_lines (GroupPlace *f, Person *by, const char *query, guint messages, const char *expected)
{
  g_autofree char *rest = g_strconcat ("/messages?lines=true", query, NULL);
  g_autoptr (Reply) page = group_ask (f->place, 200, "GET", f->group, rest, by, NULL);
  g_autofree char *found = tell (page);

  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (n_items (page), ==, messages);
}

static void
change (GroupPlace *f, const char *body)
{
  reply_free (group_ask (f->place, 200, "PATCH", f->group, "", f->anna, body));
}

/* 1 to 3 made it; 4 a message; 5 described, 6 renamed; 7 carl is a reader; 8 a message; 9 carl
 * goes; 10 renamed; 11 a message. */
static void
live_through (GroupPlace *f)
{
  group_send (f->place, f->group, f->anna, "one");
  change (f, "{\"description\":\"Beans\"}");
  change (f, "{\"title\":\"Orchard\"}");
  group_set_role (f->place, f->group, f->anna, f->carl, "reader");
  group_send (f->place, f->group, f->bert, "two");
  group_remove (f->place, f->group, f->carl, f->carl);
  change (f, "{\"title\":\"Vineyard\"}");
  group_send (f->place, f->group, f->bert, "three");
}

static void
test_all (GroupPlace *f, gconstpointer data)
{
  live_through (f);
  expect_lines (f, f->bert, "&after=0", 3,
                "1 member.joined anna owner, 2 member.joined bert member, 3 member.joined carl "
                "member, 5 conversation.updated, 6 conversation.updated Orchard, 7 member.changed "
                "carl reader, 9 member.left carl reader, 10 conversation.updated Vineyard");
}

/* Who has left learns of what was in their time, and nothing of the group as it is now. */
static void
test_spans (GroupPlace *f, gconstpointer data)
{
  live_through (f);
  expect_lines (f, f->carl, "", 2,
                "9 member.left carl reader, 7 member.changed carl reader, 6 conversation.updated "
                "Orchard, 5 conversation.updated, 3 member.joined carl member, 2 member.joined "
                "bert member, 1 member.joined anna owner");
  reply_free (group_ask (f->place, 204, "DELETE", f->group, "/history?for=me", f->carl, NULL));
  expect_lines (f, f->carl, "", 0, "");
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  expect_lines (f, f->dora, "", 0, "12 member.joined dora member");
  group_refused (f->place, 404, "not_found", "GET", f->group, "/messages?lines=true",
                 person_register (f->place, "emil"), NULL);
}

/* A page holds as many of both together as were asked for, and goes on behind the last of them. */
static void
test_pages (GroupPlace *f, gconstpointer data)
{
  static const char *const pages[] = {
      "1 10 conversation.updated Vineyard",
      "0 9 member.left carl reader",
      "1 7 member.changed carl reader",
      "0 6 conversation.updated Orchard, 5 conversation.updated",
      "1 3 member.joined carl member",
      "0 2 member.joined bert member, 1 member.joined anna owner",
  };
  g_autofree char *next = NULL;

  live_through (f);
  for (guint i = 0, limit = 2; i < G_N_ELEMENTS (pages); i++, limit = i == 1 ? 1 : 2) {
    g_autofree char *rest = g_strdup_printf ("/messages?lines=true&limit=%u%s%s", limit,
                                             next != NULL ? "&before=" : "", next ? next : "");
    g_autoptr (Reply) page = group_ask (f->place, 200, "GET", f->group, rest, f->anna, NULL);
    g_autofree char *lines = tell (page);
    g_autofree char *found = g_strdup_printf ("%u %s", n_items (page), lines);
    g_assert_cmpstr (found, ==, pages[i]);
    g_free (g_steal_pointer (&next));
    next = g_strdup (json_object_get_string_member_with_default (page->json, "next", NULL));
    g_assert_cmpint (next != NULL, ==, i + 1 < G_N_ELEMENTS (pages));
  }
  expect_lines (f, f->anna, "&around=6&limit=4", 1,
                "5 conversation.updated, 6 conversation.updated Orchard, 7 member.changed carl "
                "reader");
}

static void
test_strict (GroupPlace *f, gconstpointer data)
{
  g_autoptr (Reply) plain = group_ask (f->place, 200, "GET", f->group, "/messages", f->anna, NULL);

  g_assert_false (json_object_has_member (plain->json, "lines"));
  group_refused (f->place, 422, "invalid_field", "GET", f->group, "/messages?lines=1", f->anna,
                 NULL);
  group_refused (f->place, 422, "invalid_field", "GET", f->group, "/messages?around=0", f->anna,
                 NULL);
}

/* Live, at a later hello, and later still by HTTP: the same title; and nothing of the group of now
 * for who has left. */
static void
test_as_told (GroupPlace *f, gconstpointer data)
{
  g_autofree char *position = g_strdup_printf ("{\"%s\":5}", f->group);

  live_through (f);
  g_autoptr (Socket) carl = socket_open (f->place, f->carl);
  json_object_unref (socket_greet (carl, position));
  g_autoptr (JsonObject) event = socket_take_event (carl, f->group, 6);
  g_assert_cmpstr (member_string (event, "kind"), ==, "conversation.updated");
  g_assert_cmpstr (member_string (event, "title"), ==, "Orchard");
  g_assert_false (json_object_has_member (event, "conversation"));
  g_autoptr (Socket) bert = socket_open (f->place, f->bert);
  json_object_unref (socket_greet (bert, position));
  g_autoptr (JsonObject) now = socket_take_event (bert, f->group, 6);
  g_assert_cmpstr (member_string (now, "title"), ==, "Orchard");
  g_assert_cmpstr (member_string (member_object (now, "conversation"), "title"), ==, "Vineyard");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/server/lines/all", GroupPlace, NULL, group_place_set_up, test_all,
              group_place_tear_down);
  g_test_add ("/server/lines/spans", GroupPlace, NULL, group_place_set_up, test_spans,
              group_place_tear_down);
  g_test_add ("/server/lines/pages", GroupPlace, NULL, group_place_set_up, test_pages,
              group_place_tear_down);
  g_test_add ("/server/lines/strict", GroupPlace, NULL, group_place_set_up, test_strict,
              group_place_tear_down);
  g_test_add ("/server/lines/as-told", GroupPlace, NULL, group_place_set_up, test_as_told,
              group_place_tear_down);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"
#include "test-png.h"

/* Pictures of groups: set by who runs it, told, shown to who may see them, removed. Who else may
 * not stands in the table of test-server-authority. */

static char *
set_picture (GroupPlace *f, Person *by, guint32 colour)
{
  g_autofree char *path = group_path (f->group, "/avatar");
  g_autoptr (GBytes) picture = test_png_new (300, colour);
  g_autoptr (Reply) reply = ask_bytes (f->place, "PUT", path, by->token, "image/png", picture);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_nonnull (member_string (reply->json, "avatar"));
  return g_strdup (member_string (reply->json, "avatar"));
}

static void
expect_picture (GroupPlace *f, Person *who, guint status)
{
  g_autoptr (Reply) reply = group_ask (f->place, status, "GET", f->group, "/avatar", who, NULL);

  if (status != 200)
    return;
  g_assert_cmpstr (reply->type, ==, "image/png");
  g_assert_cmpuint (test_png_read_side (reply->bytes), ==, 256);
}

static void
test_set_and_told (GroupPlace *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  expect_picture (f, f->bert, 404);
  g_autofree char *mark = set_picture (f, f->anna, 0x808080);
  g_autoptr (JsonObject) event = socket_take (socket, "event");
  g_assert_cmpstr (member_string (event, "kind"), ==, "conversation.updated");
  g_assert_cmpstr (member_string (member_object (event, "conversation"), "avatar"), ==, mark);
  g_autoptr (Reply) shown = group_show (f, f->bert);
  g_assert_cmpstr (member_string (shown->json, "avatar"), ==, mark);
  expect_picture (f, f->bert, 200);
}

/* The same picture is no change, another one is. */
static void
test_named_by_content (GroupPlace *f, gconstpointer data)
{
  g_autofree char *one = set_picture (f, f->anna, 0x808080);
  g_autofree char *before = group_events (f->place, f->group, f->bert);
  g_autofree char *again = set_picture (f, f->anna, 0x808080);
  g_autofree char *after = group_events (f->place, f->group, f->bert);
  g_autofree char *other = set_picture (f, f->anna, 0x202020);

  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (one, !=, other);
}

/* A change of something else leaves it where it is. */
static void
test_stays (GroupPlace *f, gconstpointer data)
{
  g_autofree char *mark = set_picture (f, f->anna, 0x808080);

  reply_free (group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"title\":\"Beds\"}"));
  g_autoptr (Reply) shown = group_show (f, f->bert);
  g_assert_cmpstr (member_string (shown->json, "avatar"), ==, mark);
  expect_picture (f, f->bert, 200);
}

static void
test_removed (GroupPlace *f, gconstpointer data)
{
  g_autofree char *mark = set_picture (f, f->anna, 0x808080);
  g_autoptr (Reply) removed =
      group_ask (f->place, 200, "DELETE", f->group, "/avatar", f->anna, NULL);

  g_assert_null (member_string (removed->json, "avatar"));
  expect_picture (f, f->bert, 404);
}

/* Who may join an open group sees its picture before; who has left a closed one no longer. */
static void
test_who_sees_it (GroupPlace *f, gconstpointer data)
{
  g_autofree char *mark = set_picture (f, f->anna, 0x808080);

  group_remove (f->place, f->group, f->carl, f->carl);
  expect_picture (f, f->carl, 404);
  expect_picture (f, f->dora, 404);
  g_autoptr (Reply) left = group_show (f, f->carl);
  g_assert_null (member_string (left->json, "avatar"));
  reply_free (group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"joining\":\"open\"}"));
  expect_picture (f, f->dora, 200);
}

static void
test_goes_with_the_group (GroupPlace *f, gconstpointer data)
{
  g_autofree char *mark = set_picture (f, f->anna, 0x808080);

  reply_free (group_ask (f->place, 200, "PATCH", f->group, "", f->anna, "{\"joining\":\"open\"}"));
  reply_free (group_ask (f->place, 204, "DELETE", f->group, "", f->anna, NULL));
  expect_picture (f, f->anna, 404);
  expect_picture (f, f->dora, 404);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/group-avatar/" name, GroupPlace, NULL, group_place_set_up, function,        \
              group_place_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("set-and-told", test_set_and_told);
  ADD ("named-by-content", test_named_by_content);
  ADD ("stays", test_stays);
  ADD ("removed", test_removed);
  ADD ("who-sees-it", test_who_sees_it);
  ADD ("goes-with-the-group", test_goes_with_the_group);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

/* Who is here and who types in a group: for those who are in it, and only in one of up to fifty. */

#define MANY 47 /* with the three who are in it there are fifty */

static Socket *
open_watching (GroupPlace *f, Person *person)
{
  Socket *socket = socket_open (f->place, person);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  socket_sayf (socket, "{\"op\":\"watch\",\"conversations\":[\"%s\"]}", f->group);
  return socket;
}

static void
take_presence (Socket *socket, Person *of, gboolean online)
{
  g_autoptr (JsonObject) presence = socket_take (socket, "presence");

  g_assert_cmpstr (member_string (presence, "user"), ==, of->id);
  g_assert_cmpint (json_object_get_boolean_member (presence, "online"), ==, online);
}

static void
say_typing (GroupPlace *f, Socket *socket)
{
  socket_sayf (socket, "{\"op\":\"typing\",\"id\":3,\"conversation\":\"%s\",\"typing\":true}",
               f->group);
}

static void
typing_refused (GroupPlace *f, Socket *socket, const char *code)
{
  say_typing (f, socket);
  g_autoptr (JsonObject) error = socket_take (socket, "error");
  g_assert_cmpstr (member_string (member_object (error, "problem"), "code"), ==, code);
}

static void
drop_all (Socket *socket, const char *op, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (JsonObject) frame = socket_take (socket, op);
    g_assert_nonnull (frame);
  }
}

/* Whoever comes in while one looks is told of, and whoever is out no more. */
static void
test_joins_and_leaves (GroupPlace *f, gconstpointer data)
{
  g_autoptr (Socket) hers = open_watching (f, f->anna);

  drop_all (hers, "presence", 2); /* bert and carl */
  Socket *doras = socket_open (f->place, f->dora);
  g_autoptr (JsonObject) welcome = socket_greet (doras, NULL);
  socket_take_nothing (hers, "presence");
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  take_presence (hers, f->dora, TRUE);
  group_remove (f->place, f->group, f->anna, f->dora);
  socket_free (doras);
  socket_take_nothing (hers, "presence");
}

/* Who has left sees nothing of those who are in, whether they looked before or look now. */
static void
test_not_for_who_has_left (GroupPlace *f, gconstpointer data)
{
  g_autoptr (Socket) his = open_watching (f, f->bert);
  drop_all (his, "presence", 2);
  group_remove (f->place, f->group, f->bert, f->bert);
  g_autoptr (Socket) hers = open_watching (f, f->anna);

  say_typing (f, hers);
  socket_sayf (his, "{\"op\":\"watch\",\"conversations\":[\"%s\"]}", f->group);
  socket_take_nothing (his, "presence");
  socket_take_nothing (his, "typing");
  typing_refused (f, his, "forbidden");
}

static void
test_typing_as_writing (GroupPlace *f, gconstpointer data)
{
  g_autoptr (Socket) carls = open_watching (f, f->carl);
  g_autoptr (Socket) doras = open_watching (f, f->dora);

  group_set_role (f->place, f->group, f->anna, f->carl, "reader");
  typing_refused (f, carls, "posting_restricted");
  typing_refused (f, doras, "not_found");
}

static void
add_many (GroupPlace *f, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("member%u", i);
    g_autoptr (Person) person = person_register (f->place, name);
    group_add (f->place, f->group, f->anna, person, NULL);
  }
}

static void
test_up_to_fifty (GroupPlace *f, gconstpointer data)
{
  g_autoptr (Socket) his = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (his, NULL);

  add_many (f, MANY);
  g_autoptr (Socket) hers = open_watching (f, f->anna);
  drop_all (hers, "presence", MANY + 2);
  say_typing (f, his);
  g_autoptr (JsonObject) typing = socket_take (hers, "typing");
  g_assert_cmpstr (member_string (typing, "user"), ==, f->bert->id);

  group_add (f->place, f->group, f->anna, f->dora, NULL);
  socket_free (g_steal_pointer (&his));
  socket_take_nothing (hers, "presence");
  group_remove (f->place, f->group, f->anna, f->dora);
  drop_all (hers, "presence", MANY + 2);
  group_add (f->place, f->group, f->anna, f->dora, NULL);
  g_autoptr (Person) laptop = person_login (f->place, "anna");
  g_autoptr (Socket) later = open_watching (f, laptop);
  socket_take_nothing (later, "presence");
  socket_take_nothing (later, "typing");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/onlookers/" name, GroupPlace, NULL, group_place_set_up, function,           \
              group_place_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("joins-and-leaves", test_joins_and_leaves);
  ADD ("not-for-who-has-left", test_not_for_who_has_left);
  ADD ("typing-as-writing", test_typing_as_writing);
  ADD ("up-to-fifty", test_up_to_fifty);
  return g_test_run ();
}

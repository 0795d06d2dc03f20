/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-pair.h"

#include "core/limits.h"

#include <string.h>

/* What sockets are told beside the events: marks, profiles, tops; and how far, and how long. */

static void
set_up_ticking (Pair *f, gconstpointer data)
{
  f->place = place_new ();
  f->place->config->tops_seconds = 1;
  place_start (f->place);
  pair_meet (f);
}

static void
test_delivered (Pair *f, gconstpointer data)
{
  g_autofree char *path = pair_path (f, "");
  g_autoptr (Socket) his = socket_open (f->place, f->bert);
  g_autoptr (Socket) hers = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) first = socket_greet (his, NULL);
  g_autoptr (JsonObject) second = socket_greet (hers, NULL);

  socket_sayf (hers, "{\"op\":\"watch\",\"conversations\":[\"%s\"]}", f->conversation);
  g_autoptr (JsonObject) before = socket_take (hers, "marks");
  g_assert_cmpint (member_int (before, "delivered"), ==, 0);
  pair_write (f, 1);
  socket_drop_event (his, f->conversation, 2);
  socket_ack (his, f->conversation, 2);
  g_autoptr (JsonObject) after = socket_take (hers, "marks");
  g_assert_cmpstr (member_string (after, "user"), ==, f->bert->id);
  g_assert_cmpint (member_int (after, "delivered"), ==, 2);
  g_assert_cmpint (member_int (after, "read"), ==, 0);
  g_autoptr (Reply) shown = expect (f->place, 200, "GET", path, f->bert->token, NULL);
  g_assert_cmpint (member_int (member_object (shown->json, "me"), "delivered"), ==, 2);
}

static void
test_read (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) his = socket_open (f->place, f->bert);
  g_autoptr (Person) laptop = person_login (f->place, "bert");
  g_autoptr (Socket) his_other = socket_open (f->place, laptop);
  g_autoptr (Socket) hers = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) first = socket_greet (his, NULL);
  g_autoptr (JsonObject) second = socket_greet (hers, NULL);
  g_autoptr (JsonObject) third = socket_greet (his_other, NULL);

  socket_sayf (hers, "{\"op\":\"watch\",\"conversations\":[\"%s\"]}", f->conversation);
  g_autoptr (JsonObject) before = socket_take (hers, "marks");
  socket_sayf (his, "{\"op\":\"read\",\"id\":7,\"conversation\":\"%s\",\"seq\":1}",
               f->conversation);
  g_autoptr (JsonObject) ok = socket_take (his, "ok");
  g_autoptr (JsonObject) mine = socket_take (his_other, "marks");
  g_autoptr (JsonObject) theirs = socket_take (hers, "marks");
  g_assert_cmpint (member_int (ok, "id"), ==, 7);
  g_assert_cmpint (member_int (mine, "read"), ==, 1);
  g_assert_cmpint (member_int (theirs, "read"), ==, 1);

  g_autoptr (Socket) later = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) fourth = socket_greet (later, NULL);
  g_autoptr (JsonObject) again = socket_take (later, "marks");
  g_assert_cmpint (member_int (again, "read"), ==, 1);
}

static void
test_signed_out (Pair *f, gconstpointer data)
{
  g_autoptr (Person) laptop = person_login (f->place, "bert");
  g_autoptr (Socket) ending = socket_open (f->place, laptop);
  g_autoptr (Socket) staying = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) first = socket_greet (ending, NULL);
  g_autoptr (JsonObject) second = socket_greet (staying, NULL);
  g_autofree char *path = g_strconcat ("/api/v1/sessions/", laptop->session, NULL);
  g_autoptr (Reply) ended = expect (f->place, 204, "DELETE", path, f->bert->token, NULL);
  g_autoptr (JsonObject) told = socket_take (staying, "event");

  g_assert_cmpuint (socket_await_close (ending), ==, 4001);
  g_assert_cmpstr (member_string (told, "kind"), ==, "session.revoked");
  g_assert_cmpstr (member_string (member_object (told, "session"), "id"), ==, laptop->session);
  g_assert_false (staying->closed);
}

static void
test_window (Pair *f, gconstpointer data)
{
  g_autofree char *from = pair_position (f, 0);
  pair_write (f, PARLOUR_UNACKED_EVENTS_MAX + 20);
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, from);

  for (gint64 seq = 1; seq <= PARLOUR_UNACKED_EVENTS_MAX; seq++)
    socket_drop_event (socket, f->conversation, seq);
  socket_take_nothing (socket, "event");
  socket_ack (socket, f->conversation, 5);
  for (gint64 seq = PARLOUR_UNACKED_EVENTS_MAX + 1; seq <= PARLOUR_UNACKED_EVENTS_MAX + 5; seq++)
    socket_drop_event (socket, f->conversation, seq);
  socket_take_nothing (socket, "event");
  socket_ack (socket, f->conversation, PARLOUR_UNACKED_EVENTS_MAX + 5);
  for (gint64 seq = PARLOUR_UNACKED_EVENTS_MAX + 6; seq <= PARLOUR_UNACKED_EVENTS_MAX + 21; seq++)
    socket_drop_event (socket, f->conversation, seq);
}

static void
test_tops (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (JsonObject) quiet = socket_take (socket, "tops");

  g_assert_cmpuint (json_object_get_size (member_object (quiet, "tops")), ==, 0);
  pair_write (f, 2);
  for (;;) {
    g_autoptr (JsonObject) moved = socket_take (socket, "tops");
    JsonObject *tops = member_object (moved, "tops");
    if (json_object_get_size (tops) == 0)
      continue;
    g_assert_cmpint (member_int (tops, f->conversation), >=, 2);
    break;
  }
}

static void
test_profile (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) own = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) hers = socket_greet (own, NULL);
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (Reply) changed = expect (f->place, 200, "PATCH", "/api/v1/me", f->anna->token,
                                      "{\"display_name\":\"Anna Blume\"}");
  g_autoptr (JsonObject) profile = socket_take (socket, "profile");

  JsonObject *user = member_object (profile, "user");
  g_assert_cmpstr (member_string (user, "id"), ==, f->anna->id);
  g_assert_cmpstr (member_string (user, "display_name"), ==, "Anna Blume");
  g_assert_cmpint (member_int (user, "version"), ==, member_int (changed->json, "version"));
  g_assert_false (json_object_has_member (user, "email"));
  /* only the own devices are told all of it */
  g_autoptr (JsonObject) mine = socket_take (own, "profile");
  g_assert_true (json_object_has_member (member_object (mine, "user"), "email"));
}

static void
test_server_goes_down (Pair *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  g_main_loop_quit (f->place->loop);
  g_assert_cmpuint (socket_await_close (socket), ==, 1001);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/socket/" name, Pair, NULL, pair_set_up, function, pair_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("delivered", test_delivered);
  ADD ("read", test_read);
  ADD ("signed-out", test_signed_out);
  ADD ("window", test_window);
  ADD ("profile", test_profile);
  ADD ("server-goes-down", test_server_goes_down);
  g_test_add ("/server/socket/tops", Pair, NULL, set_up_ticking, test_tops, pair_tear_down);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

#include <string.h>

/* By chance: whatever happens to a group, in bursts or one by one, each of its people's sockets
 * brings every event of theirs in order, says where a new part begins, and brings nothing else. */

#define STEPS 120

/* Somebody with a socket, and what it must bring next. */
typedef struct {
  Person *person;
  Socket *socket;
  gboolean in;
  gint64 reached;  /* the last event of the group that they were to get */
  gint64 n_inbox;  /* the same of their inbox */
  GQueue expected; /* of char *: of the group's stream, "4 message.created" or "start 3" */
  GQueue inbox;    /* of char * */
} Follower;

typedef struct {
  GroupPlace group;
  Follower followers[3]; /* anna, bert, carl */
  gint64 top;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  group_place_set_up (&f->group, data);
  Person *people[] = {f->group.anna, f->group.bert, f->group.carl};
  f->top = 3;
  for (guint i = 0; i < G_N_ELEMENTS (f->followers); i++) {
    Follower *follower = &f->followers[i];
    follower->person = people[i];
    follower->in = TRUE;
    follower->reached = f->top;
    follower->n_inbox = 1;
    g_queue_init (&follower->expected);
    g_queue_init (&follower->inbox);
    follower->socket = socket_open (f->group.place, people[i]);
    json_object_unref (socket_greet (follower->socket, NULL));
  }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (f->followers); i++) {
    socket_free (f->followers[i].socket);
    g_queue_clear_full (&f->followers[i].expected, g_free);
    g_queue_clear_full (&f->followers[i].inbox, g_free);
  }
  group_place_tear_down (&f->group, data);
}

/* ── what is to come ── */

/* The next event of the stream, for all who are in. */
static void
happens (Fixture *f, const char *kind)
{
  f->top++;
  for (guint i = 0; i < G_N_ELEMENTS (f->followers); i++) {
    Follower *follower = &f->followers[i];
    if (!follower->in)
      continue;
    if (follower->reached != f->top - 1)
      g_queue_push_tail (&follower->expected,
                         g_strdup_printf ("start %" G_GINT64_FORMAT, f->top - 1));
    g_queue_push_tail (&follower->expected,
                       g_strdup_printf ("%" G_GINT64_FORMAT " %s", f->top, kind));
    follower->reached = f->top;
  }
}

static void
let_in_or_out (Fixture *f, Follower *follower)
{
  if (follower->in) {
    group_remove (f->group.place, f->group.group, f->group.anna, follower->person);
    happens (f, "member.left");
    follower->in = FALSE;
    return;
  }
  group_add (f->group.place, f->group.group, f->group.anna, follower->person, NULL);
  follower->in = TRUE;
  g_queue_push_tail (&follower->inbox, g_strdup_printf ("%" G_GINT64_FORMAT " conversation.added",
                                                        ++follower->n_inbox));
  happens (f, "member.joined");
}

static void
change_role (Fixture *f, Follower *follower)
{
  g_autofree char *now =
      group_role (f->group.place, f->group.group, f->group.anna, follower->person);

  if (!follower->in)
    return;
  group_set_role (f->group.place, f->group.group, f->group.anna, follower->person,
                  g_str_equal (now, "member") ? "reader" : "member");
  happens (f, "member.changed");
}

/* ── what comes ── */

static char *
describe (JsonObject *frame)
{
  if (g_str_equal (member_string (frame, "op"), "start"))
    return g_strdup_printf ("start %" G_GINT64_FORMAT, member_int (frame, "seq"));
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", member_int (frame, "seq"),
                          member_string (frame, "kind"));
}

static void
take_frame (Fixture *f, Follower *follower)
{
  await (follower->socket->frames.length > 0);
  g_autoptr (JsonObject) frame = g_queue_pop_head (&follower->socket->frames);
  const char *op = member_string (frame, "op");

  if (!g_str_equal (op, "event") && !g_str_equal (op, "start"))
    return;
  const char *stream = member_string (frame, "stream");
  GQueue *queue = g_str_equal (stream, "me") ? &follower->inbox : &follower->expected;
  g_autofree char *came = describe (frame);
  g_autofree char *expected = g_queue_pop_head (queue);
  g_assert_cmpstr (came, ==, expected);
  if (g_str_equal (op, "event"))
    socket_ack (follower->socket, stream, member_int (frame, "seq"));
}

static void
take_all (Fixture *f)
{
  for (guint i = 0; i < G_N_ELEMENTS (f->followers); i++)
    while (f->followers[i].expected.length > 0 || f->followers[i].inbox.length > 0)
      take_frame (f, &f->followers[i]);
}

static void
test_by_chance (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < STEPS; i++) {
    Follower *other = &f->followers[g_test_rand_int_range (1, G_N_ELEMENTS (f->followers))];
    switch (g_test_rand_int_range (0, 6)) {
    case 0:
    case 1:
      let_in_or_out (f, other);
      break;
    case 2:
      change_role (f, other);
      break;
    default:
      group_send (f->group.place, f->group.group, f->group.anna, "Text");
      happens (f, "message.created");
    }
    if (g_test_rand_int_range (0, 5) == 0)
      take_all (f);
  }
  take_all (f);
  for (guint i = 0; i < G_N_ELEMENTS (f->followers); i++) {
    socket_take_nothing (f->followers[i].socket, "event");
    socket_take_nothing (f->followers[i].socket, "reset");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/server/group-feed/by-chance", Fixture, NULL, set_up, test_by_chance, tear_down);
  return g_test_run ();
}

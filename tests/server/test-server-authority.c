/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-dump.h"
#include "support-groups.h"
#include "test-png.h"

#include "server/routes.h"

#include "core/id.h"

#include <string.h>

/* Who may do what, for every call and every op of the socket: the exact status and code of each
 * refusal, and that it wrote nothing. A call that is not in the table fails the test. */

typedef enum {
  STRANGER, /* signed in, never in the group */
  FORMER,   /* left the group */
  READER,   /* of the group */
  BLOCKED,  /* the other one of a conversation of two has blocked them */
  N_ACTORS,
} Actor;

static const char *const actor_names[N_ACTORS] = {"stranger", "former", "reader", "blocked"};

typedef struct {
  Place *place;
  Person *anna; /* owns the group; has blocked */
  Person *bert; /* a member; its first other message is his */
  Person *emil; /* in nothing */
  Person *frida;
  Person *actors[N_ACTORS];
  char *conversations[N_ACTORS]; /* what each tries it on */
  gint64 others[N_ACTORS];       /* anna's message there */
  gint64 own[N_ACTORS];          /* their own; 0 for none */
} Fixture;

#define SEND_BODY "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000c\",\"body\":\"x\"}"

/* NULL: it is done. "-": does not apply. */
typedef struct {
  const char *route;
  const char *query;
  const char *body; /* $NEW: somebody who is not in it */
  gboolean own;     /* about their own message, not anna's */
  const char *expected[N_ACTORS];
} Row;

#define NONE     "404 not_found"
#define NO       "403 forbidden"
#define RESTRICT "403 posting_restricted"
#define BLOCK    "403 blocked"
#define DONE     NULL
#define PICTURE  "" /* no JSON */
#define EMOJI    "%F0%9F%91%8D"

static const Row rows[] = {
    {"conversations.show", NULL, NULL, FALSE, {NONE, DONE, DONE, DONE}},
    {"conversations.change", NULL, "{\"title\":\"Mine\"}", FALSE, {NONE, NO, NO, NO}},
    {"conversations.remove", NULL, NULL, FALSE, {NONE, NO, NO, NO}},
    {"conversations.avatar", NULL, NULL, FALSE, {NONE, NONE, DONE, NONE}},
    {"conversations.set-avatar", NULL, PICTURE, FALSE, {NONE, NO, NO, NO}},
    {"conversations.remove-avatar", NULL, NULL, FALSE, {NONE, NO, NO, NO}},
    {"conversations.settings", NULL, "{\"pinned\":true}", FALSE, {NONE, DONE, DONE, DONE}},
    {"conversations.read", NULL, "{\"seq\":1}", FALSE, {NONE, DONE, DONE, DONE}},
    {"members.list", NULL, NULL, FALSE, {NONE, NO, DONE, DONE}},
    {"members.add", NULL, "{\"user\":\"$NEW\"}", FALSE, {NONE, NO, NO, NO}},
    {"members.change", NULL, "{\"role\":\"reader\"}", FALSE, {NONE, NO, NO, NO}},
    {"members.remove", NULL, NULL, FALSE, {NONE, NO, NO, NO}},
    {"messages.history", NULL, NULL, FALSE, {NONE, DONE, DONE, DONE}},
    {"messages.send", NULL, SEND_BODY, FALSE, {NONE, NO, RESTRICT, BLOCK}},
    {"messages.edit", NULL, "{\"body\":\"x\"}", FALSE, {NONE, NO, NO, NO}},
    {"messages.edit", NULL, "{\"body\":\"x\"}", TRUE, {"-", NO, RESTRICT, BLOCK}},
    {"messages.delete", "?for=everyone", NULL, FALSE, {NONE, NO, NO, NO}},
    {"messages.receipts", NULL, NULL, FALSE, {NONE, NO, NO, NO}},
    {"reactions.add", NULL, NULL, FALSE, {NONE, NO, DONE, BLOCK}},
    {"reactions.remove", NULL, NULL, FALSE, {NONE, NO, DONE, BLOCK}},
    {"pins.add", NULL, NULL, FALSE, {NONE, NO, NO, BLOCK}},
    {"pins.remove", NULL, NULL, FALSE, {NONE, NO, NO, BLOCK}},
    {"pins.list", NULL, NULL, FALSE, {NONE, DONE, DONE, DONE}},
    {"stars.add", NULL, NULL, FALSE, {NONE, DONE, DONE, DONE}},
    {"stars.remove", NULL, NULL, FALSE, {NONE, DONE, DONE, DONE}},
    {"reports.message", NULL, "{\"reason\":\"rude\"}", FALSE, {NONE, DONE, DONE, DONE}},
    {"messages.delete", "?for=me", NULL, FALSE, {NONE, DONE, DONE, DONE}},
    {"conversations.clear", "?for=me", NULL, FALSE, {NONE, DONE, DONE, DONE}},
};

static Person *
named (Fixture *f, const char *name)
{
  return person_register (f->place, name);
}

static void
set_role (Fixture *f, const char *group, Person *who, const char *role)
{
  group_set_role (f->place, group, f->anna, who, role);
}

static Reply *
call (Fixture *f, Person *by, const char *method, const char *path, const char *body)
{
  if (g_strcmp0 (body, PICTURE) == 0) {
    g_autoptr (GBytes) picture = test_png_new (40, 0x808080);
    return ask_bytes (f->place, method, path, by->token, "image/png", picture);
  }
  return ask (f->place, method, path, by->token, body);
}

/* One who has left, and one who may only read; both have written before. */
static void
make_group (Fixture *f)
{
  g_autofree char *group = group_make (f->place, f->anna, "Allotment", f->bert, f->actors[FORMER],
                                       f->actors[READER], NULL);

  for (Actor actor = STRANGER; actor <= READER; actor++) {
    f->conversations[actor] = g_strdup (group);
    f->others[actor] = group_send (f->place, group, f->anna, "Rain at last");
    if (actor != STRANGER)
      f->own[actor] = group_send (f->place, group, f->actors[actor], "Yes");
  }
  g_autofree char *avatar = group_path (group, "/avatar");
  reply_free (call (f, f->anna, "PUT", avatar, PICTURE));
  group_remove (f->place, group, f->anna, f->actors[FORMER]);
  set_role (f, group, f->actors[READER], "reader");
}

static void
make_pair (Fixture *f)
{
  Person *blocked = f->actors[BLOCKED];
  g_autofree char *block = g_strconcat ("/api/v1/users/", blocked->id, "/block", NULL);
  g_autoptr (Reply) own = compose (f->place, blocked, "anna", "Buy my honey");
  g_autoptr (Reply) other = compose (f->place, f->anna, blocked->name, "No");
  g_autoptr (Reply) done = expect (f->place, 204, "PUT", block, f->anna->token, NULL);

  f->conversations[BLOCKED] = g_strdup (member_string (own->json, "conversation"));
  f->own[BLOCKED] = member_int (own->json, "seq");
  f->others[BLOCKED] = member_int (other->json, "seq");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  place_start (f->place);
  f->anna = named (f, "anna");
  f->bert = named (f, "bert");
  f->emil = named (f, "emil");
  f->frida = named (f, "frida");
  for (Actor actor = 0; actor < N_ACTORS; actor++)
    f->actors[actor] = named (f, actor_names[actor]);
  make_group (f);
  make_pair (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  person_free (f->emil);
  person_free (f->frida);
  for (Actor actor = 0; actor < N_ACTORS; actor++) {
    person_free (f->actors[actor]);
    g_free (f->conversations[actor]);
  }
  place_free (f->place);
}

static void
replace (GString *text, const char *what, const char *by)
{
  g_string_replace (text, what, by, 0);
}

static char *
path_for (Fixture *f, const ParlourRoute *route, const Row *row, Actor actor)
{
  GString *path = g_string_new (route->path);
  g_autofree char *seq =
      g_strdup_printf ("%" G_GINT64_FORMAT, row->own ? f->own[actor] : f->others[actor]);

  replace (path, "{conversation}", f->conversations[actor]);
  replace (path, "{seq}", seq);
  replace (path, "{emoji}", EMOJI);
  replace (path, "{user}", actor == BLOCKED ? f->anna->id : f->bert->id);
  g_string_append (path, row->query != NULL ? row->query : "");
  return g_string_free (path, FALSE);
}

static char *
body_for (Fixture *f, const char *body)
{
  if (body == NULL)
    return NULL;
  GString *text = g_string_new (body);
  replace (text, "$NEW", f->emil->id);
  return g_string_free (text, FALSE);
}

/* What a refusal leaves behind is nothing. */
static void
expect_refusal (Fixture *f,
                Person *by,
                const char *method,
                const char *path,
                const char *body,
                const char *expected)
{
  g_autofree char *before = place_dump (f->place);
  g_autoptr (Reply) reply = call (f, by, method, path, body);
  g_autofree char *answer = g_strdup_printf ("%u %s", reply->status, reply->code);
  g_autofree char *after = place_dump (f->place);

  if (strcmp (answer, expected) != 0)
    g_error ("%s %s %s: %s, not %s", by->name, method, path, answer, expected);
  g_assert_cmpstr (before, ==, after);
}

static void
try_row (Fixture *f, const Row *row, Actor actor)
{
  const ParlourRoute *route = parlour_routes_by_name (row->route);
  const char *expected = row->expected[actor];
  Person *by = f->actors[actor];
  g_autofree char *path = path_for (f, route, row, actor);
  g_autofree char *body = body_for (f, row->body);

  if (expected != DONE && strcmp (expected, "-") == 0)
    return;
  if (expected != DONE) {
    expect_refusal (f, by, route->method, path, body, expected);
    return;
  }
  g_autoptr (Reply) reply = call (f, by, route->method, path, body);
  if (reply->status / 100 != 2)
    g_error ("%s %s %s: %u %s", by->name, route->method, path, reply->status, reply->code);
}

static void
test_calls (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (Actor actor = 0; actor < N_ACTORS; actor++)
      try_row (f, &rows[i], actor);
}

static gboolean
is_in_table (const char *route)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].route, route) == 0)
      return TRUE;
  return FALSE;
}

static void
test_table_is_complete (Fixture *f, gconstpointer data)
{
  gsize n = 0;
  const ParlourRoute *routes = parlour_routes_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (strstr (routes[i].path, "{conversation}") != NULL && !is_in_table (routes[i].name))
      g_error ("Who may do %s? Say so in the table.", routes[i].name);
}

/* What names a conversation elsewhere than in its path. */
static void
test_events (Fixture *f, gconstpointer data)
{
  for (Actor actor = 0; actor < N_ACTORS; actor++) {
    g_autofree char *path =
        g_strdup_printf ("/api/v1/events?stream=%s&after=0", f->conversations[actor]);
    if (actor == STRANGER)
      expect_refusal (f, f->actors[actor], "GET", path, NULL, NONE);
    else
      reply_free (expect (f->place, 200, "GET", path, f->actors[actor]->token, NULL));
  }
}

static void
test_compose_is_blocked (Fixture *f, gconstpointer data)
{
  expect_refusal (f, f->actors[BLOCKED], "POST", "/api/v1/messages",
                  "{\"client_id\":\"0192f6a0-0000-7000-8000-00000000000d\",\"to\":\"anna\","
                  "\"body\":\"x\"}",
                  BLOCK);
}

static char *
any_path (const ParlourRoute *route)
{
  GString *path = g_string_new (NULL);

  for (const char *p = route->path; *p != '\0'; p++) {
    if (*p != '{') {
      g_string_append_c (path, *p);
      continue;
    }
    g_string_append (path, g_str_has_prefix (p, "{seq}") ? "1"
                           : g_str_has_prefix (p, "{emoji}")
                               ? EMOJI
                               : "0192f6a0-0000-7000-8000-0000000000aa");
    p = strchr (p, '}');
  }
  return g_string_free (path, FALSE);
}

/* Before anything else is looked at but the shape of the request. */
static void
test_admin_calls_are_for_admins (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *route, *body, *query;
  } requests[] = {
      {"user.add", "{\"username\":\"mole\",\"password\":\"" PASSWORD "\"}", ""},
      {"user.change", "{\"role\":\"admin\"}", ""},
      {"user.delete", NULL, "?messages=erase"},
      {"user.reset-password", "{\"password\":\"" PASSWORD "\"}", ""},
  };
  gsize n = 0;
  const ParlourRoute *routes = parlour_routes_get_all (&n);

  for (gsize i = 0; i < n; i++) {
    if (routes[i].access != PARLOUR_ACCESS_ADMIN)
      continue;
    const char *body = routes[i].body_limit > 0 ? "{}" : NULL, *query = "";
    for (gsize j = 0; j < G_N_ELEMENTS (requests); j++)
      if (strcmp (requests[j].route, routes[i].name) == 0) {
        body = requests[j].body;
        query = requests[j].query;
      }
    g_autofree char *bare = any_path (&routes[i]);
    g_autofree char *path = g_strconcat (bare, query, NULL);
    expect_refusal (f, f->anna, routes[i].method, path, body, NO);
  }
}

/* Who is disabled is told so whatever they ask for, and who has no token that they need one. */
static void
test_disabled_and_nobody (Fixture *f, gconstpointer data)
{
  static const char *const shapes[] = {NULL, "{}"};
  Person nobody = {.name = (char *)"nobody"};
  gsize n = 0;
  const ParlourRoute *routes = parlour_routes_get_all (&n);
  g_autoptr (JsonObject) done =
      place_control (f->place, "{\"op\":\"user.disable\",\"user\":\"frida\"}");

  for (gsize i = 0; i < n; i++) {
    g_autofree char *path = any_path (&routes[i]);
    g_autoptr (Reply) reply = NULL;
    if (routes[i].access == PARLOUR_ACCESS_PUBLIC ||
        strcmp (routes[i].name, PARLOUR_STREAM_ROUTE) == 0)
      continue;
    const char *body = shapes[routes[i].body_limit > 0];
    reply = ask (f->place, routes[i].method, path, f->frida->token, body);
    /* what is malformed may be told first: it tells nothing about the place */
    if (reply->status != 422 && reply->status != 415) {
      expect_refusal (f, f->frida, routes[i].method, path, body, "401 account_disabled");
      expect_refusal (f, &nobody, routes[i].method, path, body, "401 not_signed_in");
    }
  }
}

/* The same for requests that are as they should be: a member of the group who was disabled. */
static void
test_disabled_members (Fixture *f, gconstpointer data)
{
  Person nobody = {.name = (char *)"nobody"};
  g_autoptr (Socket) socket = socket_open (f->place, f->actors[READER]);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (JsonObject) done =
      place_control (f->place, "{\"op\":\"user.disable\",\"user\":\"reader\"}");

  g_assert_cmpuint (socket_await_close (socket), ==, 4001);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const ParlourRoute *route = parlour_routes_by_name (rows[i].route);
    g_autofree char *path = path_for (f, route, &rows[i], READER);
    g_autofree char *body = body_for (f, rows[i].body);
    expect_refusal (f, f->actors[READER], route->method, path, body, "401 account_disabled");
    expect_refusal (f, &nobody, route->method, path, body, "401 not_signed_in");
  }
}

/* An op is answered like the call that it stands for. */
static void
expect_op (Fixture *f, Socket *socket, Actor actor, const char *op, const char *expected)
{
  g_autofree char *before = place_dump (f->place);

  socket_sayf (socket, "{\"id\":1,\"conversation\":\"%s\",%s}", f->conversations[actor], op);
  if (expected == DONE) {
    json_object_unref (socket_take (socket, "ok"));
    return;
  }
  g_autoptr (JsonObject) error = socket_take (socket, "error");
  JsonObject *problem = member_object (error, "problem");
  g_autofree char *answer = g_strdup_printf (
      "%" G_GINT64_FORMAT " %s", member_int (problem, "status"), member_string (problem, "code"));
  g_autofree char *after = place_dump (f->place);
  if (strcmp (answer, expected) != 0)
    g_error ("%s %s: %s, not %s", actor_names[actor], op, answer, expected);
  g_assert_cmpstr (before, ==, after);
}

static void
test_socket_ops (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *op;
    const char *expected[N_ACTORS];
  } ops[] = {
      {"\"op\":\"read\",\"seq\":1", {NONE, DONE, DONE, DONE}},
      {"\"op\":\"send\",\"client_id\":\"0192f6a0-0000-7000-8000-00000000000c\",\"body\":\"x\"",
       {NONE, NO, RESTRICT, BLOCK}},
      {"\"op\":\"react\",\"seq\":1,\"emoji\":\"👍\",\"on\":true", {NONE, NONE, NONE, BLOCK}},
      {"\"op\":\"typing\",\"typing\":true", {NONE, NO, RESTRICT, BLOCK}},
  };

  for (Actor actor = 0; actor < N_ACTORS; actor++) {
    g_autoptr (Socket) socket = socket_open (f->place, f->actors[actor]);
    g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS (ops); i++)
      expect_op (f, socket, actor, ops[i].op, ops[i].expected[actor]);
  }
}

/* A stream that is not theirs is none. */
static void
test_follow (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->actors[STRANGER]);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  socket_sayf (socket, "{\"op\":\"follow\",\"positions\":{\"%s\":0,\"nothing\":0}}",
               f->conversations[STRANGER]);
  for (int i = 0; i < 2; i++) {
    g_autoptr (JsonObject) reset = socket_take (socket, "reset");
    g_assert_cmpstr (member_string (reset, "reason"), ==, "position");
  }
  socket_take_nothing (socket, "event");
}

#define ADD(name_, test_)                                                                          \
  g_test_add ("/server/authority/" name_, Fixture, NULL, set_up, test_, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("calls", test_calls);
  ADD ("table-is-complete", test_table_is_complete);
  ADD ("events", test_events);
  ADD ("compose-is-blocked", test_compose_is_blocked);
  ADD ("admin-calls-are-for-admins", test_admin_calls_are_for_admins);
  ADD ("disabled-and-nobody", test_disabled_and_nobody);
  ADD ("disabled-members", test_disabled_members);
  ADD ("socket-ops", test_socket_ops);
  ADD ("follow", test_follow);
  return g_test_run ();
}

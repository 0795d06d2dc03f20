/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "server/control.h"
#include "server/routes.h"

#include "core/problem.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* What administrators do, over HTTP and by the control socket, and what all others may not. */

typedef struct {
  Place *place;
  Person *boss; /* the administrator */
  Person *anna;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  place_start (f->place);
  g_autoptr (JsonObject) boss =
      place_control (f->place, "{\"op\":\"user.add\",\"username\":\"boss\",\"password\":\"" PASSWORD
                               "\",\"admin\":true}");
  f->boss = person_login (f->place, "boss");
  f->anna = person_register (f->place, "anna");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->boss);
  person_free (f->anna);
  place_free (f->place);
}

static void
test_control (Fixture *f, gconstpointer data)
{
  place_control_refused (f->place, PARLOUR_PROBLEM_UNSUPPORTED, "op", "{\"op\":\"user.dance\"}");
  place_control_refused (f->place, PARLOUR_PROBLEM_UNSUPPORTED, "op", "{\"op\":\"me.show\"}");
  place_control_refused (f->place, PARLOUR_PROBLEM_MISSING_FIELD, "op", "{}");
  place_control_refused (f->place, PARLOUR_PROBLEM_MISSING_FIELD, "user",
                         "{\"op\":\"user.disable\"}");
  place_control_refused (f->place, PARLOUR_PROBLEM_NOT_FOUND, NULL,
                         "{\"op\":\"user.disable\",\"user\":\"nobody\"}");
  place_control_refused (f->place, PARLOUR_PROBLEM_MALFORMED_JSON, NULL, "{\"op\":");
  place_control_refused (f->place, PARLOUR_PROBLEM_INVALID_FIELD, "limit",
                         "{\"op\":\"user.list\",\"limit\":0}");
  place_control_refused (f->place, PARLOUR_PROBLEM_UNKNOWN_FIELD, NULL,
                         "{\"op\":\"settings.set\",\"colour\":\"red\"}");
  g_autoptr (JsonObject) page = place_control (f->place, "{\"op\":\"user.list\",\"limit\":1}");
  g_assert_cmpstr (member_string (page, "next"), ==, "anna");
  g_autoptr (JsonObject) rest =
      place_control (f->place, "{\"op\":\"user.list\",\"cursor\":\"anna\"}");
  g_assert_null (member_string (rest, "next"));
  g_autoptr (JsonObject) gone =
      place_control (f->place, "{\"op\":\"user.delete\",\"user\":\"ANNA\",\"messages\":\"keep\"}");
  g_assert_cmpuint (json_object_get_size (gone), ==, 0);
}

/* Between fork and _exit only what is safe there. 0: refused without a word. */
static int
try_as_nobody (const char *path)
{
  static const char request[] = "{\"op\":\"settings.set\",\"name\":\"Mine\"}\n";
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  char answer[256];
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  if (setgid (65534) != 0 || setuid (65534) != 0)
    return 2;
  if (connect (fd, (struct sockaddr *)&address, sizeof address) != 0)
    return 3;
  (void)!send (fd, request, sizeof request - 1, MSG_NOSIGNAL);
  return read (fd, answer, sizeof answer) > 0 ? 4 : 0;
}

/* Even where the folder's and the socket's modes let them in. */
static void
test_control_by_another_user (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->place->folder, PARLOUR_CONTROL_FILE, NULL);
  int status = 0;

  if (geteuid () != 0) {
    g_test_skip ("only root can be somebody else");
    return;
  }
  g_assert_cmpint (g_chmod (f->place->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  pid_t child = fork ();
  if (child == 0)
    _exit (try_as_nobody (path));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_autoptr (Reply) server = expect (f->place, 200, "GET", "/api/v1/server", NULL, NULL);
  g_assert_cmpstr (member_string (server->json, "name"), ==, "Parlour");
}

/* A good body for each route that takes one, so that nothing but the right is missing. */
static const char *
body_of (const ParlourRoute *route)
{
  if (strcmp (route->name, "user.add") == 0)
    return "{\"username\":\"eve\",\"password\":\"" PASSWORD "\",\"admin\":true}";
  if (strcmp (route->name, "user.change") == 0)
    return "{\"role\":\"admin\"}";
  if (strcmp (route->name, "user.reset-password") == 0)
    return "{\"password\":\"" PASSWORD "\"}";
  if (strcmp (route->name, "settings.set") == 0)
    return "{\"registration\":\"closed\"}";
  return route->body_limit > 0 ? "{}" : NULL;
}

static char *
path_of (const ParlourRoute *route)
{
  GString *path = g_string_new (route->path);

  g_string_replace (path, "{user}", "boss", 0);
  g_string_replace (path, "{invite}", "x", 0);
  if (strcmp (route->name, "user.delete") == 0)
    g_string_append (path, "?messages=erase");
  return g_string_free (path, FALSE);
}

static char *
everything (Place *place)
{
  g_autoptr (JsonObject) users = place_control (place, "{\"op\":\"user.list\"}");
  g_autoptr (JsonObject) invites = place_control (place, "{\"op\":\"invite.list\"}");
  g_autoptr (JsonObject) audit = place_control (place, "{\"op\":\"audit.list\"}");
  g_autoptr (JsonObject) settings = place_control (place, "{\"op\":\"settings.get\"}");
  JsonObject *all[] = {users, invites, audit, settings};
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), all[i]);
    g_autofree char *one = json_to_string (node, FALSE);
    g_string_append (text, one);
  }
  return g_string_free (text, FALSE);
}

static void
test_members_may_not (Fixture *f, gconstpointer data)
{
  gsize n = 0;
  guint n_tried = 0;
  const ParlourRoute *routes = parlour_routes_get_all (&n);
  g_autofree char *before = everything (f->place);

  for (gsize i = 0; i < n; i++) {
    if (routes[i].access != PARLOUR_ACCESS_ADMIN)
      continue;
    g_autofree char *path = path_of (&routes[i]);
    expect_problem (f->place, 403, "forbidden", routes[i].method, path, f->anna->token,
                    body_of (&routes[i]));
    expect_problem (f->place, 401, "not_signed_in", routes[i].method, path, NULL,
                    body_of (&routes[i]));
    n_tried++;
  }
  g_assert_cmpuint (n_tried, >=, 15);
  g_autofree char *after = everything (f->place);
  g_assert_cmpstr (after, ==, before);
}

static void
test_disable (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_autoptr (Reply) invite =
      expect (f->place, 201, "POST", "/api/v1/me/device-link", f->anna->token, NULL);
  g_autofree char *device =
      g_strdup_printf ("{\"token\":\"%s\"}", member_string (invite->json, "token"));
  g_autofree char *by_id = g_strdup_printf ("/api/v1/admin/users/%s/disable", f->anna->id);

  g_autoptr (Reply) off = expect (f->place, 200, "POST", by_id, f->boss->token, NULL);
  g_assert_false (json_object_get_boolean_member (off->json, "active"));
  g_assert_cmpuint (socket_await_close (socket), ==, 4001);
  expect_problem (f->place, 401, "account_disabled", "GET", "/api/v1/me", f->anna->token, NULL);
  expect_problem (f->place, 401, "account_disabled", "POST", "/api/v1/login", NULL,
                  "{\"username\":\"anna\",\"password\":\"" PASSWORD "\"}");
  expect_problem (f->place, 403, "invite_refused", "POST", "/api/v1/login/device", NULL, device);

  g_autoptr (Reply) on =
      expect (f->place, 200, "POST", "/api/v1/admin/users/anna/enable", f->boss->token, NULL);
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", f->anna->token, NULL);
  g_autoptr (Person) again = person_login (f->place, "anna");
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", again->token, NULL);
}

/* A call that waits for an event is told at once why there will be none. */
static gpointer
wait_thread (gpointer data)
{
  Fixture *f = data;
  g_autofree char *uri =
      g_strconcat (f->place->uri, "/api/v1/events?stream=me&after=0&wait=60", NULL);
  g_autofree char *token = g_strconcat ("Bearer ", f->anna->token, NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", token);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  return GUINT_TO_POINTER (soup_message_get_status (message));
}

static void
test_disable_ends_waiting (Fixture *f, gconstpointer data)
{
  GThread *thread = g_thread_new ("wait", wait_thread, f);
  gint64 start = g_get_monotonic_time ();

  /* whether it waits by then or comes later, it is refused */
  g_autoptr (Reply) off =
      expect (f->place, 200, "POST", "/api/v1/admin/users/anna/disable", f->boss->token, NULL);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread)), ==, 401);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
}

static void
test_reset_password (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  expect_problem (f->place, 422, "invalid_password", "POST",
                  "/api/v1/admin/users/anna/reset-password", f->boss->token,
                  "{\"password\":\"short\"}");
  g_autoptr (Reply) reset =
      expect (f->place, 200, "POST", "/api/v1/admin/users/anna/reset-password", f->boss->token,
              "{\"password\":\"battery staple\"}");
  g_assert_cmpuint (socket_await_close (socket), ==, 4001);
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", f->anna->token, NULL);
  expect_problem (f->place, 401, "wrong_credentials", "POST", "/api/v1/login", NULL,
                  "{\"username\":\"anna\",\"password\":\"" PASSWORD "\"}");
  g_autoptr (Reply) login = expect (f->place, 200, "POST", "/api/v1/login", NULL,
                                    "{\"username\":\"anna\",\"password\":\"battery staple\"}");
}

static void
test_delete (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) kept = compose (f->place, f->boss, "anna", "from the boss");
  g_autofree char *id = g_strdup (member_string (kept->json, "conversation"));
  g_autofree char *history = g_strdup_printf ("/api/v1/conversations/%s/messages?after=0", id);
  g_autoptr (Reply) sent = compose (f->place, f->anna, "boss", "a secret of anna's");
  g_autoptr (Socket) socket = socket_open (f->place, f->boss);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  expect_problem (f->place, 422, "invalid_field", "DELETE", "/api/v1/admin/users/anna",
                  f->boss->token, NULL);
  g_autoptr (Reply) gone = expect (f->place, 204, "DELETE",
                                   "/api/v1/admin/users/anna?messages=erase", f->boss->token, NULL);
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", f->anna->token, NULL);
  expect_problem (f->place, 404, "not_found", "POST", "/api/v1/admin/users/anna/enable",
                  f->boss->token, NULL);
  g_autoptr (JsonObject) event = socket_take_event (socket, id, 3);
  g_assert_cmpstr (member_string (event, "kind"), ==, "message.deleted");
  g_autoptr (Reply) page = expect (f->place, 200, "GET", history, f->boss->token, NULL);
  g_assert_cmpstr (member_string (item (page, 0), "body"), ==, "from the boss");
  g_assert_null (member_string (item (page, 1), "body"));
  g_autofree char *profile = g_strdup_printf ("/api/v1/users/%s", f->anna->id);
  g_autoptr (Reply) left = expect (f->place, 200, "GET", profile, f->boss->token, NULL);
  g_assert_cmpstr (member_string (left->json, "display_name"), ==, "Deleted account");
  g_assert_true (json_object_get_boolean_member (left->json, "deleted"));
  g_autoptr (Reply) here = expect (f->place, 200, "GET", "/api/v1/me", f->boss->token, NULL);
  g_assert_false (json_object_has_member (here->json, "deleted"));
  g_autoptr (Person) other = person_register (f->place, "anna");
  g_assert_cmpstr (other->id, !=, f->anna->id);
}

static guint
count_bodies (Place *place, Person *person, const char *history)
{
  g_autoptr (Reply) page = expect (place, 200, "GET", history, person->token, NULL);
  guint n = 0;

  for (guint i = 0; i < n_items (page); i++)
    n += member_string (item (page, i), "body") != NULL;
  return n;
}

/* What was acknowledged is finished by the next server. */
static void
test_erasing_survives_a_kill (void)
{
  Place *place = place_new ();
  g_autofree char *history = NULL;

  place_spawn (place);
  g_autoptr (JsonObject) admin =
      place_control (place, "{\"op\":\"user.add\",\"username\":\"boss\",\"password\":\"" PASSWORD
                            "\",\"admin\":true}");
  g_autoptr (Person) boss = person_login (place, "boss");
  g_autoptr (Person) anna = person_register (place, "anna");
  for (guint i = 0; i < 180; i++) {
    g_autoptr (Reply) sent = compose (place, anna, "boss", "a secret of anna's");
    if (history == NULL)
      history = g_strdup_printf ("/api/v1/conversations/%s/messages?after=0&limit=200",
                                 member_string (sent->json, "conversation"));
  }
  g_assert_cmpuint (count_bodies (place, boss, history), ==, 180);
  g_autoptr (Reply) gone =
      expect (place, 204, "DELETE", "/api/v1/admin/users/anna?messages=erase", boss->token, NULL);
  g_assert_cmpint (place_end_child (place, SIGKILL), ==, -1);
  place_spawn (place);
  await (count_bodies (place, boss, history) == 0);
  place_free (place);
}

static void
test_last_admin (Fixture *f, gconstpointer data)
{
  expect_problem (f->place, 409, "last_admin", "POST", "/api/v1/admin/users/boss/disable",
                  f->boss->token, NULL);
  expect_problem (f->place, 409, "last_admin", "DELETE", "/api/v1/admin/users/boss?messages=keep",
                  f->boss->token, NULL);
  expect_problem (f->place, 409, "last_admin", "PATCH", "/api/v1/admin/users/boss", f->boss->token,
                  "{\"role\":\"member\"}");
  place_control_refused (f->place, PARLOUR_PROBLEM_LAST_ADMIN, NULL,
                         "{\"op\":\"user.disable\",\"user\":\"boss\"}");
  g_autoptr (Reply) second = expect (f->place, 200, "PATCH", "/api/v1/admin/users/anna",
                                     f->boss->token, "{\"role\":\"admin\"}");
  g_autoptr (Reply) first = expect (f->place, 200, "PATCH", "/api/v1/admin/users/boss",
                                    f->boss->token, "{\"role\":\"member\"}");
  expect_problem (f->place, 403, "forbidden", "GET", "/api/v1/admin/users", f->boss->token, NULL);
}

static void
test_settings (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {"{\"name\":\"\"}", "{\"registration\":\"maybe\"}",
                                    "{\"max_accounts\":-1}"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    expect_problem (f->place, 422, "invalid_field", "PATCH", "/api/v1/admin/settings",
                    f->boss->token, bad[i]);
  g_autoptr (Reply) set = expect (f->place, 200, "PATCH", "/api/v1/admin/settings", f->boss->token,
                                  "{\"name\":\"The Mill\",\"max_accounts\":3}");
  g_assert_cmpstr (member_string (set->json, "registration"), ==, "open");
  g_autoptr (Reply) server = expect (f->place, 200, "GET", "/api/v1/server", NULL, NULL);
  g_assert_cmpstr (member_string (server->json, "name"), ==, "The Mill");
  g_autoptr (Person) third = person_register (f->place, "third");
  expect_problem (f->place, 403, "place_full", "POST", "/api/v1/register", NULL,
                  "{\"username\":\"fourth\",\"password\":\"" PASSWORD "\"}");
}

static void
test_overview (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) message = compose (f->place, f->anna, "boss", "hello");
  g_autoptr (Socket) socket = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  g_autoptr (Reply) status =
      expect (f->place, 200, "GET", "/api/v1/admin/status", f->boss->token, NULL);
  JsonArray *online = json_object_get_array_member (status->json, "online");
  g_assert_cmpuint (json_array_get_length (online), ==, 1);
  g_assert_cmpstr (member_string (json_array_get_object_element (online, 0), "username"), ==,
                   "anna");
  JsonArray *addresses = json_object_get_array_member (status->json, "addresses");
  g_assert_cmpuint (json_array_get_length (addresses), ==, 1);
  g_assert_true (g_str_has_suffix (f->place->uri, json_array_get_string_element (addresses, 0)));
  g_autoptr (Reply) users =
      expect (f->place, 200, "GET", "/api/v1/admin/users", f->boss->token, NULL);
  g_assert_true (json_object_get_boolean_member (item (users, 0), "online"));
  g_assert_false (json_object_get_boolean_member (item (users, 1), "online"));

  g_autoptr (Reply) numbers =
      expect (f->place, 200, "GET", "/api/v1/admin/statistics", f->boss->token, NULL);
  g_assert_cmpint (member_int (numbers->json, "accounts"), ==, 2);
  g_assert_cmpint (member_int (numbers->json, "messages"), ==, 1);
  g_assert_cmpint (member_int (numbers->json, "disk_bytes"), >, 4096);
  JsonArray *days = json_object_get_array_member (numbers->json, "days");
  g_assert_cmpuint (json_array_get_length (days), ==, 30);
  g_assert_cmpint (member_int (json_array_get_object_element (days, 29), "messages"), ==, 1);
}

/* Who, what, whom, from where; the newest first; no secret. */
static void
test_audit (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) reset =
      expect (f->place, 200, "POST", "/api/v1/admin/users/anna/reset-password", f->boss->token,
              "{\"password\":\"battery staple\"}");
  g_autoptr (Reply) invite =
      expect (f->place, 201, "POST", "/api/v1/admin/invites", f->boss->token, "{}");
  expect_problem (f->place, 409, "last_admin", "POST", "/api/v1/admin/users/boss/disable",
                  f->boss->token, NULL);

  g_autoptr (Reply) audit =
      expect (f->place, 200, "GET", "/api/v1/admin/audit", f->boss->token, NULL);
  g_assert_cmpuint (n_items (audit), ==, 3);
  g_assert_cmpstr (member_string (item (audit, 0), "action"), ==, "invite.create");
  g_assert_cmpstr (member_string (item (audit, 1), "action"), ==, "user.reset-password");
  g_assert_cmpstr (member_string (item (audit, 1), "actor"), ==, "boss");
  g_assert_cmpstr (member_string (item (audit, 1), "subject"), ==, "anna");
  g_assert_cmpstr (member_string (item (audit, 1), "origin"), ==, "127.0.0.1");
  g_assert_null (member_string (item (audit, 2), "actor"));
  g_assert_cmpstr (member_string (item (audit, 2), "origin"), ==, "control");
  g_autofree char *all = everything (f->place);
  g_assert_null (strstr (all, "staple"));
  g_assert_null (strstr (all, PASSWORD));
  g_assert_null (strstr (all, member_string (invite->json, "token")));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/admin/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("control", test_control);
  ADD ("control-by-another-user", test_control_by_another_user);
  ADD ("members-may-not", test_members_may_not);
  ADD ("disable", test_disable);
  ADD ("disable-ends-waiting", test_disable_ends_waiting);
  ADD ("reset-password", test_reset_password);
  ADD ("delete", test_delete);
  ADD ("last-admin", test_last_admin);
  ADD ("settings", test_settings);
  ADD ("overview", test_overview);
  ADD ("audit", test_audit);
  g_test_add_func ("/server/admin/erasing-survives-a-kill", test_erasing_survives_a_kill);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"
#include "test-png.h"

#include <string.h>

/* Profile pictures: sent, made small, shown, removed. */

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->place->config->newcomers_per_address = 100;
  f->place->config->writes = 0;
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  place_free (f->place);
}

static Reply *
send_picture (Fixture *f, GBytes *picture, const char *type, Person *person)
{
  return ask_bytes (f->place, "PUT", "/api/v1/me/avatar", person->token, type, picture);
}

static void
refused (Fixture *f, GBytes *picture, const char *type, guint status, const char *code)
{
  g_autoptr (Reply) reply = send_picture (f, picture, type, f->anna);

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (reply->code, ==, code);
}

static char *
avatar_path (Person *person)
{
  return g_strconcat ("/api/v1/users/", person->id, "/avatar", NULL);
}

static void
test_set_and_shown (Fixture *f, gconstpointer data)
{
  g_autofree char *path = avatar_path (f->anna);
  g_autoptr (GBytes) picture = test_png_new (600, 0x808080);
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  expect_problem (f->place, 404, "not_found", "GET", path, f->bert->token, NULL);
  g_autoptr (Reply) set = send_picture (f, picture, "image/png", f->anna);
  g_assert_cmpuint (set->status, ==, 200);
  const char *name = member_string (set->json, "avatar");
  g_assert_nonnull (name);
  g_autoptr (JsonObject) told = socket_take (socket, "profile");
  g_assert_cmpstr (member_string (member_object (told, "user"), "avatar"), ==, name);

  g_autoptr (Reply) shown = expect (f->place, 200, "GET", path, f->bert->token, NULL);
  g_assert_cmpstr (shown->type, ==, "image/png");
  g_assert_cmpuint (test_png_read_side (shown->bytes), ==, 256);
  g_assert_null (memmem (g_bytes_get_data (shown->bytes, NULL), g_bytes_get_size (shown->bytes),
                         "at home", strlen ("at home")));
  expect_problem (f->place, 401, "not_signed_in", "GET", path, NULL, NULL);
}

/* The same picture has the same name and is no change; another one has another. */
static void
test_named_by_content (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) one = test_png_new (40, 0x808080);
  g_autoptr (GBytes) other = test_png_new (40, 0x202020);
  g_autoptr (Reply) first = send_picture (f, one, "image/png", f->anna);
  g_autoptr (Reply) again = send_picture (f, one, "image/png", f->anna);
  g_autoptr (Reply) second = send_picture (f, other, "image/png", f->anna);

  g_assert_cmpstr (member_string (first->json, "avatar"), ==,
                   member_string (again->json, "avatar"));
  g_assert_cmpint (member_int (first->json, "version"), ==, member_int (again->json, "version"));
  g_assert_cmpstr (member_string (first->json, "avatar"), !=,
                   member_string (second->json, "avatar"));
}

static void
test_removed (Fixture *f, gconstpointer data)
{
  g_autofree char *path = avatar_path (f->anna);
  g_autoptr (GBytes) picture = test_png_new (40, 0x808080);
  g_autoptr (Reply) set = send_picture (f, picture, "image/png", f->anna);
  g_autoptr (Reply) removed =
      expect (f->place, 200, "DELETE", "/api/v1/me/avatar", f->anna->token, NULL);

  g_assert_cmpuint (set->status, ==, 200);
  g_assert_null (member_string (removed->json, "avatar"));
  expect_problem (f->place, 404, "not_found", "GET", path, f->bert->token, NULL);
}

/* It goes with the account. */
static void
test_forgotten (Fixture *f, gconstpointer data)
{
  g_autofree char *path = avatar_path (f->anna);
  g_autoptr (GBytes) picture = test_png_new (40, 0x808080);
  g_autoptr (Reply) set = send_picture (f, picture, "image/png", f->anna);
  g_autoptr (Reply) left = expect (f->place, 204, "DELETE", "/api/v1/me", f->anna->token,
                                   "{\"password\":\"" PASSWORD "\",\"messages\":\"keep\"}");

  g_assert_cmpuint (set->status, ==, 200);
  expect_problem (f->place, 404, "not_found", "GET", path, f->bert->token, NULL);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) picture = test_png_new (40, 0x808080);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (picture, 0, 60);
  g_autoptr (GBytes) text = g_bytes_new_static ("{\"a\":1}", 7);
  g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (picture, NULL), 60);
  changed[16] = 0x10; /* two hundred million pixels wide */
  g_autoptr (GBytes) bomb = g_bytes_new_static (changed, 60);
  gsize length = 5 * 1024 * 1024 + 1;
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (length), length);

  refused (f, cut, "image/png", 422, "invalid_picture");
  refused (f, text, "image/png", 422, "invalid_picture");
  refused (f, bomb, "image/png", 422, "invalid_picture");
  refused (f, NULL, NULL, 422, "invalid_picture");
  refused (f, picture, "application/json", 415, "wrong_media_type");
  refused (f, large, "image/png", 413, "too_large");
  g_autoptr (Reply) stranger =
      ask_bytes (f->place, "PUT", "/api/v1/me/avatar", NULL, "image/png", picture);
  g_assert_cmpuint (stranger->status, ==, 401);
  g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
  g_assert_null (member_string (me->json, "avatar"));
}

/* A connection on which a large picture begins and does not come. */
static GSocketConnection *
begin_large (Fixture *f)
{
  static const char head[] = "PUT /api/v1/me/avatar HTTP/1.1\r\nHost: localhost\r\n"
                             "Content-Type: image/png\r\nContent-Length: 5242880\r\n\r\n";
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection =
      g_socket_client_connect_to_uri (client, f->place->uri, 80, NULL, &error);

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), head,
                             strlen (head), NULL, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static gboolean
has_room (Fixture *f, GBytes *large)
{
  g_autoptr (Reply) reply = send_picture (f, large, "image/png", f->anna);

  g_assert_true (reply->status == 503 || reply->status == 422);
  return reply->status == 422;
}

/* With twelve of them, each of five megabytes, no further one fits into sixty-four. */
static gboolean
fills_up (Fixture *f, GPtrArray *connections, GBytes *large)
{
  while (connections->len < 12)
    g_ptr_array_add (connections, begin_large (f));
  if (!has_room (f, large))
    return TRUE;
  g_ptr_array_add (connections, begin_large (f));
  return FALSE;
}

static void
test_large_ones_have_a_bound (Fixture *f, gconstpointer data)
{
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  gsize length = 5 * 1024 * 1024;
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (length), length);
  g_autoptr (GBytes) small = test_png_new (40, 0x808080);

  g_assert_true (has_room (f, large));
  /* on a busy machine the server may not have seen all of them yet; await() asks twice */
  gboolean full = FALSE;
  await (full || (full = fills_up (f, connections, large)));
  g_autoptr (Reply) set = send_picture (f, small, "image/png", f->anna);
  g_assert_cmpuint (set->status, ==, 200);
  g_ptr_array_set_size (connections, 0);
  await (has_room (f, large));
  g_log_set_always_fatal (fatal);
}

/* Without the program, or with one that does not do its work, there are no pictures, for which the
 * picture is not to blame, and all else goes on. */
static void
test_no_program (Fixture *f, gconstpointer data)
{
  static const char *const programs[] = {"/nonexistent/parlour-picture", "/bin/false", "/bin/true"};
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  g_autoptr (GBytes) picture = test_png_new (40, 0x808080);

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++) {
    place_stop (f->place);
    g_free (f->place->config->picture_program);
    f->place->config->picture_program = g_strdup (programs[i]);
    place_start (f->place);
    refused (f, picture, "image/png", 503, "unavailable");
    g_autoptr (Reply) me = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
  }
  g_log_set_always_fatal (fatal);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/avatar/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("set-and-shown", test_set_and_shown);
  ADD ("named-by-content", test_named_by_content);
  ADD ("removed", test_removed);
  ADD ("forgotten", test_forgotten);
  ADD ("refused", test_refused);
  ADD ("large-ones-have-a-bound", test_large_ones_have_a_bound);
  ADD ("no-program", test_no_program);
  return g_test_run ();
}

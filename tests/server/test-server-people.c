/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/problem.h"

#include <string.h>

/* What people may do about each other and about themselves: receipts, clearing, reports, leaving.
 */

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  Person *carl;       /* a stranger to the conversation */
  char *conversation; /* of anna and bert; she has written message 1 */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->place->config->reads = 0; /* polling asks often */
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
  f->carl = person_register (f->place, "carl");
  g_autoptr (Reply) reply = compose (f->place, f->anna, "bert", "hello");
  f->conversation = g_strdup (member_string (reply->json, "conversation"));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  person_free (f->carl);
  g_free (f->conversation);
  place_free (f->place);
}

static char *
path_of (Fixture *f, const char *rest)
{
  return g_strconcat ("/api/v1/conversations/", f->conversation, rest, NULL);
}

static char *
user_path (Person *person, const char *rest)
{
  return g_strconcat ("/api/v1/users/", person->id, rest, NULL);
}

static void
done (Fixture *f, const char *method, const char *path, Person *by, const char *body)
{
  g_autoptr (Reply) reply = expect (f->place, 204, method, path, by->token, body);
}

static gboolean
flag (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_boolean_member (object, name);
}

/* What the sender of message 1 is told of its only reader. */
static void
expect_receipt (Fixture *f, gboolean delivered, gboolean read)
{
  g_autofree char *path = path_of (f, "/messages/1/receipts");
  g_autoptr (Reply) reply = expect (f->place, 200, "GET", path, f->anna->token, NULL);

  g_assert_cmpuint (n_items (reply), ==, 1);
  g_assert_cmpstr (member_string (member_object (item (reply, 0), "user"), "id"), ==, f->bert->id);
  g_assert_cmpint (flag (item (reply, 0), "delivered"), ==, delivered);
  g_assert_cmpint (flag (item (reply, 0), "read"), ==, read);
}

static void
test_receipts (Fixture *f, gconstpointer data)
{
  g_autofree char *read = path_of (f, "/read");

  expect_receipt (f, FALSE, FALSE);
  done (f, "POST", read, f->bert, "{\"seq\":1}");
  expect_receipt (f, TRUE, TRUE);
  for (guint i = 0; i < 2; i++) {
    Person *shy = i == 0 ? f->bert : f->anna;
    g_autoptr (Reply) off =
        expect (f->place, 200, "PATCH", "/api/v1/me", shy->token, "{\"share_read\":false}");
    expect_receipt (f, TRUE, FALSE);
    g_autoptr (Reply) on =
        expect (f->place, 200, "PATCH", "/api/v1/me", shy->token, "{\"share_read\":true}");
    expect_receipt (f, TRUE, TRUE);
  }
}

static void
test_receipts_are_the_senders (Fixture *f, gconstpointer data)
{
  g_autofree char *path = path_of (f, "/messages/1/receipts");
  g_autofree char *none = path_of (f, "/messages/2/receipts");
  g_autofree char *odd = path_of (f, "/messages/x/receipts");
  g_autofree char *wrong = path_of (f, "/messages/1/receipts?limit=0");

  expect_problem (f->place, 403, "forbidden", "GET", path, f->bert->token, NULL);
  expect_problem (f->place, 404, "not_found", "GET", path, f->carl->token, NULL);
  expect_problem (f->place, 401, "not_signed_in", "GET", path, NULL, NULL);
  expect_problem (f->place, 404, "not_found", "GET", none, f->anna->token, NULL);
  expect_problem (f->place, 404, "not_found", "GET", odd, f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", wrong, f->anna->token, NULL);
}

static void
test_clear (Fixture *f, gconstpointer data)
{
  g_autofree char *path = path_of (f, "/history?for=me");
  g_autofree char *messages = path_of (f, "/messages");
  g_autofree char *shown = path_of (f, "");
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  done (f, "DELETE", path, f->bert, NULL);
  g_autoptr (JsonObject) event = socket_take (socket, "event");
  g_assert_cmpstr (member_string (event, "kind"), ==, "history.cleared");
  g_assert_cmpint (member_int (event, "through"), ==, 1);
  g_autoptr (Reply) his = expect (f->place, 200, "GET", messages, f->bert->token, NULL);
  g_autoptr (Reply) hers = expect (f->place, 200, "GET", messages, f->anna->token, NULL);
  g_autoptr (Reply) conversation = expect (f->place, 200, "GET", shown, f->bert->token, NULL);
  g_assert_cmpuint (n_items (his), ==, 0);
  g_assert_cmpuint (n_items (hers), ==, 1);
  g_assert_true (json_object_get_null_member (conversation->json, "last_message"));
  g_assert_cmpint (member_int (conversation->json, "unread"), ==, 0);
  /* again there is nothing to clear, and nothing to tell */
  done (f, "DELETE", path, f->bert, NULL);
  socket_take_nothing (socket, "event");
}

static void
test_clear_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *path = path_of (f, "/history");
  g_autofree char *everyone = path_of (f, "/history?for=everyone");
  g_autofree char *me = path_of (f, "/history?for=me");

  expect_problem (f->place, 422, "missing_field", "DELETE", path, f->bert->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "DELETE", everyone, f->bert->token, NULL);
  expect_problem (f->place, 404, "not_found", "DELETE", me, f->carl->token, NULL);
}

static void
test_reports (Fixture *f, gconstpointer data)
{
  g_autofree char *message = path_of (f, "/messages/1/report");
  g_autofree char *person = user_path (f->anna, "/report");

  done (f, "POST", message, f->bert, "{\"reason\":\"rude\"}");
  done (f, "POST", message, f->bert, "{\"reason\":\"very rude\"}");
  done (f, "POST", person, f->carl, "{\"reason\":\"sells things\"}");
  g_autoptr (JsonObject) all = place_control (f->place, "{\"op\":\"report.list\"}");
  JsonArray *items = json_object_get_array_member (all, "items");
  g_assert_cmpuint (json_array_get_length (items), ==, 2);
  JsonObject *about_person = json_array_get_object_element (items, 0);
  JsonObject *about_message = json_array_get_object_element (items, 1);
  g_assert_cmpstr (member_string (about_person, "reason"), ==, "sells things");
  g_assert_true (json_object_get_null_member (about_person, "message"));
  g_assert_cmpstr (member_string (about_message, "reason"), ==, "very rude");
  g_assert_cmpstr (member_string (member_object (about_message, "message"), "body"), ==, "hello");
  g_assert_cmpstr (member_string (member_object (about_message, "reporter"), "username"), ==,
                   "bert");
  g_assert_cmpstr (member_string (member_object (about_message, "user"), "username"), ==, "anna");
}

static void
expect_reports (Fixture *f, const char *open, guint n)
{
  g_autoptr (JsonObject) some =
      place_control (f->place, "{\"op\":\"report.list\",\"open\":%s}", open);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (some, "items")), ==, n);
}

static void
test_report_is_closed (Fixture *f, gconstpointer data)
{
  g_autofree char *person = user_path (f->anna, "/report");

  done (f, "POST", person, f->carl, "{\"reason\":\"sells things\"}");
  expect_reports (f, "true", 1);
  g_autoptr (JsonObject) all = place_control (f->place, "{\"op\":\"report.list\"}");
  JsonObject *report =
      json_array_get_object_element (json_object_get_array_member (all, "items"), 0);
  g_autoptr (JsonObject) closed = place_control (
      f->place, "{\"op\":\"report.close\",\"report\":\"%s\"}", member_string (report, "id"));
  expect_reports (f, "true", 0);
  expect_reports (f, "false", 1);
  /* what comes back is a report of its own */
  done (f, "POST", person, f->carl, "{\"reason\":\"again\"}");
  expect_reports (f, "true", 1);
  place_control_refused (f->place, PARLOUR_PROBLEM_NOT_FOUND, NULL,
                         "{\"op\":\"report.close\",\"report\":\"none\"}");
}

static void
test_reports_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *message = path_of (f, "/messages/1/report");
  g_autofree char *person = user_path (f->anna, "/report");
  g_autofree char *long_one = g_strnfill (501, 'x');
  g_autofree char *too_long = g_strdup_printf ("{\"reason\":\"%s\"}", long_one);

  expect_problem (f->place, 403, "forbidden", "POST", message, f->anna->token,
                  "{\"reason\":\"mine\"}");
  expect_problem (f->place, 403, "forbidden", "POST", person, f->anna->token,
                  "{\"reason\":\"me\"}");
  expect_problem (f->place, 404, "not_found", "POST", message, f->carl->token,
                  "{\"reason\":\"unseen\"}");
  expect_problem (f->place, 404, "not_found", "POST", "/api/v1/users/nobody/report", f->carl->token,
                  "{\"reason\":\"x\"}");
  expect_problem (f->place, 422, "missing_field", "POST", person, f->carl->token, "{}");
  expect_problem (f->place, 422, "invalid_field", "POST", person, f->carl->token,
                  "{\"reason\":\" \"}");
  expect_problem (f->place, 422, "invalid_field", "POST", person, f->carl->token,
                  "{\"reason\":\"two\\nlines\"}");
  expect_problem (f->place, 422, "invalid_field", "POST", person, f->carl->token, too_long);
  expect_problem (f->place, 403, "forbidden", "GET", "/api/v1/admin/reports", f->anna->token, NULL);
  expect_reports (f, "true", 0);
}

/* Whether message 1 is, as bert reads it. */
static gboolean
is_erased (Fixture *f)
{
  g_autofree char *path = path_of (f, "/messages");
  g_autoptr (Reply) left = expect (f->place, 200, "GET", path, f->bert->token, NULL);

  return json_object_get_null_member (item (left, 0), "body");
}

static gboolean
conversation_is_blocked (Fixture *f, Person *as)
{
  g_autofree char *path = path_of (f, "");
  g_autoptr (Reply) reply = expect (f->place, 200, "GET", path, as->token, NULL);

  return flag (reply->json, "blocked");
}

static void
test_block (Fixture *f, gconstpointer data)
{
  g_autofree char *anna = user_path (f->anna, "/block");
  g_autofree char *messages = path_of (f, "/messages");
  g_autofree char *first = path_of (f, "/messages/1");
  static const char again[] = "{\"client_id\":\"01890000-0000-7000-8000-000000000001\","
                              "\"body\":\"sent before\"}";
  static const char more[] = "{\"client_id\":\"01890000-0000-7000-8000-000000000002\","
                             "\"body\":\"hello?\"}";
  static const char compose_more[] = "{\"client_id\":\"01890000-0000-7000-8000-000000000002\","
                                     "\"to\":\"bert\",\"body\":\"hello?\"}";
  g_autoptr (Reply) sent = expect (f->place, 201, "POST", messages, f->anna->token, again);
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  done (f, "PUT", anna, f->bert, NULL);
  g_autoptr (JsonObject) event = socket_take (socket, "event");
  g_assert_cmpstr (member_string (event, "kind"), ==, "block.changed");
  g_assert_cmpstr (member_string (member_object (event, "user"), "id"), ==, f->anna->id);
  g_assert_true (conversation_is_blocked (f, f->bert));
  g_assert_false (conversation_is_blocked (f, f->anna));
  expect_problem (f->place, 403, "blocked", "POST", messages, f->anna->token, more);
  expect_problem (f->place, 403, "blocked", "POST", "/api/v1/messages", f->anna->token,
                  compose_more);
  expect_problem (f->place, 403, "blocked", "PATCH", first, f->anna->token,
                  "{\"body\":\"other words\"}");
  /* what has an answer keeps it */
  g_autoptr (Reply) repeated = expect (f->place, 200, "POST", messages, f->anna->token, again);
  /* who blocks may write */
  g_autoptr (Reply) his = compose (f->place, f->bert, "anna", "no more, please");

  done (f, "DELETE", anna, f->bert, NULL);
  g_autoptr (Reply) through = expect (f->place, 201, "POST", messages, f->anna->token, more);
  g_assert_false (conversation_is_blocked (f, f->bert));
}

static void
test_block_is_told_once (Fixture *f, gconstpointer data)
{
  g_autofree char *carl = user_path (f->carl, "/block");
  g_autoptr (Socket) socket = socket_open (f->place, f->bert);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  done (f, "DELETE", carl, f->bert, NULL);
  socket_take_nothing (socket, "event");
  done (f, "PUT", carl, f->bert, NULL);
  socket_drop_event (socket, "me", member_int (member_object (welcome, "tops"), "me") + 1);
  done (f, "PUT", carl, f->bert, NULL);
  socket_take_nothing (socket, "event");
  g_autoptr (Reply) list = expect (f->place, 200, "GET", "/api/v1/blocks", f->bert->token, NULL);
  g_autoptr (Reply) others = expect (f->place, 200, "GET", "/api/v1/blocks", f->carl->token, NULL);
  g_assert_cmpuint (n_items (list), ==, 1);
  g_assert_cmpstr (member_string (item (list, 0), "id"), ==, f->carl->id);
  g_assert_cmpuint (n_items (others), ==, 0);
}

static gboolean
person_is_blocked (Fixture *f, Person *who, Person *by)
{
  g_autofree char *path = user_path (who, "");
  g_autoptr (Reply) reply = expect (f->place, 200, "GET", path, by->token, NULL);

  return flag (reply->json, "blocked");
}

/* Only to who did it. */
static void
test_block_is_told_of_the_person (Fixture *f, gconstpointer data)
{
  g_autofree char *carl = user_path (f->carl, "/block");

  g_assert_false (person_is_blocked (f, f->carl, f->bert));
  done (f, "PUT", carl, f->bert, NULL);
  g_assert_true (person_is_blocked (f, f->carl, f->bert));
  g_assert_false (person_is_blocked (f, f->bert, f->carl));
  g_assert_false (person_is_blocked (f, f->carl, f->anna));
}

/* Nothing comes of it, not even an empty conversation in the other's list. */
static void
test_block_before_the_first_message (Fixture *f, gconstpointer data)
{
  g_autofree char *carl = user_path (f->carl, "/block");
  g_autofree char *make =
      g_strdup_printf ("{\"client_id\":\"01890000-0000-7000-8000-000000000003\","
                       "\"kind\":\"direct\",\"user\":\"%s\"}",
                       f->bert->id);

  done (f, "PUT", carl, f->bert, NULL);
  expect_problem (f->place, 403, "blocked", "POST", "/api/v1/conversations", f->carl->token, make);
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->bert->token, NULL);
  g_assert_cmpuint (n_items (list), ==, 1);
}

static void
test_block_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *self = user_path (f->bert, "/block");

  expect_problem (f->place, 403, "forbidden", "PUT", self, f->bert->token, NULL);
  expect_problem (f->place, 404, "not_found", "PUT", "/api/v1/users/nobody/block", f->bert->token,
                  NULL);
  expect_problem (f->place, 401, "not_signed_in", "PUT", self, NULL, NULL);
}

static void
test_leave (Fixture *f, gconstpointer data)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->anna);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);

  done (f, "DELETE", "/api/v1/me", f->anna,
        "{\"password\":\"" PASSWORD "\",\"messages\":\"erase\"}");
  g_assert_cmpuint (socket_await_close (socket), ==, 4001);
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", f->anna->token, NULL);
  expect_problem (f->place, 401, "wrong_credentials", "POST", "/api/v1/login", NULL,
                  "{\"username\":\"anna\",\"password\":\"" PASSWORD "\"}");
  await (is_erased (f));
  /* the name is free again */
  g_autoptr (Person) other = person_register (f->place, "anna");
  g_assert_cmpstr (other->id, !=, f->anna->id);
}

static void
test_leave_refused (Fixture *f, gconstpointer data)
{
  expect_problem (f->place, 403, "forbidden", "DELETE", "/api/v1/me", f->anna->token,
                  "{\"password\":\"not the one\",\"messages\":\"keep\"}");
  expect_problem (f->place, 422, "missing_field", "DELETE", "/api/v1/me", f->anna->token,
                  "{\"password\":\"" PASSWORD "\"}");
  expect_problem (f->place, 422, "invalid_field", "DELETE", "/api/v1/me", f->anna->token,
                  "{\"password\":\"" PASSWORD "\",\"messages\":\"some\"}");
  expect_problem (f->place, 422, "missing_field", "DELETE", "/api/v1/me", f->anna->token,
                  "{\"messages\":\"keep\"}");
  g_autoptr (JsonObject) made =
      place_control (f->place, "{\"op\":\"user.change\",\"user\":\"anna\",\"role\":\"admin\"}");
  expect_problem (f->place, 409, "last_admin", "DELETE", "/api/v1/me", f->anna->token,
                  "{\"password\":\"" PASSWORD "\",\"messages\":\"keep\"}");
  g_autoptr (Reply) still = expect (f->place, 200, "GET", "/api/v1/me", f->anna->token, NULL);
}

/* A deleted account's name is made of its id, which all may know: nobody takes it beforehand, and
 * so keeps somebody from leaving; nor the word that means everybody. */
static void
test_names_that_nobody_has (Fixture *f, gconstpointer data)
{
  static const char register_body[] = "{\"username\":\"%s\",\"password\":\"" PASSWORD "\"}";
  g_autofree char *gone = g_strconcat ("Deleted-", f->anna->id + 24, NULL);
  g_autofree char *squat = g_strdup_printf (register_body, gone);
  g_autofree char *all = g_strdup_printf (register_body, "Everyone");
  g_autofree char *most = g_strdup_printf (register_body, "everyone-else");

  expect_problem (f->place, 409, "username_taken", "POST", "/api/v1/register", NULL, squat);
  expect_problem (f->place, 409, "username_taken", "POST", "/api/v1/register", NULL, all);
  g_autoptr (Reply) fine = expect (f->place, 201, "POST", "/api/v1/register", NULL, most);
  done (f, "DELETE", "/api/v1/me", f->anna,
        "{\"password\":\"" PASSWORD "\",\"messages\":\"keep\"}");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/people/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("receipts", test_receipts);
  ADD ("receipts-are-the-senders", test_receipts_are_the_senders);
  ADD ("clear", test_clear);
  ADD ("clear-refused", test_clear_refused);
  ADD ("reports", test_reports);
  ADD ("report-is-closed", test_report_is_closed);
  ADD ("reports-refused", test_reports_refused);
  ADD ("block", test_block);
  ADD ("block-is-told-once", test_block_is_told_once);
  ADD ("block-is-told-of-the-person", test_block_is_told_of_the_person);
  ADD ("block-before-the-first-message", test_block_before_the_first_message);
  ADD ("block-refused", test_block_refused);
  ADD ("leave", test_leave);
  ADD ("leave-refused", test_leave_refused);
  ADD ("names-that-nobody-has", test_names_that_nobody_has);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/id.h"
#include "core/limits.h"
#include "core/text.h"

#include <string.h>

/* What is refused: each bad request has its own status and code, and nothing is written by it. */

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  Person *carl;
  char *conversation; /* of anna and bert */
} Fixture;

#define ID "0197f8f0-0000-7000-8000-000000000001"

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
  f->carl = person_register (f->place, "carl");
  g_autoptr (Reply) reply = compose (f->place, f->anna, "bert", "first");
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
messages_path (Fixture *f)
{
  return g_strdup_printf ("/api/v1/conversations/%s/messages", f->conversation);
}

/* What all that is refused must leave as it was. */
static char *
state (Fixture *f)
{
  g_autofree char *path = messages_path (f);
  g_autoptr (Reply) history = expect (f->place, 200, "GET", path, f->anna->token, NULL);
  g_autoptr (Reply) people = expect (f->place, 200, "GET", "/api/v1/users", f->anna->token, NULL);
  g_autoptr (Reply) inbox =
      expect (f->place, 200, "GET", "/api/v1/events?stream=me", f->anna->token, NULL);
  g_autoptr (Reply) sessions =
      expect (f->place, 200, "GET", "/api/v1/sessions", f->anna->token, NULL);

  return g_strdup_printf ("%u messages, %u people, %u in the inbox, %u sessions", n_items (history),
                          n_items (people), n_items (inbox), n_items (sessions));
}

static void
test_compose (Fixture *f, gconstpointer data)
{
  g_autofree char *before = state (f);
  static const struct {
    guint status;
    const char *code;
    const char *body;
  } rows[] = {
      {422, "recipient_unknown", "{\"client_id\":\"" ID "\",\"to\":\"nobody\",\"body\":\"x\"}"},
      {422, "recipient_is_self", "{\"client_id\":\"" ID "\",\"to\":\"anna\",\"body\":\"x\"}"},
      {422, "body_required", "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"\"}"},
      {422, "body_required", "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\" \\n \"}"},
      {422, "body_required", "{\"client_id\":\"" ID "\",\"to\":\"bert\"}"},
      {400, "malformed_json", "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"x\""},
      {400, "malformed_json", "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"x\"} {}"},
      {400, "malformed_json", "{\"to\":\"bert\",\"to\":\"bert\",\"body\":\"x\"}"},
      {400, "malformed_json", "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"\\u0000\"}"},
      {400, "malformed_json", "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"\\ud800\"}"},
      {400, "malformed_json", ""},
      {422, "unknown_field",
       "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"x\",\"colour\":1}"},
      {422, "wrong_type", "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":7}"},
      {422, "wrong_type", "{\"client_id\":\"" ID "\",\"to\":[\"bert\"],\"body\":\"x\"}"},
      {422, "missing_field", "{\"client_id\":\"" ID "\",\"body\":\"x\"}"},
      {422, "missing_field", "{\"to\":\"bert\",\"body\":\"x\"}"},
      {422, "invalid_client_id", "{\"client_id\":\"1\",\"to\":\"bert\",\"body\":\"x\"}"},
      {422, "unsupported",
       "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"x\",\"attachments\":[\"1\"]}"},
      {422, "invalid_field",
       "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"x\",\"subject\":\"a\\nb\"}"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    expect_problem (f->place, rows[i].status, rows[i].code, "POST", "/api/v1/messages",
                    f->anna->token, rows[i].body);
  g_autofree char *after = state (f);
  g_assert_cmpstr (before, ==, after);
}

static void
test_too_long (Fixture *f, gconstpointer data)
{
  g_autofree char *path = messages_path (f);
  g_autofree char *text = g_strnfill (PARLOUR_BODY_CHARS_MAX + 1, 'x');
  g_autofree char *body = g_strdup_printf ("{\"client_id\":\"" ID "\",\"body\":\"%s\"}", text);
  g_autofree char *huge_text = g_strnfill (300 * 1024, 'x');
  g_autofree char *huge = g_strdup_printf ("{\"client_id\":\"" ID "\",\"body\":\"%s\"}", huge_text);

  expect_problem (f->place, 422, "body_too_long", "POST", path, f->anna->token, body);
  expect_problem (f->place, 413, "too_large", "POST", path, f->anna->token, huge);
  memset (text, 'y', PARLOUR_SUBJECT_CHARS_MAX + 1);
  text[PARLOUR_SUBJECT_CHARS_MAX + 1] = '\0';
  g_autofree char *titled =
      g_strdup_printf ("{\"client_id\":\"" ID "\",\"body\":\"x\",\"subject\":\"%s\"}", text);
  expect_problem (f->place, 422, "subject_too_long", "POST", path, f->anna->token, titled);
}

static void
test_tokens (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ä"};

  expect_problem (f->place, 401, "not_signed_in", "GET", "/api/v1/me", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", bad[i], NULL);
  g_autoptr (Reply) out = expect (f->place, 204, "POST", "/api/v1/logout", f->carl->token, NULL);
  expect_problem (f->place, 401, "token_refused", "GET", "/api/v1/me", f->carl->token, NULL);
  expect_problem (f->place, 401, "token_refused", "POST", "/api/v1/messages", f->carl->token,
                  "{\"client_id\":\"" ID "\",\"to\":\"bert\",\"body\":\"x\"}");
}

/* What is not mine answers exactly as what does not exist. */
static void
test_others_conversation (Fixture *f, gconstpointer data)
{
  const char *ids[] = {f->conversation, ID, "nonsense"};
  static const char *const calls[][3] = {
      {"GET", "", NULL},
      {"GET", "/messages", NULL},
      {"POST", "/messages", "{\"client_id\":\"" ID "\",\"body\":\"x\"}"},
      {"POST", "/read", "{\"seq\":1}"},
      {"PATCH", "/settings", "{\"archived\":true}"},
      {"PATCH", "/messages/1", "{\"body\":\"x\"}"},
      {"DELETE", "/messages/1?for=me", NULL},
      {"DELETE", "/messages/1?for=everyone", NULL},
  };

  for (guint call = 0; call < G_N_ELEMENTS (calls); call++) {
    for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
      g_autofree char *path = g_strconcat ("/api/v1/conversations/", ids[i], calls[call][1], NULL);
      expect_problem (f->place, 404, "not_found", calls[call][0], path, f->carl->token,
                      calls[call][2]);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *path = g_strconcat ("/api/v1/events?stream=", ids[i], NULL);
    expect_problem (f->place, 404, "not_found", "GET", path, f->carl->token, NULL);
  }
}

static void
test_reused_client_id (Fixture *f, gconstpointer data)
{
  g_autofree char *path = messages_path (f);
  g_autoptr (Reply) first = expect (f->place, 201, "POST", path, f->anna->token,
                                    "{\"client_id\":\"" ID "\",\"body\":\"one\"}");

  expect_problem (f->place, 409, "client_id_reused", "POST", path, f->anna->token,
                  "{\"client_id\":\"" ID "\",\"body\":\"two\"}");
  expect_problem (f->place, 409, "client_id_reused", "POST", path, f->anna->token,
                  "{\"client_id\":\"" ID "\",\"body\":\"one\",\"subject\":\"s\"}");
  g_autoptr (Reply) again = expect (f->place, 200, "POST", path, f->anna->token,
                                    "{\"client_id\":\"" ID "\",\"body\":\"one\"}");
  g_assert_cmpint (member_int (first->json, "seq"), ==, member_int (again->json, "seq"));
}

static void
check_raw (Fixture *f, guint status, const char *code, const char *headers, const char *body)
{
  g_autofree char *request = g_strdup_printf (
      "POST /api/v1/login HTTP/1.1\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
      headers, strlen (body), body);
  g_autoptr (Reply) reply = ask_raw (f->place, request);

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (reply->code, ==, code);
}

#define JSON_TYPE "Content-Type: application/json\r\n"
#define LOGIN     "{\"username\":\"nobody\",\"password\":\"" PASSWORD "\"}"

static void
test_headers (Fixture *f, gconstpointer data)
{
  check_raw (f, 401, "wrong_credentials", "Host: localhost\r\n" JSON_TYPE, LOGIN);
  check_raw (f, 401, "wrong_credentials", "Host: 192.168.1.9:80\r\n" JSON_TYPE, LOGIN);
  check_raw (f, 401, "wrong_credentials", "Host: [::1]:80\r\n" JSON_TYPE, LOGIN);
  check_raw (f, 421, "wrong_host", "Host: evil.example\r\n" JSON_TYPE, LOGIN);
  check_raw (f, 421, "wrong_host", "Host: localhost.evil.example\r\n" JSON_TYPE, LOGIN);
  check_raw (f, 403, "foreign_origin",
             "Host: localhost\r\nOrigin: http://evil.example\r\n" JSON_TYPE, LOGIN);
  check_raw (f, 403, "foreign_origin", "Host: localhost\r\nOrigin: null\r\n" JSON_TYPE, LOGIN);
  check_raw (f, 415, "wrong_media_type", "Host: localhost\r\n", LOGIN);
  check_raw (f, 415, "wrong_media_type", "Host: localhost\r\nContent-Type: text/plain\r\n", LOGIN);
  check_raw (f, 400, "malformed_request",
             "Host: localhost\r\n" JSON_TYPE "Transfer-Encoding: chunked\r\n", LOGIN);
}

/* A target that is a whole address names the host, whatever the header says. */
static void
test_whole_address (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) foreign =
      ask_raw (f->place, "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n"
                         "Connection: close\r\n\r\n");
  g_autoptr (Reply) own = ask_raw (f->place, "GET http://localhost/healthz HTTP/1.1\r\n"
                                             "Host: localhost\r\nConnection: close\r\n\r\n");

  g_assert_cmpuint (foreign->status, ==, 421);
  g_assert_cmpstr (foreign->code, ==, "wrong_host");
  g_assert_cmpuint (own->status, ==, 200);
}

static void
test_addresses (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) wrong_method = ask (f->place, "PUT", "/api/v1/messages", f->anna->token, "{}");

  expect_problem (f->place, 404, "not_found", "GET", "/", NULL, NULL);
  expect_problem (f->place, 404, "not_found", "GET", "/api/v1/nothing", f->anna->token, NULL);
  expect_problem (f->place, 404, "not_found", "GET", "/api/v1/users/", f->anna->token, NULL);
  expect_problem (f->place, 404, "not_found", "GET", "/api/v1/users/" ID, f->anna->token, NULL);
  g_assert_cmpuint (wrong_method->status, ==, 405);
  g_assert_cmpstr (wrong_method->code, ==, "method_not_allowed");
  g_assert_cmpstr (wrong_method->allow, ==, "GET, POST");
}

static void
test_queries (Fixture *f, gconstpointer data)
{
  static const struct {
    guint status;
    const char *code;
    const char *query;
  } rows[] = {
      {422, "unknown_field", "?colour=red"},
      {422, "unknown_field", "?limit=5&colour=red"},
      {422, "invalid_field", "?limit=0"},
      {422, "invalid_field", "?limit=201"},
      {422, "invalid_field", "?limit=ten"},
      {422, "invalid_field", "?limit="},
      {422, "invalid_field", "?before=-1"},
      {422, "invalid_field", "?before=3&after=1"},
      {400, "malformed_request", "?limit=5&limit=6"},
      {400, "malformed_request", "?limit=%00"},
  };
  g_autofree char *path = messages_path (f);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *full = g_strconcat (path, rows[i].query, NULL);
    expect_problem (f->place, rows[i].status, rows[i].code, "GET", full, f->anna->token, NULL);
  }
  expect_problem (f->place, 422, "unknown_field", "GET", "/api/v1/me?x=1", f->anna->token, NULL);
  expect_problem (f->place, 422, "missing_field", "GET", "/api/v1/messages", f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/messages?box=spam",
                  f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/messages?box=sent&before=junk",
                  f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/messages?box=sent&owed=true",
                  f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/messages?box=sent&titled=yes",
                  f->anna->token, NULL);
  expect_problem (f->place, 422, "missing_field", "GET", "/api/v1/events", f->anna->token, NULL);
  expect_problem (f->place, 410, "epoch_changed", "GET", "/api/v1/events?stream=me&epoch=other",
                  f->anna->token, NULL);
  expect_problem (f->place, 410, "reset", "GET", "/api/v1/events?stream=me&after=99",
                  f->anna->token, NULL);
}

static void
test_changes (Fixture *f, gconstpointer data)
{
  g_autofree char *path = messages_path (f);
  g_autofree char *first = g_strconcat (path, "/1", NULL);
  g_autofree char *first_for_nobody = g_strconcat (path, "/1?for=nobody", NULL);
  g_autofree char *first_for_all = g_strconcat (path, "/1?for=everyone", NULL);
  g_autofree char *ninth = g_strconcat (path, "/9?for=me", NULL);
  g_autofree char *read = g_strdup_printf ("/api/v1/conversations/%s/read", f->conversation);

  expect_problem (f->place, 403, "forbidden", "PATCH", first, f->bert->token, "{\"body\":\"x\"}");
  expect_problem (f->place, 403, "forbidden", "DELETE", first_for_all, f->bert->token, NULL);
  expect_problem (f->place, 422, "missing_field", "DELETE", first, f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "DELETE", first_for_nobody, f->anna->token, NULL);
  expect_problem (f->place, 404, "not_found", "DELETE", ninth, f->anna->token, NULL);
  expect_problem (f->place, 422, "past_top", "POST", read, f->anna->token, "{\"seq\":2}");
  expect_problem (f->place, 422, "reply_unknown", "POST", path, f->anna->token,
                  "{\"client_id\":\"" ID "\",\"body\":\"x\",\"reply_to\":7}");
  expect_problem (f->place, 422, "recipient_unknown", "POST", "/api/v1/conversations",
                  f->anna->token,
                  "{\"client_id\":\"" ID "\",\"kind\":\"direct\",\"user\":\"" ID "\"}");
}

static void
test_accounts (Fixture *f, gconstpointer data)
{
  static const struct {
    guint status;
    const char *code;
    const char *body;
  } rows[] = {
      {409, "username_taken", "{\"username\":\"ANNA\",\"password\":\"" PASSWORD "\"}"},
      {422, "invalid_username", "{\"username\":\"a\",\"password\":\"" PASSWORD "\"}"},
      {422, "invalid_username", "{\"username\":\"a b\",\"password\":\"" PASSWORD "\"}"},
      {422, "invalid_password", "{\"username\":\"dora\",\"password\":\"short\"}"},
      {422, "invalid_display_name",
       "{\"username\":\"dora\",\"password\":\"" PASSWORD "\",\"display_name\":\"\\u202e\"}"},
      {422, "invalid_field",
       "{\"username\":\"dora\",\"password\":\"" PASSWORD "\",\"email\":\"nowhere\"}"},
      {422, "invalid_field",
       "{\"username\":\"dora\",\"password\":\"" PASSWORD "\",\"email\":\"a@b\\u202ec\"}"},
      {422, "invalid_field",
       "{\"username\":\"dora\",\"password\":\"" PASSWORD "\",\"device_name\":\"two\\nlines\"}"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    expect_problem (f->place, rows[i].status, rows[i].code, "POST", "/api/v1/register", NULL,
                    rows[i].body);
  expect_problem (f->place, 401, "wrong_credentials", "POST", "/api/v1/login", NULL,
                  "{\"username\":\"nobody\",\"password\":\"" PASSWORD "\"}");
  expect_problem (f->place, 401, "wrong_credentials", "POST", "/api/v1/login", NULL,
                  "{\"username\":\"anna\",\"password\":\"wrong password\"}");
  expect_problem (f->place, 403, "forbidden", "POST", "/api/v1/me/password", f->anna->token,
                  "{\"current\":\"wrong password\",\"new\":\"something longer\"}");
}

static void
test_registration (void)
{
  static const struct {
    ParlourRegistration registration;
    const char *code;
  } rows[] = {{PARLOUR_REGISTRATION_CLOSED, "registration_closed"},
              {PARLOUR_REGISTRATION_INVITE, "invite_required"}};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Place *place = place_new ();
    place->config->registration = rows[i].registration;
    place_start (place);
    expect_problem (place, 403, rows[i].code, "POST", "/api/v1/register", NULL,
                    "{\"username\":\"anna\",\"password\":\"" PASSWORD "\"}");
    place_free (place);
  }
}

static void
test_stream_needs_upgrade (Fixture *f, gconstpointer data)
{
  expect_problem (f->place, 426, "upgrade_required", "GET", "/api/v1/stream", f->anna->token, NULL);
  expect_problem (f->place, 401, "not_signed_in", "GET", "/api/v1/stream", NULL, NULL);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/refusals/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("compose", test_compose);
  ADD ("too-long", test_too_long);
  ADD ("tokens", test_tokens);
  ADD ("others-conversation", test_others_conversation);
  ADD ("reused-client-id", test_reused_client_id);
  ADD ("headers", test_headers);
  ADD ("whole-address", test_whole_address);
  ADD ("addresses", test_addresses);
  ADD ("queries", test_queries);
  ADD ("changes", test_changes);
  ADD ("accounts", test_accounts);
  ADD ("stream-needs-upgrade", test_stream_needs_upgrade);
  g_test_add_func ("/server/refusals/registration", test_registration);
  return g_test_run ();
}

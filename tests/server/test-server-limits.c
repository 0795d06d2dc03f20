/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-server-limits"

#include "support.h"

#include "core/id.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What comes too often, seen from the network. */

#define LOGIN "{\"username\":\"%s\",\"password\":\"%s\"}"

static Reply *
login (Place *place, const char *name, const char *password)
{
  g_autofree char *body = g_strdup_printf (LOGIN, name, password);

  return ask (place, "POST", "/api/v1/login", NULL, body);
}

static void
expect_login (Place *place, guint status, const char *name, const char *password)
{
  g_autoptr (Reply) reply = login (place, name, password);

  g_assert_cmpuint (reply->status, ==, status);
}

static void
test_wrong_passwords (void)
{
  Place *place = place_new ();
  g_autoptr (Person) anna = NULL;
  g_autoptr (Person) bert = NULL;

  place_start (place);
  anna = person_register (place, "anna");
  bert = person_register (place, "bert");
  for (guint i = 0; i < 30; i++)
    expect_login (place, 200, "bert", PASSWORD);
  for (guint i = 0; i < 10; i++)
    expect_login (place, 401, "anna", "wrong");
  g_autoptr (Reply) reply = login (place, "Anna", PASSWORD);
  g_assert_cmpuint (reply->status, ==, 429);
  g_assert_cmpstr (reply->code, ==, "too_many_requests");
  g_assert_nonnull (reply->retry_after);
  gint64 seconds = g_ascii_strtoll (reply->retry_after, NULL, 10);
  g_assert_cmpint (seconds, >, 590);
  g_assert_cmpint (seconds, <=, 600);
  expect_login (place, 200, "bert", PASSWORD);
  expect_login (place, 401, "nobody", "wrong");
  place_free (place);
}

/* A device that was signed in already does not get another chance to guess either. */
static void
test_wrong_passwords_of_a_device (void)
{
  Place *place = place_new ();
  static const char body[] = "{\"current\":\"wrong\",\"new\":\"another password\"}";

  place_start (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  for (guint i = 0; i < 10; i++)
    expect_problem (place, 403, "forbidden", "POST", "/api/v1/me/password", anna->token, body);
  expect_problem (place, 429, "too_many_requests", "POST", "/api/v1/me/password", anna->token,
                  body);
  place_free (place);
}

static void
try_registration (Place *place, guint status, guint number)
{
  g_autofree char *body =
      g_strdup_printf ("{\"username\":\"user%u\",\"password\":\"" PASSWORD "\"}", number);
  g_autoptr (Reply) reply = ask (place, "POST", "/api/v1/register", NULL, body);

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_true ((reply->retry_after != NULL) == (status == 429));
}

static void
test_registrations (void)
{
  Place *place = place_new ();

  g_assert_cmpuint (place->config->registrations, ==, 60);
  place->config->registrations = 4;
  place_start (place);
  for (guint i = 0; i < 4; i++)
    try_registration (place, 201, i);
  try_registration (place, 429, 4);
  expect_login (place, 200, "user0", PASSWORD);
  place_free (place);
}

/* All devices of one person count together, and others not at all. */
static void
test_calls_count_by_user (void)
{
  Place *place = place_new ();

  place->config->reads = 6;
  place->config->writes = 2;
  place_start (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  g_autoptr (Person) device = person_login (place, "anna");
  g_autoptr (Person) bert = person_register (place, "bert");
  Person *persons[] = {anna, device, bert};
  /* the first call of a token says whose it is */
  for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
    reply_free (expect (place, 200, "GET", "/api/v1/me", persons[i]->token, NULL));
  for (guint i = 0; i < 6; i++)
    reply_free (expect (place, 200, "GET", "/api/v1/me", persons[i % 2]->token, NULL));
  expect_problem (place, 429, "too_many_requests", "GET", "/api/v1/me", anna->token, NULL);
  expect_problem (place, 429, "too_many_requests", "GET", "/api/v1/me", device->token, NULL);
  reply_free (expect (place, 200, "GET", "/api/v1/me", bert->token, NULL));
  reply_free (compose (place, anna, "bert", "writing has a count of its own"));
  place_free (place);
}

static void
say_send (Socket *socket, const char *conversation, guint id)
{
  g_autofree char *client_id = parlour_id_new ();

  socket_sayf (socket,
               "{\"op\":\"send\",\"id\":%u,\"conversation\":\"%s\",\"client_id\":\"%s\","
               "\"body\":\"again\"}",
               id, conversation, client_id);
}

static void
expect_refusal (Socket *socket, gint64 id)
{
  g_autoptr (JsonObject) error = socket_take (socket, "error");
  JsonObject *problem = member_object (error, "problem");

  g_assert_cmpint (member_int (error, "id"), ==, id);
  g_assert_cmpstr (member_string (problem, "code"), ==, "too_many_requests");
  g_assert_cmpint (member_int (problem, "retry_after"), >, 0);
  g_assert_cmpint (member_int (problem, "retry_after"), <=, 30);
}

/* Whichever way somebody writes is one count; who writes too much is told, and nobody else is. */
static void
test_sockets_count_too (void)
{
  Place *place = place_new ();

  place->config->writes = 4;
  place_start (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  g_autoptr (Person) bert = person_register (place, "bert");
  reply_free (expect (place, 200, "GET", "/api/v1/me", anna->token, NULL));
  g_autoptr (Reply) first = compose (place, anna, "bert", "by HTTP");
  const char *conversation = member_string (first->json, "conversation");
  g_autoptr (Socket) hers = socket_open (place, anna);
  g_autoptr (Socket) his = socket_open (place, bert);
  json_object_unref (socket_greet (hers, NULL));
  json_object_unref (socket_greet (his, NULL));

  for (guint i = 1; i <= 3; i++) {
    say_send (hers, conversation, i);
    json_object_unref (socket_take (hers, "ok"));
  }
  say_send (hers, conversation, 4);
  expect_refusal (hers, 4);
  socket_sayf (hers, "{\"op\":\"read\",\"id\":5,\"conversation\":\"%s\",\"seq\":1}", conversation);
  expect_refusal (hers, 5);
  socket_sayf (hers,
               "{\"op\":\"react\",\"id\":6,\"conversation\":\"%s\",\"seq\":1,"
               "\"emoji\":\"👍\",\"on\":true}",
               conversation);
  expect_refusal (hers, 6);
  g_autofree char *path = g_strdup_printf ("/api/v1/conversations/%s/read", conversation);
  expect_problem (place, 429, "too_many_requests", "POST", path, anna->token, "{\"seq\":1}");

  say_send (his, conversation, 1);
  g_autoptr (JsonObject) ok = socket_take (his, "ok");
  g_assert_cmpint (member_int (member_object (ok, "message"), "seq"), ==, 5);
  for (gint64 seq = 2; seq <= 5; seq++) /* she is still there */
    socket_drop_event (hers, conversation, seq);
  place_free (place);
}

static guint
status_through_proxy (Place *place, const char *client)
{
  g_autofree char *uri = g_strconcat (place->uri, "/api/v1/login", NULL);
  g_autofree char *body = g_strdup_printf (LOGIN, "anna", "wrong");
  g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Forwarded-For",
                                client);
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  answer = soup_session_send_and_read (place->session, message, NULL, NULL);
  g_assert_nonnull (answer);
  return soup_message_get_status (message);
}

static void
test_addresses_behind_a_proxy (void)
{
  Place *place = place_new ();

  place->config->wrong_passwords = 2;
  place->config->proxies = g_strsplit ("127.0.0.1", " ", -1);
  place_start (place);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.1"), ==, 401);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.1"), ==, 401);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.1"), ==, 429);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.9, 192.0.2.1"), ==, 429);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.2"), ==, 401);
  /* one network of IPv6 is one host's */
  g_assert_cmpuint (status_through_proxy (place, "2001:db8::1"), ==, 401);
  g_assert_cmpuint (status_through_proxy (place, "2001:db8::2"), ==, 401);
  g_assert_cmpuint (status_through_proxy (place, "2001:db8::3"), ==, 429);
  place_free (place);
}

static void
test_nobody_else_is_believed (void)
{
  Place *place = place_new ();

  place->config->wrong_passwords = 2;
  place_start (place);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.1"), ==, 401);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.2"), ==, 401);
  g_assert_cmpuint (status_through_proxy (place, "192.0.2.3"), ==, 429);
  place_free (place);
}

static int
connect_to (Place *place)
{
  g_autoptr (GUri) uri = g_uri_parse (place->uri, G_URI_FLAGS_NONE, NULL);
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons ((guint16)g_uri_get_port (uri)),
                                .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  struct timeval limit = {.tv_sec = 10};
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  return fd;
}

/* Whether the connection is kept: it answers as long as it likes, or is closed at once. */
static gboolean
answers (int fd, const char *token)
{
  g_autofree char *request = g_strdup_printf (
      "GET /api/v1/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n",
      token != NULL ? "me" : "server", token != NULL ? token : "none");
  g_autoptr (GString) answer = g_string_new (NULL);
  char buffer[4096];
  gssize count;

  if (send (fd, request, strlen (request), MSG_NOSIGNAL) < 0)
    return FALSE;
  while (!g_str_has_suffix (answer->str, "}") && (count = recv (fd, buffer, sizeof buffer, 0)) > 0)
    g_string_append_len (answer, buffer, count);
  return g_str_has_prefix (answer->str, "HTTP/1.1 200 ");
}

/* Who has signed in makes room for the next one. */
static void
test_newcomers_of_an_address (void)
{
  Place *place = place_new ();
  int fds[5];

  g_assert_cmpuint (place->config->newcomers_per_address, ==, 20);
  g_assert_cmpuint (place->config->sockets_per_address, ==, 200);
  place->config->newcomers_per_address = 3;
  place_start (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  /* the test's own connection is nobody's newcomer afterwards */
  reply_free (expect (place, 200, "GET", "/api/v1/me", anna->token, NULL));
  for (guint i = 0; i < 3; i++) {
    fds[i] = connect_to (place);
    g_assert_true (answers (fds[i], NULL));
  }
  fds[3] = connect_to (place);
  g_assert_false (answers (fds[3], NULL));
  g_assert_true (answers (fds[0], anna->token));
  fds[4] = connect_to (place);
  g_assert_true (answers (fds[4], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  place_free (place);
}

/* A proxy's sockets are many people's. */
static void
test_a_proxy_has_room (void)
{
  Place *place = place_new ();
  int fds[6];

  place->config->newcomers_per_address = 2;
  place->config->sockets_per_address = 4;
  place->config->proxies = g_strsplit ("127.0.0.1", " ", -1);
  place_start (place);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++) {
    fds[i] = connect_to (place);
    g_assert_true (answers (fds[i], NULL));
  }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  place_free (place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/limits/wrong-passwords", test_wrong_passwords);
  g_test_add_func ("/limits/wrong-passwords-of-a-device", test_wrong_passwords_of_a_device);
  g_test_add_func ("/limits/registrations", test_registrations);
  g_test_add_func ("/limits/calls-count-by-user", test_calls_count_by_user);
  g_test_add_func ("/limits/sockets-count-too", test_sockets_count_too);
  g_test_add_func ("/limits/addresses-behind-a-proxy", test_addresses_behind_a_proxy);
  g_test_add_func ("/limits/nobody-else-is-believed", test_nobody_else_is_believed);
  g_test_add_func ("/limits/newcomers-of-an-address", test_newcomers_of_an_address);
  g_test_add_func ("/limits/a-proxy-has-room", test_a_proxy_has_room);
  return g_test_run ();
}

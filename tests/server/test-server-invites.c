/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/invite-link.h"

#include <string.h>

/* Invites and device links: who gets in, how often, and who does not. */

typedef struct {
  Place *place;
  Person *boss;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  f->place->config->registration = PARLOUR_REGISTRATION_INVITE;
  place_start (f->place);
  g_autoptr (JsonObject) boss =
      place_control (f->place, "{\"op\":\"user.add\",\"username\":\"boss\",\"password\":\"" PASSWORD
                               "\",\"admin\":true}");
  f->boss = person_login (f->place, "boss");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->boss);
  place_free (f->place);
}

static char *
registration (const char *name, const char *token)
{
  return g_strdup_printf ("{\"username\":\"%s\",\"password\":\"" PASSWORD "\",\"invite\":\"%s\"}",
                          name, token);
}

static void
refused (Fixture *f, const char *name, const char *token)
{
  g_autofree char *body = registration (name, token);

  expect_problem (f->place, 403, "invite_refused", "POST", "/api/v1/register", NULL, body);
}

static void
joins (Fixture *f, const char *name, const char *token)
{
  g_autofree char *body = registration (name, token);
  g_autoptr (Reply) reply = expect (f->place, 201, "POST", "/api/v1/register", NULL, body);

  g_assert_cmpstr (member_string (member_object (reply->json, "user"), "role"), ==, "member");
}

static Reply *
invite (Fixture *f, const char *body)
{
  return expect (f->place, 201, "POST", "/api/v1/admin/invites", f->boss->token, body);
}

static char *
state_of (Fixture *f, guint index)
{
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/admin/invites", f->boss->token, NULL);

  return g_strdup (member_string (item (list, index), "state"));
}

static void
test_join (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) made = invite (f, "{\"addresses\":[\"192.0.2.7:7447\"]}");
  const char *token = member_string (made->json, "token");
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourInviteLink) link =
      parlour_invite_link_parse (member_string (made->json, "link"), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (link->token, ==, token);
  g_assert_cmpstr (link->name, ==, "Parlour");
  g_assert_cmpstr (link->addresses[0], ==, "192.0.2.7:7447");
  expect_problem (f->place, 403, "invite_required", "POST", "/api/v1/register", NULL,
                  "{\"username\":\"anna\",\"password\":\"" PASSWORD "\"}");
  joins (f, "anna", token);
  refused (f, "bert", token);
  g_autofree char *state = state_of (f, 0);
  g_assert_cmpstr (state, ==, "used_up");
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/admin/invites", f->boss->token, NULL);
  g_assert_cmpstr (member_string (item (list, 0), "created_by"), ==, "boss");
  g_assert_false (json_object_has_member (item (list, 0), "token"));
}

/* A use goes with an account, and with nothing else. */
static void
test_refusal_costs_no_use (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) made = invite (f, "{}");
  const char *token = member_string (made->json, "token");
  g_autofree char *taken = registration ("boss", token);
  g_autofree char *bad = registration ("no good", token);

  expect_problem (f->place, 409, "username_taken", "POST", "/api/v1/register", NULL, taken);
  expect_problem (f->place, 422, "invalid_username", "POST", "/api/v1/register", NULL, bad);
  joins (f, "anna", token);
}

static void
test_forged (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) made = invite (f, "{}");
  const char *token = member_string (made->json, "token");
  g_autofree char *tampered = g_strdup (token);

  tampered[0] = tampered[0] == 'A' ? 'B' : 'A';
  refused (f, "eve", tampered);
  refused (f, "eve", "");
  refused (f, "eve", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  refused (f, "eve", f->boss->token);
  refused (f, "eve", member_string (made->json, "id"));
  joins (f, "anna", token);
}

static void
test_revoked_and_expired (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) brief = invite (f, "{\"expires_in\":1,\"uses\":1000}");
  g_autoptr (Reply) made = invite (f, "{\"uses\":2}");
  const char *token = member_string (made->json, "token");
  g_autofree char *path =
      g_strdup_printf ("/api/v1/admin/invites/%s", member_string (made->json, "id"));

  joins (f, "anna", token);
  g_autoptr (Reply) gone = expect (f->place, 204, "DELETE", path, f->boss->token, NULL);
  refused (f, "bert", token);
  g_autoptr (Reply) repeated = expect (f->place, 204, "DELETE", path, f->boss->token, NULL);
  expect_problem (f->place, 404, "not_found", "DELETE", "/api/v1/admin/invites/x", f->boss->token,
                  NULL);
  g_autofree char *state = state_of (f, 0);
  g_assert_cmpstr (state, ==, "revoked");
  g_autofree char *old = NULL;
  await ((g_free (old), old = state_of (f, 1), strcmp (old, "expired") == 0));
  refused (f, "bert", member_string (brief->json, "token"));
}

static void
test_bad_wishes (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {
      "{\"uses\":0}",
      "{\"uses\":1001}",
      "{\"expires_in\":0}",
      "{\"role\":\"admin\"}",
      "{\"kind\":\"cake\"}",
      "{\"kind\":\"device\",\"uses\":2}",
      "{\"expires_in\":99999999}",
      "{\"addresses\":[\"no port\"]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    expect_problem (f->place, 422, "invalid_field", "POST", "/api/v1/admin/invites", f->boss->token,
                    bad[i]);
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/admin/invites", f->boss->token, NULL);
  g_assert_cmpuint (n_items (list), ==, 0);
}

/* ── many at once ── */

#define CROWD 16 /* fewer than may be connected from one address without having signed in */

typedef struct {
  const char *uri;
  char *body;
  guint status;
} Guest;

static gpointer
guest_thread (gpointer data)
{
  Guest *guest = data;
  g_autofree char *uri = g_strconcat (guest->uri, "/api/v1/register", NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);
  g_autoptr (GBytes) body = g_bytes_new (guest->body, strlen (guest->body));

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  g_autoptr (GBytes) answer = soup_session_send_and_read (session, message, NULL, NULL);
  guest->status = soup_message_get_status (message);
  return NULL;
}

static void
test_crowd (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) made = invite (f, "{\"uses\":5}");
  GThread *threads[CROWD];
  Guest guests[CROWD];
  guint n_in = 0;

  for (guint i = 0; i < CROWD; i++) {
    g_autofree char *name = g_strdup_printf ("guest%u", i);
    guests[i] = (Guest){.uri = f->place->uri,
                        .body = registration (name, member_string (made->json, "token"))};
    threads[i] = g_thread_new (name, guest_thread, &guests[i]);
  }
  for (guint i = 0; i < CROWD; i++) {
    g_thread_join (threads[i]);
    g_assert_true (guests[i].status == 201 || guests[i].status == 403);
    n_in += guests[i].status == 201;
    g_free (guests[i].body);
  }
  g_assert_cmpuint (n_in, ==, 5);
  g_autoptr (JsonObject) numbers = place_control (f->place, "{\"op\":\"statistics.get\"}");
  g_assert_cmpint (member_int (numbers, "accounts"), ==, 6);
}

/* ── devices ── */

static char *
device_body (const char *token)
{
  return g_strdup_printf ("{\"token\":\"%s\",\"device_name\":\"Phone\"}", token);
}

static void
test_device (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) first =
      expect (f->place, 201, "POST", "/api/v1/me/device-link", f->boss->token, NULL);
  g_autoptr (Reply) second =
      expect (f->place, 201, "POST", "/api/v1/me/device-link", f->boss->token, NULL);
  g_autofree char *old = device_body (member_string (first->json, "token"));
  g_autofree char *new = device_body (member_string (second->json, "token"));

  refused (f, "eve", member_string (second->json, "token"));
  expect_problem (f->place, 403, "invite_refused", "POST", "/api/v1/login/device", NULL, old);
  g_autoptr (Reply) in = expect (f->place, 200, "POST", "/api/v1/login/device", NULL, new);
  g_assert_cmpstr (member_string (member_object (in->json, "user"), "username"), ==, "boss");
  expect_problem (f->place, 403, "invite_refused", "POST", "/api/v1/login/device", NULL, new);
  g_autoptr (Reply) me =
      expect (f->place, 200, "GET", "/api/v1/me", member_string (in->json, "token"), NULL);
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/admin/invites", f->boss->token, NULL);
  g_assert_cmpuint (n_items (list), ==, 0);
}

static void
test_device_link_ends_with_password (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) link = invite (f, "{\"kind\":\"device\"}");
  g_autofree char *body = device_body (member_string (link->json, "token"));
  g_autoptr (Reply) changed = expect (f->place, 204, "POST", "/api/v1/me/password", f->boss->token,
                                      "{\"current\":\"" PASSWORD "\",\"new\":\"battery staple\"}");

  expect_problem (f->place, 403, "invite_refused", "POST", "/api/v1/login/device", NULL, body);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/server/invites/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("join", test_join);
  ADD ("refusal-costs-no-use", test_refusal_costs_no_use);
  ADD ("forged", test_forged);
  ADD ("revoked-and-expired", test_revoked_and_expired);
  ADD ("bad-wishes", test_bad_wishes);
  ADD ("crowd", test_crowd);
  ADD ("device", test_device);
  ADD ("device-link-ends-with-password", test_device_link_ends_with_password);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"

#include "core/id.h"

/* Groups for the tests: made, asked and changed over real HTTP. */

static char *
list_ids (va_list args)
{
  GString *ids = g_string_new (NULL);

  for (Person *person = va_arg (args, Person *); person != NULL; person = va_arg (args, Person *))
    g_string_append_printf (ids, "%s\"%s\"", ids->len > 0 ? "," : "", person->id);
  return g_string_free (ids, FALSE);
}

char *
group_make (Place *place, Person *owner, const char *title, ...)
{
  g_autofree char *client_id = parlour_id_new ();
  va_list args;

  va_start (args, title);
  g_autofree char *ids = list_ids (args);
  va_end (args);
  g_autofree char *body = g_strdup_printf (
      "{\"client_id\":\"%s\",\"kind\":\"group\",\"title\":\"%s\",\"members\":[%s]}", client_id,
      title, ids);
  g_autoptr (Reply) reply =
      expect (place, 201, "POST", "/api/v1/conversations", owner->token, body);
  return g_strdup (member_string (reply->json, "id"));
}

char *
group_path (const char *group, const char *rest)
{
  return g_strconcat ("/api/v1/conversations/", group, rest, NULL);
}

Reply *
group_ask (Place *place,
           guint status,
           const char *method,
           const char *group,
           const char *rest,
           Person *by,
           const char *body)
{
  g_autofree char *path = group_path (group, rest);

  return expect (place, status, method, path, by->token, body);
}

void
group_refused (Place *place,
               guint status,
               const char *code,
               const char *method,
               const char *group,
               const char *rest,
               Person *by,
               const char *body)
{
  g_autofree char *path = group_path (group, rest);

  expect_problem (place, status, code, method, path, by->token, body);
}

void
group_add (Place *place, const char *group, Person *by, Person *who, const char *role)
{
  g_autofree char *quoted = role != NULL ? g_strdup_printf ("\"%s\"", role) : g_strdup ("null");
  g_autofree char *body = g_strdup_printf ("{\"user\":\"%s\",\"role\":%s}", who->id, quoted);
  g_autoptr (Reply) reply = group_ask (place, 201, "POST", group, "/members", by, body);
}

void
group_remove (Place *place, const char *group, Person *by, Person *who)
{
  g_autofree char *rest = g_strconcat ("/members/", who->id, NULL);
  g_autoptr (Reply) reply = group_ask (place, 204, "DELETE", group, rest, by, NULL);
}

void
group_set_role (Place *place, const char *group, Person *by, Person *who, const char *role)
{
  g_autofree char *rest = g_strconcat ("/members/", who->id, NULL);
  g_autofree char *body = g_strdup_printf ("{\"role\":\"%s\"}", role);
  g_autoptr (Reply) reply = group_ask (place, 200, "PATCH", group, rest, by, body);

  g_assert_cmpstr (member_string (reply->json, "role"), ==, role);
}

gint64
group_send (Place *place, const char *group, Person *by, const char *body)
{
  g_autofree char *client_id = parlour_id_new ();
  g_autofree char *json =
      g_strdup_printf ("{\"client_id\":\"%s\",\"body\":\"%s\"}", client_id, body);
  g_autoptr (Reply) reply = group_ask (place, 201, "POST", group, "/messages", by, json);

  return member_int (reply->json, "seq");
}

char *
group_role (Place *place, const char *group, Person *by, Person *who)
{
  g_autoptr (Reply) reply = group_ask (place, 200, "GET", group, "/members", by, NULL);

  for (guint i = 0; i < n_items (reply); i++) {
    JsonObject *user = member_object (item (reply, i), "user");
    if (g_str_equal (member_string (user, "id"), who->id))
      return g_strdup (member_string (item (reply, i), "role"));
  }
  return g_strdup ("");
}

char *
group_events (Place *place, const char *group, Person *who)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/events?stream=%s&after=0&limit=200", group);
  g_autoptr (Reply) reply = expect (place, 200, "GET", path, who->token, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_items (reply); i++) {
    JsonObject *event = item (reply, i);
    if (json_object_has_member (event, "kind"))
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT " %s", text->len > 0 ? ", " : "",
                              member_int (event, "seq"), member_string (event, "kind"));
  }
  return g_string_free (text, FALSE);
}

void
group_place_set_up (GroupPlace *self, gconstpointer data)
{
  self->place = place_new ();
  place_start (self->place);
  self->anna = person_register (self->place, "anna");
  self->bert = person_register (self->place, "bert");
  self->carl = person_register (self->place, "carl");
  self->dora = person_register (self->place, "dora");
  self->group = group_make (self->place, self->anna, "Allotment", self->bert, self->carl, NULL);
}

void
group_place_tear_down (GroupPlace *self, gconstpointer data)
{
  person_free (self->anna);
  person_free (self->bert);
  person_free (self->carl);
  person_free (self->dora);
  g_free (self->group);
  place_free (self->place);
}

Reply *
group_show (GroupPlace *f, Person *who)
{
  return group_ask (f->place, 200, "GET", f->group, "", who, NULL);
}

void
group_expect_role (GroupPlace *f, Person *by, Person *who, const char *role)
{
  g_autofree char *now = group_role (f->place, f->group, by, who);

  g_assert_cmpstr (now, ==, role);
}

void
group_expect_events (GroupPlace *f, Person *who, const char *events)
{
  g_autofree char *now = group_events (f->place, f->group, who);

  g_assert_cmpstr (now, ==, events);
}

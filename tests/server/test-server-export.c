/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-groups.h"
#include "test-png.h"

/* What somebody takes along: everything of theirs, each thing once, whatever the size of a page,
 * and nothing that is not theirs. */

typedef struct {
  Place *place;
  Person *anna;
  Person *bert;
  Person *carl;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->place = place_new ();
  place_start (f->place);
  f->anna = person_register (f->place, "anna");
  f->bert = person_register (f->place, "bert");
  f->carl = person_register (f->place, "carl");
  for (guint i = 0; i < 5; i++) {
    g_autofree char *text = g_strdup_printf ("to bert %u", i);
    g_autoptr (Reply) one = compose (f->place, f->anna, "bert", text);
  }
  g_autoptr (Reply) two = compose (f->place, f->carl, "anna", "to anna");
  g_autoptr (Reply) three = compose (f->place, f->bert, "carl", "not anna's");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  person_free (f->anna);
  person_free (f->bert);
  person_free (f->carl);
  place_free (f->place);
}

/* One word an item of @anna's: "account", "conversation", or a message's text. */
static char *export(Fixture *f, guint limit)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *next = NULL;

  do {
    g_autofree char *path =
        g_strdup_printf ("/api/v1/export?limit=%u%s%s", limit, next != NULL ? "&cursor=" : "",
                         next != NULL ? next : "");
    g_autoptr (Reply) page = expect (f->place, 200, "GET", path, f->anna->token, NULL);
    g_assert_cmpuint (n_items (page), <=, limit);
    for (guint i = 0; i < n_items (page); i++) {
      const char *kind = member_string (item (page, i), "kind");
      JsonObject *message = json_object_has_member (item (page, i), "message")
                                ? member_object (item (page, i), "message")
                                : NULL;
      g_string_append_printf (all, "%s\n",
                              message != NULL ? member_string (message, "body") : kind);
    }
    g_free (next);
    next = g_strdup (json_object_get_string_member_with_default (page->json, "next", NULL));
  } while (next != NULL);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
test_everything_once (Fixture *f, gconstpointer data)
{
  static const char wanted[] =
      "account\ndevice\nconversation\nto bert 0\nto bert 1\nto bert 2\nto bert 3\n"
      "to bert 4\nconversation\nto anna\n";

  for (guint limit = 1; limit < 12; limit++) {
    g_autofree char *found = export(f, limit);
    g_assert_cmpstr (found, ==, wanted);
  }
}

/* What was hidden is mine no longer, and what was erased has no text. */
static void
test_not_what_was_deleted (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->anna->token, NULL);
  g_autofree char *hide = g_strdup_printf ("/api/v1/conversations/%s/messages/2?for=me",
                                           member_string (item (list, 1), "id"));
  g_autoptr (Reply) hidden = expect (f->place, 204, "DELETE", hide, f->anna->token, NULL);
  g_autofree char *found = export(f, 50);

  g_assert_null (g_strstr_len (found, -1, "to bert 1"));
  g_assert_nonnull (g_strstr_len (found, -1, "to bert 2"));
}

/* The items of one kind, each as JSON; they may be cut by pages of any size. */
static GPtrArray *
collect (Fixture *f, Person *whose, guint limit, const char *kind)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
  g_autofree char *next = NULL;

  do {
    g_autofree char *path =
        g_strdup_printf ("/api/v1/export?limit=%u%s%s", limit, next != NULL ? "&cursor=" : "",
                         next != NULL ? next : "");
    g_autoptr (Reply) page = expect (f->place, 200, "GET", path, whose->token, NULL);
    for (guint i = 0; i < n_items (page); i++)
      if (g_str_equal (member_string (item (page, i), "kind"), kind))
        g_ptr_array_add (found, json_object_ref (item (page, i)));
    g_free (next);
    next = g_strdup (json_object_get_string_member_with_default (page->json, "next", NULL));
  } while (next != NULL);
  return found;
}

static void
expect_count (Fixture *f, guint limit, const char *kind, guint n)
{
  g_autoptr (GPtrArray) found = collect (f, f->anna, limit, kind);

  g_assert_cmpuint (found->len, ==, n);
}

static void
write_path (Fixture *f, guint status, const char *method, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *path = g_strdup_vprintf (format, args);
  va_end (args);
  reply_free (expect (f->place, status, method, path, f->anna->token, NULL));
}

/* Devices, picture, whom one blocked, what one starred, who is in one's groups, and what happened
 * in them. */
static void
test_what_is_theirs_alone (Fixture *f, gconstpointer data)
{
  g_autoptr (Person) phone = person_login (f->place, "anna");
  g_autoptr (Person) tablet = person_login (f->place, "anna");
  g_autofree char *group = group_make (f->place, f->anna, "Choir", f->bert, f->carl, NULL);
  g_autoptr (GBytes) png = test_png_new (32, 0x336699);
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->anna->token, NULL);
  const char *direct = member_string (item (list, 2), "id");

  reply_free (ask_bytes (f->place, "PUT", "/api/v1/me/avatar", f->anna->token, "image/png", png));
  write_path (f, 204, "PUT", "/api/v1/users/%s/block", f->bert->id);
  write_path (f, 204, "PUT", "/api/v1/users/%s/block", f->carl->id);
  write_path (f, 204, "PUT", "/api/v1/conversations/%s/messages/1/star", direct);
  write_path (f, 204, "PUT", "/api/v1/conversations/%s/messages/2/star", direct);
  for (guint limit = 1; limit < 9; limit++) {
    expect_count (f, limit, "account", 1);
    expect_count (f, limit, "picture", 1);
    expect_count (f, limit, "device", 3);
    expect_count (f, limit, "block", 2);
    expect_count (f, limit, "star", 2);
    expect_count (f, limit, "conversation", 3);
    expect_count (f, limit, "member", 3);
    expect_count (f, limit, "message", 6);
    expect_count (f, limit, "event", 3);
  }
  g_autoptr (GPtrArray) members = collect (f, f->anna, 200, "member");
  JsonObject *first = member_object (members->pdata[0], "member");
  g_assert_cmpstr (member_string (members->pdata[0], "in"), ==, group);
  g_assert_cmpstr (member_string (first, "role"), ==, "owner");
  g_autoptr (GPtrArray) pictures = collect (f, f->anna, 200, "picture");
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (member_string (pictures->pdata[0], "png"), &length);
  g_assert_cmpmem (bytes, 4, "\x89PNG", 4);
  /* Nobody else's. */
  g_autoptr (GPtrArray) none = collect (f, f->carl, 200, "star");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (Reply) list =
      expect (f->place, 200, "GET", "/api/v1/conversations", f->carl->token, NULL);
  g_autofree char *foreign =
      g_strdup_printf ("/api/v1/export?cursor=messages.0.%s.",
                       member_string (item (list, 0), "id")); /* bert's and carl's */

  expect_problem (f->place, 401, "not_signed_in", "GET", "/api/v1/export", NULL, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/export?cursor=x", f->anna->token,
                  NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", foreign, f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/export?cursor=messages.0..",
                  f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/export?cursor=devices.-1..",
                  f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/export?cursor=stars.0..x",
                  f->anna->token, NULL);
  expect_problem (f->place, 422, "invalid_field", "GET", "/api/v1/export?limit=201", f->anna->token,
                  NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path_, name_)                                                                          \
  g_test_add ("/server/export/" path_, Fixture, NULL, set_up, test_##name_, tear_down)
  ADD ("everything-once", everything_once);
  ADD ("not-what-was-deleted", not_what_was_deleted);
  ADD ("what-is-theirs-alone", what_is_theirs_alone);
  ADD ("refused", refused);
#undef ADD
  return g_test_run ();
}

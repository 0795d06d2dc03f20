/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-values"

#include "core/address.h"
#include "core/conversation.h"
#include "core/event.h"
#include "core/id.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/problem.h"
#include "core/text.h"
#include "core/timestamp.h"

/* Proves the rules of names, ids and addresses, and that each value that is written is read back.
 */

static void
test_id (void)
{
  guint8 bytes[PARLOUR_ID_BYTES];
  char text[PARLOUR_ID_CHARS];
  g_autofree char *first = parlour_id_new ();
  g_autofree char *second = parlour_id_new ();

  g_assert_true (parlour_id_is_valid (first));
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpint (first[14], ==, '7');
  g_assert_true (parlour_id_parse ("0192F6A0-0000-7000-8000-00000000000A", bytes));
  g_assert_cmpstr (parlour_id_format (bytes, text), ==, "0192f6a0-0000-7000-8000-00000000000a");
  g_assert_false (parlour_id_is_valid ("0192F6A0-0000-7000-8000-00000000000A"));
  g_assert_false (parlour_id_parse ("0192f6a0-0000-7000-8000-00000000000", bytes));
  g_assert_false (parlour_id_parse ("0192f6a000000-7000-8000-00000000000a", bytes));
  g_assert_false (parlour_id_parse ("0192f6a0-0000-7000-8000-0000000000-a", bytes));
  g_assert_false (parlour_id_parse ("0192f6a0-0000-7000-8000-00000000000ab", bytes));
  g_assert_false (parlour_id_parse ("", bytes));
}

static void
test_username (void)
{
  static const char *const refused[] = {
      "", "a", "a b", "ä.b", "a/b", "a@b", "abcdefghijklmnopqrstuvwxyz0123456"};
  g_autofree char *name = parlour_username_normalize ("Ada.L-1_x", NULL);

  g_assert_cmpstr (name, ==, "ada.l-1_x");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (parlour_username_normalize (refused[i], &error));
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_INVALID_USERNAME);
    g_assert_cmpstr (parlour_problem_get_field (error), ==, "username");
  }
}

static void
test_display_name (void)
{
  g_autofree char *folded = parlour_display_name_normalize ("  Ada \t Love\xe2\x80\xaelace ", NULL);
  g_autofree char *composed = parlour_display_name_normalize ("Ame\xcc\x81lie", NULL);
  g_autofree char *parted = parlour_display_name_normalize ("Ame\xe2\x80\x8b\xcc\x81lie", NULL);
  g_autofree char *family = parlour_display_name_normalize ("👩‍👧", NULL);
  g_autofree char *longest = g_strnfill (PARLOUR_DISPLAY_NAME_MAX + 1, 'x');

  g_assert_cmpstr (folded, ==, "Ada Lovelace");
  g_assert_cmpstr (composed, ==, "Amélie");
  g_assert_cmpstr (parted, ==, "Amélie");
  g_assert_cmpstr (family, ==, "👩‍👧");
  g_assert_null (parlour_display_name_normalize ("", NULL));
  g_assert_null (parlour_display_name_normalize (" \xe2\x80\x8b\xe2\x80\x8e ", NULL));
  g_assert_null (parlour_display_name_normalize (longest, NULL));
}

static void
test_one_line (void)
{
  g_autofree char *line = parlour_text_one_line (" At\n lunch\xe2\x80\xae till 👩‍👧 come ");
  g_autofree char *long_one = g_strnfill (1000, 'x');
  g_autofree char *whole = parlour_text_one_line (long_one);

  g_assert_cmpstr (line, ==, "At lunch till 👩‍👧 come");
  g_assert_cmpstr (whole, ==, long_one);
  g_assert_null (parlour_text_one_line (""));
  g_assert_null (parlour_text_one_line (" \xe2\x80\x8b\n"));
}

/* Of a server that may be hostile, and of another version. */
static void
test_user_is_cleaned (void)
{
  g_autoptr (GError) error = NULL;
  static const char text[] =
      "{\"id\":\"u1\",\"username\":\"ada\",\"display_name\":\"A\\u202eda\",\"role\":\"member\","
      "\"status_text\":\"here\\u0007\\n now\",\"email\":\"\\u200b\",\"given_name\":\" Ada \"}";
  g_autoptr (JsonObject) object = parlour_json_parse_object (text, strlen (text), &error);
  g_autoptr (ParlourUser) user = parlour_user_read (object, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (user->display_name, ==, "Ada");
  g_assert_cmpstr (user->status_text, ==, "here now");
  g_assert_cmpstr (user->given_name, ==, "Ada");
  g_assert_null (user->email);
  g_assert_true (user->share_read);
}

static void
test_body (void)
{
  /* Joiner, style of emoji, a mark without a letter, filler, private use. */
  static const char *const unseen[] = {"\u200d", "\ufe0f\n", "\u0301", "\u3164", "\ue000"};
  static const char newer_than_glib[] = "\U0001fae9";
  g_autofree char *most = g_strnfill (PARLOUR_BODY_CHARS_MAX, 'x');
  g_autofree char *more = g_strnfill (PARLOUR_BODY_CHARS_MAX + 1, 'x');
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) long_one = NULL;

  g_assert_true (parlour_body_check (most, NULL));
  g_assert_false (parlour_body_check (more, &long_one));
  g_assert_error (long_one, PARLOUR_PROBLEM, PARLOUR_PROBLEM_BODY_TOO_LONG);
  g_assert_false (parlour_body_check (" \n\xe2\x80\x8b", &empty));
  g_assert_error (empty, PARLOUR_PROBLEM, PARLOUR_PROBLEM_BODY_REQUIRED);
  for (gsize i = 0; i < G_N_ELEMENTS (unseen); i++)
    g_assert_false (parlour_body_check (unseen[i], NULL));
  g_assert_true (parlour_body_check (newer_than_glib, NULL));
  g_assert_true (parlour_subject_check (NULL, NULL));
  g_assert_true (parlour_subject_check ("Dinner", NULL));
  g_assert_false (parlour_subject_check ("Dinner\nat eight", NULL));
}

static void
test_first_line (void)
{
  g_autofree char *line = parlour_text_first_line ("\n  one\ttwo \nthree", 20);
  g_autofree char *below_hidden = parlour_text_first_line ("\xe2\x80\x8b\r\n\none", 20);
  g_autofree char *below_joiner = parlour_text_first_line ("\u200d\u0301\none", 20);
  g_autofree char *joiner = parlour_text_first_line ("\u200d\n\ufe0f", 20);
  g_autofree char *cut = parlour_text_first_line ("abcdefghij", 5);
  g_autofree char *newer_than_glib = parlour_text_first_line ("\U0001fae9", 5);

  g_assert_cmpstr (line, ==, "one two");
  g_assert_cmpstr (below_hidden, ==, "one");
  g_assert_cmpstr (below_joiner, ==, "one");
  g_assert_cmpstr (joiner, ==, "");
  g_assert_cmpstr (cut, ==, "abcd…");
  g_assert_cmpstr (newer_than_glib, ==, "\U0001fae9");
}

static void
test_trim (void)
{
  static const struct {
    const char *text;
    const char *trimmed;
  } cases[] = {
      {"\n \n  if (x)\n    y;\n\n \n", "  if (x)\n    y;"}, {"one", "one"}, {"", ""}, {" \n ", ""}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *trimmed = parlour_text_trim (cases[i].text);
    g_assert_cmpstr (trimmed, ==, cases[i].trimmed);
  }
}

static void
test_fold (void)
{
  g_autofree char *a = parlour_text_fold ("ÉLODIE");
  g_autofree char *b = parlour_text_fold ("élodie");

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, ==, "elodie");
}

static void
test_time (void)
{
  char text[PARLOUR_TIMESTAMP_CHARS];
  gint64 ms = 0;

  g_assert_cmpstr (parlour_timestamp_format (1, text), ==, "1970-01-01T00:00:00.001Z");
  g_assert_true (parlour_timestamp_parse ("2026-11-24T13:04:09.123Z", &ms));
  g_assert_cmpstr (parlour_timestamp_format (ms, text), ==, "2026-11-24T13:04:09.123Z");
  g_assert_false (parlour_timestamp_parse ("yesterday", &ms));
  g_assert_false (parlour_timestamp_parse ("1969-12-31T23:59:59.999Z", &ms));
  g_assert_false (parlour_timestamp_parse ("9999-12-31T23:59:59.999-01:00", &ms));
}

static void
test_address (void)
{
  static const struct {
    const char *text, *address;
  } rows[] = {
      {"127.0.0.1:7447", "https://127.0.0.1:7447"},
      {" http://LOCALHOST/ ", "http://localhost:7447"},
      {"http://[::1]:80", "http://[::1]:80"},
      {"http://127.9.9.9", "http://127.9.9.9:7447"},
      {"192.168.1.5", "https://192.168.1.5:7447"},
      {"[FD00:0::1]", "https://[fd00::1]:7447"},
      {"Chat.Example.org", "https://chat.example.org:7447"},
      {"https://Chat.Example.org/", "https://chat.example.org:443"},
      {"https://192.168.1.5:7447", "https://192.168.1.5:7447"},
      {"http://192.168.1.5:7447", NULL},
      {"ftp://127.0.0.1", NULL},
      {"parlour://join", NULL},
      {"127.1", NULL},
      {"2130706433", NULL},
      {"[fe80::1%25eth0]", NULL},
      {"chat..example.org", NULL},
      {"-chat.example.org", NULL},
      {"http://user@127.0.0.1", NULL},
      {"http://127.0.0.1/x", NULL},
      {"http://127.0.0.1?x", NULL},
      {"127.0.0.1:99999", NULL},
      {"http://localhost.example.org", NULL},
      {"192.168.1.5:0", NULL},
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *address = parlour_address_normalize (rows[i].text, &error);
    g_assert_cmpstr (address, ==, rows[i].address);
    g_assert_true ((address == NULL) == (error != NULL));
  }
}

static void
test_problem (void)
{
  g_autoptr (GError) error = NULL;

  parlour_problem_set_field (&error, PARLOUR_PROBLEM_USERNAME_TAKEN, "username", "“%s” is taken.",
                             "ada");
  g_autofree char *json = parlour_problem_to_json (error);
  g_autoptr (GError) again = parlour_problem_from_json (409, json, strlen (json));
  g_assert_error (again, PARLOUR_PROBLEM, PARLOUR_PROBLEM_USERNAME_TAKEN);
  g_assert_cmpstr (again->message, ==, "“ada” is taken.");
  g_assert_cmpstr (parlour_problem_get_field (again), ==, "username");
  g_assert_cmpuint (parlour_problem_get_status (again), ==, 409);

  g_assert_cmpuint (parlour_problem_get_retry_after (again), ==, 0);
  parlour_problem_set_retry_after (error, 7);
  g_autofree char *patient = parlour_problem_to_json (error);
  g_autoptr (GError) told = parlour_problem_from_json (409, patient, strlen (patient));
  g_assert_cmpuint (parlour_problem_get_retry_after (told), ==, 7);
  g_autoptr (GError) absurd = parlour_problem_from_json (429, "{\"retry_after\":1e9}", 19);
  g_assert_cmpuint (parlour_problem_get_retry_after (absurd), ==, 0);
  g_autoptr (GError) distant = parlour_problem_from_json (429, "{\"retry_after\":99999999}", 24);
  g_assert_cmpuint (parlour_problem_get_retry_after (distant), ==, 3600);
  g_autoptr (GError) later = parlour_problem_from_json (418, "{\"code\":\"teapot\"}", 17);
  g_assert_error (later, PARLOUR_PROBLEM, PARLOUR_PROBLEM_OTHER);
  g_assert_cmpstr (parlour_problem_get_code (later), ==, "teapot");
  g_assert_cmpuint (parlour_problem_get_status (later), ==, 418);

  g_autoptr (GError) junk = parlour_problem_from_json (502, "<html>", 6);
  g_assert_cmpuint (parlour_problem_get_status (junk), ==, 502);
}

/* What another domain says (a path, a query) never leaves the server. */
static void
test_problem_keeps_secrets (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "/secret/path");
  g_autofree char *json = parlour_problem_to_json (error);

  g_assert_null (strstr (json, "secret"));
  g_assert_cmpuint (parlour_problem_get_status (error), ==, 500);
}

static JsonObject *
reparse (ParlourJsonWriter *writer)
{
  g_autofree char *json = parlour_json_writer_finish (writer);
  g_autoptr (GError) error = NULL;
  JsonObject *object = parlour_json_parse_object (json, strlen (json), &error);

  g_assert_no_error (error);
  return object;
}

static ParlourMessage *
sample_message (void)
{
  char *mentions[] = {(char *)"u2", NULL};

  return parlour_message_new (&(ParlourMessage){
      .conversation = "c1",
      .seq = 7,
      .rev = 9,
      .sender = "u1",
      .client_id = "0192f6a0-0000-7000-8000-00000000000a",
      .subject = "Dinner",
      .body = "At eight?\n“Yes”",
      .reply_to = 3,
      .mentions = mentions,
      .created_at = 1000,
      .edited_at = 2000,
  });
}

static void
assert_same_message (const ParlourMessage *a, const ParlourMessage *b)
{
  g_assert_cmpstr (a->conversation, ==, b->conversation);
  g_assert_cmpint (a->seq, ==, b->seq);
  g_assert_cmpint (a->rev, ==, b->rev);
  g_assert_cmpstr (a->sender, ==, b->sender);
  g_assert_cmpstr (a->client_id, ==, b->client_id);
  g_assert_cmpstr (a->subject, ==, b->subject);
  g_assert_cmpstr (a->body, ==, b->body);
  g_assert_cmpint (a->reply_to, ==, b->reply_to);
  g_assert_cmpstrv (a->mentions, b->mentions);
  g_assert_cmpint (a->created_at, ==, b->created_at);
  g_assert_cmpint (a->edited_at, ==, b->edited_at);
  g_assert_cmpint (a->deleted_at, ==, b->deleted_at);
}

static void
test_event (void)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourMessage) message = sample_message ();
  g_autoptr (ParlourEvent) event = parlour_event_new (&(ParlourEvent){
      .stream = "c1",
      .seq = 9,
      .kind = PARLOUR_EVENT_MESSAGE_EDITED,
      .at = 2000,
      .actor = "u1",
      .message = message,
  });

  parlour_event_write (event, writer, NULL);
  g_autoptr (JsonObject) object = reparse (writer);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourEvent) again = parlour_event_read (object, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->kind, ==, PARLOUR_EVENT_MESSAGE_EDITED);
  g_assert_cmpint (again->seq, ==, 9);
  assert_same_message (again->message, message);
}

static void
test_unknown_event (void)
{
  static const char text[] = "{\"op\":\"event\",\"stream\":\"c1\",\"seq\":4,\"kind\":\"poll.made\","
                             "\"at\":\"2026-11-24T13:04:09.123Z\",\"poll\":{}}";
  g_autoptr (JsonObject) object = parlour_json_parse_object (text, strlen (text), NULL);
  g_autoptr (ParlourEvent) event = parlour_event_read (object, NULL);

  g_assert_nonnull (event);
  g_assert_cmpint (event->kind, ==, PARLOUR_EVENT_UNKNOWN);
  g_assert_cmpint (event->seq, ==, 4);
}

static void
test_conversation (void)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  g_autoptr (ParlourMessage) message = sample_message ();
  g_autoptr (ParlourUser) ada =
      parlour_user_new (&(ParlourUser){.id = "u1", .username = "ada", .display_name = "Ada"});
  g_autoptr (ParlourUser) bob = parlour_user_new (&(ParlourUser){.id = "u2", .username = "bob"});
  const ParlourMember members[] = {
      {.user = ada, .role = PARLOUR_MEMBER_MEMBER, .read = 7, .delivered = 9},
      {.user = bob, .role = PARLOUR_MEMBER_MEMBER, .read = 2, .delivered = 5},
  };
  g_autoptr (ParlourConversation) value = parlour_conversation_new (&(ParlourConversation){
      .id = "c1",
      .kind = PARLOUR_CONVERSATION_DIRECT,
      .top = 9,
      .last_message = message,
      .unread = 2,
      .role = PARLOUR_MEMBER_MEMBER,
      .read = 7,
      .archived = TRUE,
      .notify = PARLOUR_NOTIFY_MENTIONS,
      .draft = "well",
      .member_count = 2,
      .members = members,
      .n_members = 2,
  });

  parlour_conversation_write (value, writer, NULL);
  g_autoptr (JsonObject) object = reparse (writer);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourConversation) again = parlour_conversation_read (object, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->top, ==, 9);
  g_assert_cmpint (again->unread, ==, 2);
  g_assert_true (again->archived);
  g_assert_cmpint (again->notify, ==, PARLOUR_NOTIFY_MENTIONS);
  g_assert_cmpstr (again->draft, ==, "well");
  assert_same_message (again->last_message, message);
  g_assert_cmpstr (parlour_conversation_get_peer (again, "u1")->user->display_name, ==, "bob");
  g_assert_cmpint (parlour_conversation_get_peer (again, "u1")->delivered, ==, 5);
}

/* A hostile server: what is not of the shape is an error, never a crash. */
static void
test_hostile_values (void)
{
  static const char *const texts[] = {
      "{}",
      "{\"id\":1}",
      "{\"id\":\"c\",\"top\":-1,\"me\":{}}",
      "{\"id\":\"c\",\"top\":1,\"me\":[]}",
      "{\"id\":\"c\",\"top\":1,\"me\":{},\"members\":[7]}",
      "{\"id\":\"c\",\"top\":1,\"me\":{},\"members\":[{\"user\":{}}]}",
      "{\"id\":\"c\",\"top\":1,\"me\":{},\"last_message\":{\"seq\":1}}",
      "{\"id\":\"c\",\"top\":1,\"me\":{},\"settings\":{\"draft\":5}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonObject) object = parlour_json_parse_object (texts[i], strlen (texts[i]), NULL);
    g_assert_null (parlour_conversation_read (object, &error));
    g_assert_nonnull (error);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/id", test_id);
  g_test_add_func ("/values/username", test_username);
  g_test_add_func ("/values/display-name", test_display_name);
  g_test_add_func ("/values/one-line", test_one_line);
  g_test_add_func ("/values/user-is-cleaned", test_user_is_cleaned);
  g_test_add_func ("/values/body", test_body);
  g_test_add_func ("/values/first-line", test_first_line);
  g_test_add_func ("/values/trim", test_trim);
  g_test_add_func ("/values/fold", test_fold);
  g_test_add_func ("/values/time", test_time);
  g_test_add_func ("/values/address", test_address);
  g_test_add_func ("/values/problem", test_problem);
  g_test_add_func ("/values/problem-keeps-secrets", test_problem_keeps_secrets);
  g_test_add_func ("/values/event", test_event);
  g_test_add_func ("/values/unknown-event", test_unknown_event);
  g_test_add_func ("/values/conversation", test_conversation);
  g_test_add_func ("/values/hostile-values", test_hostile_values);
  return g_test_run ();
}

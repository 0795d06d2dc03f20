/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-json"

#include "core/conversation.h"
#include "core/event.h"
#include "core/json.h"
#include "core/problem.h"

#include "fuzz.h"

#include <string.h>

/* Whatever JSON comes: the strict check takes no more than json-glib reads, every value is read or
 * refused with an error, and what was read is written so that it reads as the same again. */

#define ID   "0192f6a0-0000-7000-8000-00000000000a"
#define TIME "\"2026-11-24T13:04:09.123Z\""
#define USER                                                                                       \
  "{\"id\":\"" ID "\",\"username\":\"ada\",\"display_name\":\"Ada\",\"status_text\":\"here\","     \
  "\"avatar\":\"a1\",\"last_seen\":" TIME ",\"version\":3,\"given_name\":\"Ada\","                 \
  "\"family_name\":\"L\",\"email\":\"a@b\",\"role\":\"admin\",\"active\":true,"                    \
  "\"joined_at\":" TIME ",\"last_login_at\":null,\"share_read\":true,\"share_presence\":false}"
#define MESSAGE                                                                                    \
  "{\"conversation\":\"" ID "\",\"seq\":7,\"rev\":9,\"sender\":\"" ID "\",\"client_id\":\"" ID     \
  "\",\"subject\":\"Tea\",\"body\":\"caf\xc3\xa9 \\ud83d\\ude00\",\"reply_to\":3,"                 \
  "\"mentions\":[\"" ID "\",\"everyone\"],\"attachments\":[],"                                     \
  "\"reactions\":[{\"emoji\":\"\xf0\x9f\x91\x8d\",\"count\":2,\"users\":[\"" ID "\"]}],"           \
  "\"pinned\":true,\"created_at\":" TIME ",\"edited_at\":" TIME ",\"deleted_at\":null}"
#define GROUP                                                                                      \
  "{\"id\":\"" ID "\",\"kind\":\"group\",\"title\":\"Club\",\"description\":\"d\","                \
  "\"avatar\":null,\"posting\":\"admins\",\"joining\":\"open\",\"past\":\"all\","                  \
  "\"member_count\":12}"
#define EVENT(kind_, rest_)                                                                        \
  "{\"op\":\"event\",\"stream\":\"" ID "\",\"seq\":7,\"kind\":\"" kind_ "\",\"at\":" TIME          \
  ",\"actor\":\"" ID "\"," rest_ "}"

static const char *const samples[] = {
    USER,
    MESSAGE,
    GROUP,
    EVENT ("message.created", "\"message\":" MESSAGE),
    EVENT ("reaction.added", "\"emoji\":\"\xf0\x9f\x91\x8d\",\"message\":" MESSAGE),
    EVENT ("member.joined", "\"member\":{\"user\":" USER ",\"role\":\"reader\"}"),
    EVENT ("conversation.updated", "\"conversation\":" GROUP),
    EVENT ("conversation.added", "\"conversation\":{\"id\":\"" ID "\"}"),
    EVENT ("message.hidden", "\"conversation\":{\"id\":\"" ID "\"},\"target\":5"),
    EVENT ("history.cleared", "\"conversation\":{\"id\":\"" ID "\"},\"through\":5"),
    EVENT ("session.revoked", "\"session\":{\"id\":\"" ID "\"}"),
    EVENT ("block.changed", "\"user\":{\"id\":\"" ID "\"}"),
    "{\"id\":\"" ID "\",\"kind\":\"direct\",\"title\":null,\"created_at\":" TIME
    ",\"updated_at\":" TIME ",\"top\":9,\"last_message\":" MESSAGE
    ",\"unread\":2,\"mentions\":1,\"settings\":{\"archived\":false,\"pinned\":true,"
    "\"notify\":\"mentions\",\"muted_until\":" TIME ",\"marked_unread\":true,\"draft\":\"x\"},"
    "\"me\":{\"role\":\"member\",\"read\":5,\"delivered\":7},\"members\":[{\"user\":" USER
    ",\"role\":\"member\",\"read\":1,\"delivered\":2}],\"blocked\":false}",
    "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":422,\"detail\":\"Too long.\","
    "\"code\":\"body_too_long\",\"errors\":[{\"field\":\"body\",\"code\":\"x\",\"detail\":\"y\"}]}",
    "[1,-0,0.5,1e5,1E+5,1.5e-3,9007199254740992,-9007199254740992,true,false,null,\"\"]",
};

static const char *const words[] = {
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "-1",
    "0",
    "1e999",
    "-0",
    "\\u0000",
    "\\ud800",
    "\\udc00",
    "\"id\":1,",
    "\"seq\":",
    "\"op\":",
    "[[[[[[[[",
    "\xe2\x80\xae",
    "\xef\xbb\xbf",
    "\xed\xa0\x80",
    "9007199254740993",
    "1.0",
    ",",
    ":",
    "message.deleted",
    "pin.added",
    "member.left",
    "star.added",
    "\"0000-00-00T00:00:00Z\"",
    "\"9999-12-31T23:59:60.999999999+23:59\"",
    NULL,
};

typedef gpointer (*Read) (JsonObject *object, GError **error);
typedef void (*Write) (gpointer value, ParlourJsonWriter *writer, const char *name);

/* NULL where it is refused; an error always comes along then. */
static char *
read_and_write (const char *text, gsize length, Read read, Write write, GDestroyNotify unref)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parlour_json_parse_object (text, length, &error);
  gpointer value = object != NULL ? read (object, &error) : NULL;

  g_assert_true ((value == NULL) == (error != NULL));
  if (value == NULL)
    return NULL;

  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();
  write (value, writer, NULL);
  unref (value);
  return parlour_json_writer_finish (writer);
}

/* What a later version may have named has no name of its own to be written by. */
static ParlourEvent *
read_known_event (JsonObject *object, GError **error)
{
  g_autoptr (ParlourEvent) event = parlour_event_read (object, error);

  if (event == NULL || event->kind != PARLOUR_EVENT_UNKNOWN)
    return g_steal_pointer (&event);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "of a later version");
  return NULL;
}

static void
check_round (const char *text, gsize length, Read read, Write write, GDestroyNotify unref)
{
  g_autofree char *once = read_and_write (text, length, read, write, unref);

  if (once == NULL)
    return;
  g_autofree char *twice = read_and_write (once, strlen (once), read, write, unref);
  g_assert_cmpstr (once, ==, twice);
}

static void
try_json (const char *data, gsize length, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = parlour_json_parse (data, length, &error);

  if (node == NULL) {
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_MALFORMED_JSON);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }
#define CHECK(type_, read_)                                                                        \
  check_round (data, length, (Read)read_, (Write)parlour_##type_##_write,                          \
               (GDestroyNotify)parlour_##type_##_unref)
  CHECK (user, parlour_user_read);
  CHECK (message, parlour_message_read);
  CHECK (group, parlour_group_read);
  CHECK (event, read_known_event);
  CHECK (conversation, parlour_conversation_read);
#undef CHECK
}

static void
try_problem (const char *data, gsize length, gpointer user_data)
{
  g_autoptr (GError) error = parlour_problem_from_json (0, data, length);

  g_assert_nonnull (error);
  g_assert_true (error->domain == PARLOUR_PROBLEM);
  g_autofree char *text = parlour_problem_to_json (error);
  g_autoptr (GError) again = parlour_problem_from_json (0, text, strlen (text));
  g_assert_cmpstr (parlour_problem_get_code (error), ==, parlour_problem_get_code (again));
  g_assert_cmpstr (error->message, ==, again->message);
}

static void
run (FuzzTry try)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (words);

  fuzz_add_texts (fuzz, samples, G_N_ELEMENTS (samples));
  fuzz_run (fuzz, try, NULL);
}

static void
test_values (void)
{
  run (try_json);
}

static void
test_problems (void)
{
  run (try_problem);
}

/* The samples are worth something: each is read by the call that it is made for. */
static void
test_samples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = parlour_json_parse (samples[i], strlen (samples[i]), &error);
    g_assert_no_error (error);
    if (g_str_has_prefix (samples[i], "{\"op\":")) {
      g_autoptr (ParlourEvent) event = parlour_event_read (json_node_get_object (node), &error);
      g_assert_no_error (error);
      g_assert_cmpint (event->kind, !=, PARLOUR_EVENT_UNKNOWN);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/json/samples", test_samples);
  g_test_add_func ("/fuzz/json/values", test_values);
  g_test_add_func ("/fuzz/json/problems", test_problems);
  return g_test_run ();
}

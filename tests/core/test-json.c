/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-json"

#include "core/fields.h"
#include "core/json-writer.h"
#include "core/json.h"
#include "core/problem.h"

/* Proves that the strict check takes RFC 8259 and nothing else, and that what the writer writes
 * passes it unchanged. */

static const char *const good[] = {
    "{}",
    "[]",
    " [ 1 , -0 , 0.5 , 1e5 , 1E+5 , 1.5e-3 ] ",
    "null",
    "true",
    "\"\"",
    "{\"a\":{\"a\":[{}]},\"b\":\"\\ud83d\\ude00\"}",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    "9007199254740992",
    "-9007199254740992",
    "\"caf\xc3\xa9\"",
};

static const char *const bad[] = {
    "",
    " ",
    "{}{}",
    "[1,]",
    "[,1]",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"\\u0061\":2}",
    "[1 2]",
    "[",
    "{",
    "{\"a\"",
    "{\"a\":",
    "]",
    "[}",
    "{]",
    "0x10",
    "01",
    "+1",
    ".5",
    "1.",
    "1e",
    "--1",
    "-",
    "NaN",
    "Infinity",
    "nul",
    "truee",
    "9007199254740993",
    "-9007199254740993",
    "1180591620717411303424",
    "\"a",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\"",
    "\"\\ud800\\u0041\"",
    "\"\n\"",
    "\"\x01\"",
    "\"\xff\"",
    "\"\xc0\xaf\"",
    "\"\xed\xa0\x80\"",
    "/* */ 1",
    "1 // x",
    "\xef\xbb\xbf{}",
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = parlour_json_parse (good[i], strlen (good[i]), &error);
    g_assert_no_error (error);
    g_assert_nonnull (node);
  }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    if (parlour_json_check (bad[i], strlen (bad[i]), &error))
      g_error ("taken: %s", bad[i]);
    g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_MALFORMED_JSON);
  }
}

static void
test_nul_byte (void)
{
  static const char text[] = "[1]\0";

  g_assert_true (parlour_json_check (text, 3, NULL));
  g_assert_false (parlour_json_check (text, 4, NULL));
}

/* Every beginning of a good text is bad, and reading it stays inside its bytes. */
static void
test_each_prefix (void)
{
  static const char text[] = "{\"a\":[1.5e3,\"\\ud83d\\ude00\",true,null],\"b\":{}}";

  for (gsize n = 0; n < sizeof text - 1; n++) {
    g_autofree char *part = g_memdup2 (text, MAX (n, 1));
    g_assert_false (parlour_json_check (part, n, NULL));
  }
  g_assert_true (parlour_json_check (text, sizeof text - 1, NULL));
}

static char *
nested (guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *most = nested (32);
  g_autofree char *more = nested (33);
  g_autofree char *far_more = nested (100000);

  g_assert_true (parlour_json_check (most, strlen (most), NULL));
  g_assert_false (parlour_json_check (more, strlen (more), NULL));
  g_assert_false (parlour_json_check (far_more, strlen (far_more), NULL));
}

static void
test_writer_is_read_back (void)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_string (writer, "text", "a\"\\\n\t\x01\x7f é 😀");
  parlour_json_writer_int (writer, "int", -42);
  parlour_json_writer_boolean (writer, "yes", TRUE);
  parlour_json_writer_null (writer, "nothing");
  parlour_json_writer_time (writer, "time", G_GINT64_CONSTANT (1732453449123));
  parlour_json_writer_begin_array (writer, "list");
  parlour_json_writer_int (writer, NULL, 1);
  parlour_json_writer_begin_object (writer, NULL);
  parlour_json_writer_end_object (writer);
  parlour_json_writer_end_array (writer);
  parlour_json_writer_end_object (writer);

  g_autoptr (GBytes) bytes = parlour_json_writer_finish_bytes (writer);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object =
      parlour_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  ParlourFields in = PARLOUR_FIELDS (object);
  g_assert_cmpstr (parlour_fields_string (&in, "text", 0), ==, "a\"\\\n\t\x01\x7f é 😀");
  g_assert_cmpint (parlour_fields_int (&in, "int", 0, -50, 50, 0), ==, -42);
  g_assert_true (parlour_fields_boolean (&in, "yes", 0, FALSE));
  g_assert_null (parlour_fields_string (&in, "nothing", 0));
  g_assert_cmpint (parlour_fields_time (&in, "time", 0), ==, G_GINT64_CONSTANT (1732453449123));
  g_assert_cmpuint (json_array_get_length (parlour_fields_array (&in, "list", 0)), ==, 2);
  g_assert_true (parlour_fields_end (&in, &error));
  g_assert_no_error (error);
}

static ParlourProblem
read_strictly (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parlour_json_parse_object (text, strlen (text), &error);

  if (object != NULL) {
    ParlourFields in = PARLOUR_FIELDS (object);
    parlour_fields_string (&in, "name", PARLOUR_FIELD_REQUIRED);
    parlour_fields_int (&in, "count", 0, 0, 10, 0);
    parlour_fields_end (&in, &error);
  }
  return error != NULL ? (ParlourProblem)error->code : PARLOUR_PROBLEM_OTHER;
}

static void
test_fields (void)
{
  g_assert_cmpint (read_strictly ("{\"name\":\"a\"}"), ==, PARLOUR_PROBLEM_OTHER);
  g_assert_cmpint (read_strictly ("{\"name\":\"a\",\"count\":null}"), ==, PARLOUR_PROBLEM_OTHER);
  g_assert_cmpint (read_strictly ("{\"count\":3}"), ==, PARLOUR_PROBLEM_MISSING_FIELD);
  g_assert_cmpint (read_strictly ("{\"name\":null}"), ==, PARLOUR_PROBLEM_MISSING_FIELD);
  g_assert_cmpint (read_strictly ("{\"name\":7}"), ==, PARLOUR_PROBLEM_WRONG_TYPE);
  g_assert_cmpint (read_strictly ("{\"name\":\"a\",\"count\":1.5}"), ==,
                   PARLOUR_PROBLEM_WRONG_TYPE);
  g_assert_cmpint (read_strictly ("{\"name\":\"a\",\"count\":11}"), ==,
                   PARLOUR_PROBLEM_INVALID_FIELD);
  g_assert_cmpint (read_strictly ("{\"name\":\"a\",\"more\":1}"), ==,
                   PARLOUR_PROBLEM_UNKNOWN_FIELD);
  g_assert_cmpint (read_strictly ("[]"), ==, PARLOUR_PROBLEM_WRONG_TYPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/bad", test_bad);
  g_test_add_func ("/json/nul-byte", test_nul_byte);
  g_test_add_func ("/json/each-prefix", test_each_prefix);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/writer-is-read-back", test_writer_is_read_back);
  g_test_add_func ("/json/fields", test_fields);
  return g_test_run ();
}

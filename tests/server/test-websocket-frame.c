/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-websocket-frame"

#include "server/net/websocket-frame.h"

#include "test-net-frames.h"

#include <string.h>

/* RFC 6455 as a server must read it: what is refused and with which code, and that it does not
 * matter where the bytes are cut. */

#define MESSAGE_MAX   1000
#define FRAGMENTS_MAX 4

/* Feeds @bytes cut at @first and then every @step; writes down what came out. */
static char *
describe (const guint8 *bytes, gsize length, gsize first, gsize step)
{
  GString *found = g_string_new (NULL);
  ParlourFrameParser parser;
  gsize at = 0;
  gboolean failed = FALSE;

  parlour_frame_parser_init (&parser, MESSAGE_MAX, FRAGMENTS_MAX);
  while (at < length && !failed) {
    gsize size = MIN (length - at, at == 0 ? first : step);
    g_autofree guint8 *piece = g_memdup2 (bytes + at, size);
    guint8 *data = piece;
    ParlourFrame frame;

    at += size;
    while (!failed &&
           parlour_frame_parser_next (&parser, &data, &size, &frame) != PARLOUR_FRAME_NONE) {
      failed = frame.kind == PARLOUR_FRAME_ERROR;
      g_string_append_printf (found, "%d:%u:%.*s;", frame.kind, frame.code,
                              (int)MIN (frame.length, 40), frame.data ? frame.data : "");
    }
  }
  if (!failed)
    g_assert_true (parser.message == NULL || parser.in_message || parser.in_frame);
  parlour_frame_parser_clear (&parser);
  return g_string_free (found, FALSE);
}

static char *
describe_whole (GByteArray *bytes)
{
  return describe (bytes->data, bytes->len, bytes->len, bytes->len);
}

typedef struct {
  const char *name;
  guint8 bytes[16];
  gsize length;
  guint16 code; /* 0: nothing is wrong */
} Case;

/* Masked with zeros, so that the bytes can be read here. */
static const Case cases[] = {
    {"text", {0x81, 0x82, 0, 0, 0, 0, 'h', 'i'}, 8, 0},
    {"empty text", {0x81, 0x80, 0, 0, 0, 0}, 6, 0},
    {"ping with payload", {0x89, 0x81, 0, 0, 0, 0, 'p'}, 7, 0},
    {"pong unasked", {0x8a, 0x80, 0, 0, 0, 0}, 6, 0},
    {"nul in text", {0x81, 0x81, 0, 0, 0, 0, 0}, 7, 0},
    {"text not masked", {0x81, 0x02, 'h', 'i'}, 4, 1002},
    {"ping not masked", {0x89, 0x00}, 2, 1002},
    {"rsv1", {0xc1, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"rsv2", {0xa1, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"rsv3", {0x91, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"rsv1 on ping", {0xc9, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"opcode 3", {0x83, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"opcode 7", {0x87, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"opcode 11", {0x8b, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"opcode 15", {0x8f, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"binary", {0x82, 0x80, 0, 0, 0, 0}, 6, 1003},
    {"ping in fragments", {0x09, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"close in fragments", {0x08, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"ping of 126 bytes", {0x89, 0xfe, 0, 126, 0, 0, 0, 0}, 8, 1002},
    {"continuation of nothing", {0x80, 0x80, 0, 0, 0, 0}, 6, 1002},
    {"text inside a message", {0x01, 0x80, 0, 0, 0, 0, 0x81, 0x80, 0, 0, 0, 0}, 12, 1002},
    {"length 16 too long a form", {0x81, 0xfe, 0, 125, 0, 0, 0, 0}, 8, 1002},
    {"length 64 too long a form", {0x81, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0}, 14, 1002},
    {"length 64 with the top bit", {0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 14, 1002},
    {"message too long", {0x81, 0xfe, 0x03, 0xe9, 0, 0, 0, 0}, 8, 1009},
    {"message huge", {0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0}, 14, 1009},
    {"close with half a code", {0x88, 0x81, 0, 0, 0, 0, 3}, 7, 1002},
    {"close 999", {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe7}, 8, 1002},
    {"close 1004", {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xec}, 8, 1002},
    {"close 1005", {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed}, 8, 1002},
    {"close 1006", {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xee}, 8, 1002},
    {"close 1015", {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xf7}, 8, 1002},
    {"close 2999", {0x88, 0x82, 0, 0, 0, 0, 0x0b, 0xb7}, 8, 1002},
    {"close 5000", {0x88, 0x82, 0, 0, 0, 0, 0x13, 0x88}, 8, 1002},
    {"close reason not utf-8", {0x88, 0x83, 0, 0, 0, 0, 0x03, 0xe8, 0xff}, 9, 1007},
    {"close reason cut", {0x88, 0x83, 0, 0, 0, 0, 0x03, 0xe8, 0xc3}, 9, 1007},
    {"text bad byte", {0x81, 0x81, 0, 0, 0, 0, 0xff}, 7, 1007},
    {"text overlong", {0x81, 0x82, 0, 0, 0, 0, 0xc0, 0x80}, 8, 1007},
    {"text overlong 3", {0x81, 0x83, 0, 0, 0, 0, 0xe0, 0x80, 0x80}, 9, 1007},
    {"text overlong 4", {0x81, 0x84, 0, 0, 0, 0, 0xf0, 0x80, 0x80, 0x80}, 10, 1007},
    {"text surrogate", {0x81, 0x83, 0, 0, 0, 0, 0xed, 0xa0, 0x80}, 9, 1007},
    {"text above U+10FFFF", {0x81, 0x84, 0, 0, 0, 0, 0xf4, 0x90, 0x80, 0x80}, 10, 1007},
    {"text lone continuation", {0x81, 0x81, 0, 0, 0, 0, 0x80}, 7, 1007},
    {"text cut in a character", {0x81, 0x82, 0, 0, 0, 0, 0xe2, 0x82}, 8, 1007},
    {"bad byte before the fragment ends", {0x01, 0x85, 0, 0, 0, 0, 0xff}, 7, 1007},
    {"fragment cut, then no rest",
     {0x01, 0x81, 0, 0, 0, 0, 0xe2, 0x80, 0x80, 0, 0, 0, 0},
     13,
     1007},
};

static guint16
error_code (const char *described)
{
  const char *error = g_strrstr (described, "5:");

  return error != NULL ? (guint16)g_ascii_strtoull (error + 2, NULL, 10) : 0;
}

static void
test_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *it = &cases[i];
    g_autofree char *whole = describe (it->bytes, it->length, it->length, it->length);
    g_autofree char *bytewise = describe (it->bytes, it->length, 1, 1);

    g_test_message ("%s: %s", it->name, whole);
    g_assert_cmpint (error_code (whole), ==, it->code);
    g_assert_cmpstr (whole, ==, bytewise);
  }
}

static void
test_close_codes (void)
{
  static const guint16 good[] = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010,
                                 1011, 1012, 1014, 3000, 3999, 4000, 4001, 4999};

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autofree char *expected = g_strdup_printf ("4:%u:bye;", good[i]);
    g_autofree char *found = NULL;

    frames_add_close (bytes, good[i], "bye");
    found = describe_whole (bytes);
    g_assert_cmpstr (found, ==, expected);
  }
}

static void
test_close_without_code (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *found = NULL;

  frames_add_close (bytes, 0, NULL);
  found = describe_whole (bytes);
  g_assert_cmpstr (found, ==, "4:1005:;");
}

static GByteArray *
make_conversation (void)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *long_text = g_strnfill (400, 'x');

  frames_add (bytes, FRAME_TEXT, "one", 3);
  frames_add (bytes, FRAME_TEXT, "", 0);
  frames_add (bytes, 0x01, "sm\xc3", 3); /* the character is cut between fragments */
  frames_add (bytes, FRAME_PING, "p", 1);
  frames_add (bytes, 0x00, "", 0);
  frames_add (bytes, 0x80, "\xb8rgås \xf0\x9f\x8d\x8e", 11);
  frames_add (bytes, FRAME_PONG, NULL, 0);
  frames_add (bytes, FRAME_TEXT, long_text, 400);
  frames_add (bytes, FRAME_TEXT, "end", 3);
  frames_add_close (bytes, 1000, "thanks");
  return bytes;
}

static void
test_every_cut (void)
{
  g_autoptr (GByteArray) bytes = make_conversation ();
  g_autofree char *whole = describe_whole (bytes);

  g_assert_nonnull (strstr (whole, "1:0:one;1:0:;2:0:p;1:0:smørgås 🍎;3:0:;1:0:xxx"));
  g_assert_true (g_str_has_suffix (whole, "1:0:end;4:1000:thanks;"));

  for (gsize cut = 1; cut < bytes->len; cut++) {
    g_autofree char *two = describe (bytes->data, bytes->len, cut, bytes->len);

    g_assert_cmpstr (two, ==, whole);
  }
  for (gsize step = 1; step < 40; step++) {
    g_autofree char *many = describe (bytes->data, bytes->len, step, step);

    g_assert_cmpstr (many, ==, whole);
  }
}

static void
test_message_cap_counts_fragments (void)
{
  g_autoptr (GByteArray) fits = g_byte_array_new ();
  g_autoptr (GByteArray) over = g_byte_array_new ();
  g_autofree char *text = g_strnfill (MESSAGE_MAX, 'x');
  g_autofree char *found = NULL;
  g_autofree char *refused = NULL;

  frames_add (fits, 0x01, text, 600);
  frames_add (fits, 0x80, text, MESSAGE_MAX - 600);
  found = describe_whole (fits);
  g_assert_cmpint (error_code (found), ==, 0);

  frames_add (over, 0x01, text, 600);
  frames_add (over, 0x80, text, MESSAGE_MAX - 599);
  refused = describe_whole (over);
  g_assert_cmpint (error_code (refused), ==, 1009);
}

static void
test_fragment_cap (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *found = NULL;
  g_autofree char *refused = NULL;

  for (guint i = 0; i < FRAGMENTS_MAX; i++)
    frames_add (bytes, i == 0 ? 0x01 : 0x00, "", 0);
  found = describe_whole (bytes);
  g_assert_cmpint (error_code (found), ==, 0);

  frames_add (bytes, 0x80, "", 0);
  refused = describe_whole (bytes);
  g_assert_cmpint (error_code (refused), ==, 1009);
}

static void
test_idle_parser_holds_no_memory (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  ParlourFrameParser parser;
  ParlourFrame frame;
  guint8 *data;
  gsize length;

  frames_add (bytes, 0x01, "a", 1);
  frames_add (bytes, 0x80, "b", 1);
  parlour_frame_parser_init (&parser, MESSAGE_MAX, FRAGMENTS_MAX);
  data = bytes->data;
  length = bytes->len;
  g_assert_cmpint (parlour_frame_parser_next (&parser, &data, &length, &frame), ==,
                   PARLOUR_FRAME_TEXT);
  g_assert_cmpint (parlour_frame_parser_next (&parser, &data, &length, &frame), ==,
                   PARLOUR_FRAME_NONE);
  g_assert_null (parser.message);
  parlour_frame_parser_clear (&parser);
}

static void
check_encoded (gsize length, gsize header, guint8 second)
{
  g_autofree char *text = g_strnfill (length, 't');
  g_autoptr (GBytes) framed = parlour_frame_text (text, length);
  gsize size, payload;
  const guint8 *bytes = g_bytes_get_data (framed, &size);

  g_assert_cmpuint (size, ==, length + header);
  g_assert_cmpuint (bytes[0], ==, 0x81);
  g_assert_cmpuint (bytes[1], ==, second);
  g_assert_cmpuint (frames_header_size (bytes, size, &payload), ==, header);
  g_assert_cmpuint (payload, ==, length);
  g_assert_cmpmem (bytes + header, length, text, length);
}

static void
test_encoder (void)
{
  check_encoded (0, 2, 0);
  check_encoded (125, 2, 125);
  check_encoded (126, 4, 126);
  check_encoded (65535, 4, 126);
  check_encoded (65536, 10, 127);
}

static void
test_encoded_close_reason_is_cut_at_a_character (void)
{
  g_autoptr (GString) reason = g_string_new (NULL);
  g_autoptr (GBytes) framed = NULL;
  g_autoptr (GBytes) bare = parlour_frame_close (1005, NULL);
  gsize size;
  const guint8 *bytes;

  for (guint i = 0; i < 60; i++)
    g_string_append (reason, "€");
  framed = parlour_frame_close (4009, reason->str);
  bytes = g_bytes_get_data (framed, &size);
  g_assert_cmpuint (bytes[0], ==, 0x88);
  g_assert_cmpuint (bytes[1], ==, 2 + 123);
  g_assert_cmpuint (bytes[2] << 8 | bytes[3], ==, 4009);
  g_assert_true (g_utf8_validate_len ((const char *)bytes + 4, size - 4, NULL));
  g_assert_cmpuint (g_bytes_get_size (bare), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame/rules", test_rules);
  g_test_add_func ("/frame/close-codes", test_close_codes);
  g_test_add_func ("/frame/close-without-code", test_close_without_code);
  g_test_add_func ("/frame/every-cut", test_every_cut);
  g_test_add_func ("/frame/message-cap-counts-fragments", test_message_cap_counts_fragments);
  g_test_add_func ("/frame/fragment-cap", test_fragment_cap);
  g_test_add_func ("/frame/idle-parser-holds-no-memory", test_idle_parser_holds_no_memory);
  g_test_add_func ("/frame/encoder", test_encoder);
  g_test_add_func ("/frame/encoded-close-reason-is-cut-at-a-character",
                   test_encoded_close_reason_is_cut_at_a_character);
  return g_test_run ();
}

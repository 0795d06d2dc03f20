/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-frames"

#include "server/net/websocket-frame.h"

#include "fuzz.h"

#include <string.h>

/* Whatever bytes come on a WebSocket: the parser finds the same frames however they are cut, hands
 * out nothing but UTF-8 within the caps, and says nothing more after an error. */

#define MESSAGE_MAX   300
#define FRAGMENTS_MAX 4

static const char one_text[] = "\x81\x85"
                               "MASK"
                               "%$?'\"";
static const char fragments[] = "\x01\x83\0\0\0\0one\x89\x81\0\0\0\0p\0\x82\0\0\0\0\xc3\xb8"
                                "\x80\x80\0\0\0\0";
static const char close_frame[] = "\x88\x85\0\0\0\0\x03\xe8"
                                  "bye";
static const char two_byte_length[] = "\x81\xfe\0\x7e\0\0\0\0";
static const char eight_byte_length[] = "\x81\xff\0\0\0\0\0\x01\0\0\0\0\0\0";

static const char *const words[] = {
    "\x81\x80MASK", "\x01\x80MASK", "\x80\x80MASK", "\x89\x80MASK", "\x8a\x80MASK",
    "\x88\x80MASK", "\x81\xfe",     "\x81\xff",     "\xe2\x82",     NULL,
};

static void
describe_frame (GString *found, const ParlourFrame *frame)
{
  g_assert_cmpuint (frame->length, <=, MESSAGE_MAX);
  if (frame->kind == PARLOUR_FRAME_TEXT && frame->length > 0)
    g_assert_true (g_utf8_validate_len (frame->data, frame->length, NULL) ||
                   memchr (frame->data, 0, frame->length) != NULL);
  g_string_append_printf (found, "%d:%u:%" G_GSIZE_FORMAT ":", frame->kind, frame->code,
                          frame->length);
  g_string_append_len (found, frame->data, (gssize)frame->length);
}

/* (transfer full): what is found in @data when it comes in pieces of at most @most bytes. */
static GString *
describe (const char *data, gsize length, gsize most)
{
  GString *found = g_string_new (NULL);
  ParlourFrameParser parser;
  ParlourFrame frame = {0};

  parlour_frame_parser_init (&parser, MESSAGE_MAX, FRAGMENTS_MAX);
  for (gsize at = 0; at < length && frame.kind != PARLOUR_FRAME_ERROR;) {
    gsize size = MIN (length - at, most);
    g_autofree guint8 *piece = g_memdup2 (data + at, size);
    guint8 *rest = piece;

    at += size;
    while (parlour_frame_parser_next (&parser, &rest, &size, &frame) != PARLOUR_FRAME_NONE) {
      describe_frame (found, &frame);
      if (frame.kind == PARLOUR_FRAME_ERROR)
        break;
    }
  }
  if (frame.kind == PARLOUR_FRAME_ERROR) {
    gsize none = 0;
    guint8 *nothing = NULL;
    g_assert_cmpint (parlour_frame_parser_next (&parser, &nothing, &none, &frame), ==,
                     PARLOUR_FRAME_ERROR);
  }
  parlour_frame_parser_clear (&parser);
  return found;
}

static void
try_frames (const char *data, gsize length, gpointer user_data)
{
  GString *whole = describe (data, length, length);
  GString *bytewise = describe (data, length, 1);
  GString *pieces = describe (data, length, (gsize)g_test_rand_int_range (2, 20));

  g_assert_cmpmem (whole->str, whole->len, bytewise->str, bytewise->len);
  g_assert_cmpmem (whole->str, whole->len, pieces->str, pieces->len);
  g_string_free (whole, TRUE);
  g_string_free (bytewise, TRUE);
  g_string_free (pieces, TRUE);
}

static void
add_long (Fuzz *fuzz, const char *head, gsize head_length, gsize text_length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *text = g_strnfill (text_length, 'x');

  g_byte_array_append (bytes, (const guint8 *)head, (guint)head_length);
  g_byte_array_append (bytes, (const guint8 *)text, (guint)text_length);
  fuzz_add (fuzz, bytes->data, bytes->len);
}

static void
test_frames (void)
{
  g_autoptr (Fuzz) fuzz = fuzz_new (words);

  fuzz_add (fuzz, one_text, sizeof one_text - 1);
  fuzz_add (fuzz, fragments, sizeof fragments - 1);
  fuzz_add (fuzz, close_frame, sizeof close_frame - 1);
  add_long (fuzz, two_byte_length, sizeof two_byte_length - 1, 126);
  add_long (fuzz, eight_byte_length, sizeof eight_byte_length - 1, 256);
  fuzz_run (fuzz, try_frames, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/frames", test_frames);
  return g_test_run ();
}

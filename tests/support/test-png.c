/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-png.h"

#include <gio/gio.h>
#include <string.h>

/* This file owns pictures for tests that decode none: PNG (ISO 15948). */

static guint32
crc (const guint8 *data, gsize length)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < length; i++) {
    sum ^= data[i];
    for (guint bit = 0; bit < 8; bit++)
      sum = (sum >> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum;
}

static void
add_32 (GByteArray *to, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (to, (const guint8 *)&big, sizeof big);
}

static void
add_chunk (GByteArray *png, const char *type, const guint8 *data, gsize length)
{
  add_32 (png, (guint32)length);
  guint begin = png->len;
  g_byte_array_append (png, (const guint8 *)type, 4);
  g_byte_array_append (png, data, (guint)length);
  add_32 (png, crc (png->data + begin, png->len - begin));
}

static GBytes *
deflate (GByteArray *rows)
{
  g_autoptr (GZlibCompressor) compressor =
      g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1);
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (rows->data, rows->len, NULL);
  g_autoptr (GInputStream) converter =
      g_converter_input_stream_new (stream, G_CONVERTER (compressor));
  g_autoptr (GError) error = NULL;
  gsize size = rows->len + 1024, length = 0;
  g_autofree guint8 *data = g_malloc (size);

  g_input_stream_read_all (converter, data, size, &length, NULL, &error);
  g_assert_no_error (error);
  return g_bytes_new (data, length);
}

/* Rows of red, green and blue, none of them filtered. */
static GByteArray *
paint (guint side, guint32 colour)
{
  const guint8 pixel[] = {(guint8)(colour >> 16), (guint8)(colour >> 8), (guint8)colour};
  gsize length = 1 + (gsize)side * sizeof pixel;
  g_autofree guint8 *row = g_malloc0 (length);
  GByteArray *rows = g_byte_array_new ();

  for (guint x = 0; x < side; x++)
    memcpy (row + 1 + x * sizeof pixel, pixel, sizeof pixel);
  for (guint y = 0; y < side; y++)
    g_byte_array_append (rows, row, (guint)length);
  return rows;
}

GBytes *
test_png_new (guint side, guint32 colour)
{
  static const guint8 begin[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  static const guint8 rest[] = {8, 2, 0, 0, 0}; /* eight bits of three colours */
  static const char remark[] = "Comment\0at home";
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GByteArray) rows = paint (side, colour);
  g_autoptr (GBytes) pixels = deflate (rows);
  GByteArray *png = g_byte_array_new ();

  add_32 (header, side);
  add_32 (header, side);
  g_byte_array_append (header, rest, sizeof rest);
  g_byte_array_append (png, begin, sizeof begin);
  add_chunk (png, "IHDR", header->data, header->len);
  add_chunk (png, "tEXt", (const guint8 *)remark, sizeof remark - 1);
  add_chunk (png, "IDAT", g_bytes_get_data (pixels, NULL), g_bytes_get_size (pixels));
  add_chunk (png, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (png);
}

guint
test_png_read_side (GBytes *png)
{
  guint32 side = 0;

  g_assert_cmpuint (g_bytes_get_size (png), >, 24);
  memcpy (&side, (const guint8 *)g_bytes_get_data (png, NULL) + 16, sizeof side);
  return GUINT32_FROM_BE (side);
}

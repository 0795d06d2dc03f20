/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-net-frames"

#include "test-net-frames.h"

#include <string.h>

/* Frames as a client makes them, written apart from the code under test. Pure. */

static const guint8 mask[4] = {0x37, 0xfa, 0x21, 0x3d};

void
frames_add (GByteArray *bytes, guint8 first, const void *payload, gsize length)
{
  const guint8 *from = payload;
  guint8 header[10] = {first};
  gsize size = 2;

  if (length < 126) {
    header[1] = (guint8)(0x80 | length);
  } else if (length < 65536) {
    header[1] = 0x80 | 126;
    header[2] = (guint8)(length >> 8);
    header[3] = (guint8)length;
    size = 4;
  } else {
    header[1] = 0x80 | 127;
    for (guint i = 0; i < 8; i++)
      header[2 + i] = (guint8)(length >> (56 - 8 * i));
    size = 10;
  }

  g_byte_array_append (bytes, header, (guint)size);
  g_byte_array_append (bytes, mask, sizeof mask);
  for (gsize i = 0; i < length; i++) {
    guint8 byte = from[i] ^ mask[i % 4];

    g_byte_array_append (bytes, &byte, 1);
  }
}

void
frames_add_close (GByteArray *bytes, guint16 code, const char *reason)
{
  guint8 payload[125] = {(guint8)(code >> 8), (guint8)code};
  gsize length = reason != NULL ? strlen (reason) : 0;

  if (length > 0)
    memcpy (payload + 2, reason, length);
  frames_add (bytes, FRAME_CLOSE, payload, code != 0 ? length + 2 : 0);
}

gsize
frames_header_size (const guint8 *bytes, gsize length, gsize *payload_length)
{
  gsize size = 2;

  if (length < 2)
    return 0;
  if (bytes[1] == 126)
    size = 4;
  else if (bytes[1] == 127)
    size = 10;
  if (length < size)
    return 0;

  *payload_length = size == 2 ? bytes[1] : 0;
  for (gsize i = 2; i < size; i++)
    *payload_length = *payload_length << 8 | bytes[i];
  return size;
}

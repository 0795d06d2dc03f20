/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-utf8"

#include "server/net/utf8.h"

#include <string.h>

/* The incremental check of UTF-8. Pure. */

#define ASCII_WORD G_GUINT64_CONSTANT (0x8080808080808080)

static gboolean
begin_character (ParlourUtf8 *self, guint8 byte)
{
  self->lowest = 0x80;
  self->highest = 0xbf;

  if (byte < 0x80) {
    self->missing = 0;
  } else if (byte >= 0xc2 && byte <= 0xdf) {
    self->missing = 1;
  } else if (byte >= 0xe0 && byte <= 0xef) {
    self->missing = 2;
    if (byte == 0xe0)
      self->lowest = 0xa0;
    else if (byte == 0xed)
      self->highest = 0x9f;
  } else if (byte >= 0xf0 && byte <= 0xf4) {
    self->missing = 3;
    if (byte == 0xf0)
      self->lowest = 0x90;
    else if (byte == 0xf4)
      self->highest = 0x8f;
  } else {
    return FALSE;
  }
  return TRUE;
}

static gboolean
continue_character (ParlourUtf8 *self, guint8 byte)
{
  if (byte < self->lowest || byte > self->highest)
    return FALSE;

  self->missing--;
  self->lowest = 0x80;
  self->highest = 0xbf;
  return TRUE;
}

static gsize
skip_ascii (const guint8 *bytes, gsize length)
{
  gsize at = 0;
  guint64 word;

  for (; at + sizeof word <= length; at += sizeof word) {
    memcpy (&word, bytes + at, sizeof word);
    if (word & ASCII_WORD)
      break;
  }
  return at;
}

gboolean
parlour_utf8_feed (ParlourUtf8 *self, const guint8 *bytes, gsize length)
{
  gsize at = 0;

  while (at < length) {
    if (self->missing > 0) {
      if (!continue_character (self, bytes[at++]))
        return FALSE;
      continue;
    }

    at += skip_ascii (bytes + at, length - at);
    if (at < length && !begin_character (self, bytes[at++]))
      return FALSE;
  }
  return TRUE;
}

gboolean
parlour_utf8_is_complete (const ParlourUtf8 *self)
{
  return self->missing == 0;
}

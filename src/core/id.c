/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-id"

#include "core/id.h"

#include "core/timestamp.h"

#include <string.h>
#include <sys/random.h>

/* This file owns ids: UUIDs, made as version 7 (RFC 9562). Any thread. */

static void
fill_random (guint8 *bytes, gsize n)
{
  gsize done = 0;

  while (done < n) {
    gssize got = getrandom (bytes + done, n - done, 0);
    if (got > 0)
      done += (gsize)got;
  }
}

char *
parlour_id_new (void)
{
  guint8 bytes[PARLOUR_ID_BYTES];
  guint64 ms = (guint64)parlour_timestamp_now ();
  char *text = g_malloc (PARLOUR_ID_CHARS);

  fill_random (bytes, sizeof bytes);
  for (int i = 0; i < 6; i++)
    bytes[i] = (guint8)(ms >> (40 - 8 * i));
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  parlour_id_format (bytes, text);
  return text;
}

gboolean
parlour_id_parse (const char *text, guint8 bytes[PARLOUR_ID_BYTES])
{
  static const guint8 hyphens[] = {8, 13, 18, 23};

  g_return_val_if_fail (text != NULL, FALSE);
  if (strnlen (text, PARLOUR_ID_CHARS) != PARLOUR_ID_CHARS - 1)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (hyphens); i++)
    if (text[hyphens[i]] != '-')
      return FALSE;

  int n = 0;
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '-')
      continue;
    int high = g_ascii_xdigit_value (p[0]);
    int low = g_ascii_xdigit_value (p[1]);
    if (high < 0 || low < 0 || n == PARLOUR_ID_BYTES)
      return FALSE;
    bytes[n++] = (guint8)(high << 4 | low);
    p++;
  }
  return n == PARLOUR_ID_BYTES;
}

const char *
parlour_id_format (const guint8 bytes[PARLOUR_ID_BYTES], char text[PARLOUR_ID_CHARS])
{
  static const char digits[] = "0123456789abcdef";
  char *p = text;

  for (int i = 0; i < PARLOUR_ID_BYTES; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      *p++ = '-';
    *p++ = digits[bytes[i] >> 4];
    *p++ = digits[bytes[i] & 15];
  }
  *p = '\0';
  return text;
}

gboolean
parlour_id_is_valid (const char *text)
{
  guint8 bytes[PARLOUR_ID_BYTES];
  char again[PARLOUR_ID_CHARS];

  return text != NULL && parlour_id_parse (text, bytes) &&
         strcmp (parlour_id_format (bytes, again), text) == 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-emoji"

#include "core/reaction.h"

#include "core/limits.h"
#include "core/problem.h"

#include <string.h>

/* This file owns what counts as one emoji: the sequences of UTS #51, 1.4.9. Any thread. */

enum {
  JOINER = 0x200d,
  EMOJI_STYLE = 0xfe0f,
  KEYCAP = 0x20e3,
  TAG_END = 0xe007f,
};

typedef struct {
  gunichar first, last;
} Range;

/* The blocks that hold pictographs, whole: GLib has no property for them, and what Unicode adds to
 * them later is a picture, too. */
static const Range pictures[] = {
    {0x00a9, 0x00a9}, {0x00ae, 0x00ae},   {0x203c, 0x203c},   {0x2049, 0x2049},   {0x2122, 0x2122},
    {0x2139, 0x2139}, {0x2190, 0x21ff},   {0x2300, 0x23ff},   {0x24c2, 0x24c2},   {0x25a0, 0x27bf},
    {0x2934, 0x2935}, {0x2b00, 0x2bff},   {0x3030, 0x3030},   {0x303d, 0x303d},   {0x3297, 0x3297},
    {0x3299, 0x3299}, {0x1f000, 0x1f1e5}, {0x1f200, 0x1f3fa}, {0x1f400, 0x1faff},
};

static gboolean
is_picture (gunichar c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    if (c >= pictures[i].first && c <= pictures[i].last)
      return TRUE;
  return FALSE;
}

static gboolean
is_skin_tone (gunichar c)
{
  return c >= 0x1f3fb && c <= 0x1f3ff;
}

static gboolean
is_region (gunichar c)
{
  return c >= 0x1f1e6 && c <= 0x1f1ff;
}

static gboolean
take (const char **p, gunichar c)
{
  if (g_utf8_get_char (*p) != c)
    return FALSE;
  *p = g_utf8_next_char (*p);
  return TRUE;
}

/* The flags of regions: 🏴 and the region's letters as tags. */
static gboolean
take_tags (const char **p)
{
  gunichar c = g_utf8_get_char (*p);

  if (c < 0xe0020 || c >= TAG_END)
    return TRUE;
  for (; c >= 0xe0020 && c < TAG_END; c = g_utf8_get_char (*p))
    *p = g_utf8_next_char (*p);
  return take (p, TAG_END);
}

/* A picture with its skin tone or style. */
static gboolean
take_picture (const char **p)
{
  gunichar c = g_utf8_get_char (*p);

  if (!is_picture (c) && !is_skin_tone (c))
    return FALSE;
  *p = g_utf8_next_char (*p);
  if (is_skin_tone (g_utf8_get_char (*p)))
    *p = g_utf8_next_char (*p);
  take (p, EMOJI_STYLE);
  return take_tags (p);
}

static gboolean
take_joined (const char **p)
{
  if (!take_picture (p))
    return FALSE;
  while (take (p, JOINER))
    if (!take_picture (p))
      return FALSE;
  return TRUE;
}

static gboolean
take_flag (const char **p)
{
  for (int i = 0; i < 2; i++) {
    if (!is_region (g_utf8_get_char (*p)))
      return FALSE;
    *p = g_utf8_next_char (*p);
  }
  return TRUE;
}

static gboolean
take_keycap (const char **p)
{
  if (strchr ("0123456789#*", **p) == NULL)
    return FALSE;
  (*p)++;
  take (p, EMOJI_STYLE);
  return take (p, KEYCAP);
}

gboolean
parlour_emoji_check (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  const char *p = text;
  gboolean good = *p != '\0' && strlen (text) <= PARLOUR_EMOJI_BYTES_MAX;

  if (good && is_region (g_utf8_get_char (p)))
    good = take_flag (&p);
  else if (good && g_ascii_isprint (*p))
    good = take_keycap (&p);
  else if (good)
    good = take_joined (&p);
  if (good && *p == '\0')
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "emoji",
                             "A reaction is one emoji.");
  return FALSE;
}

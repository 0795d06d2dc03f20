/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-emoji-text"

#include "app/history/emoji-text.h"

/* Counts emoji by the shape of their sequences (Unicode Technical Standard #51, 1.4.9), without a
 * table of those that exist: what is none that a font has is drawn large as a box. Stateless. */

enum {
  FEW = 3,
  JOINER = 0x200D,
  EMOJI_LOOK = 0xFE0F, /* asks for the coloured look of what is a sign of text otherwise */
};

static gboolean
is_between (gunichar c, gunichar first, gunichar last)
{
  return c >= first && c <= last;
}

static gboolean
is_flag_letter (gunichar c)
{
  return is_between (c, 0x1F1E6, 0x1F1FF);
}

/* What changes the emoji before it: a look, a tone of the skin, the letters of a region's flag. */
static gboolean
is_modifier (gunichar c)
{
  return c == EMOJI_LOOK || is_between (c, 0x1F3FB, 0x1F3FF) || is_between (c, 0xE0020, 0xE007F);
}

/* Signs that are emoji by themselves are wide, the others are with what asks for that look. */
static gboolean
is_emoji (gunichar c, gunichar next)
{
  gboolean sign = is_between (c, 0x2190, 0x2BFF) || is_between (c, 0x1F000, 0x1FAFF);
  return sign && !is_modifier (c) && (g_unichar_iswide (c) || next == EMOJI_LOOK);
}

gboolean
parlour_emoji_text_is_short (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);
  guint count = 0;
  gboolean joined = FALSE; /* to the one before */
  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    gunichar next = g_utf8_get_char (g_utf8_next_char (at));
    if (c == JOINER || is_modifier (c) || c == ' ') {
      joined = c == JOINER;
      if (count == 0)
        return FALSE;
      continue;
    }
    if (is_flag_letter (c) && is_flag_letter (next))
      at = g_utf8_next_char (at);
    else if (!is_emoji (c, next))
      return FALSE;
    count += joined ? 0 : 1;
    joined = FALSE;
    if (count > FEW)
      return FALSE;
  }
  return count > 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-cli-text"

#include "cli/text.h"

/* This file owns which characters never reach a terminal. Any thread. */

static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_obeyed (gunichar c)
{
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || is_bidi_control (c);
}

char *
parlour_cli_text_clean (const char *text, gboolean multi_line)
{
  GString *clean = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c == '\n' || c == '\t')
      g_string_append_c (clean, multi_line ? (char)c : ' ');
    else if (!is_obeyed (c))
      g_string_append_unichar (clean, c);
  }
  return g_string_free (clean, FALSE);
}

char *
parlour_cli_text_escape_json (const char *json)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (is_obeyed (c))
      g_string_append_printf (escaped, "\\u%04x", c);
    else
      g_string_append_unichar (escaped, c);
  }
  return g_string_free (escaped, FALSE);
}

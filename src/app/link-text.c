/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-link-text"

#include "app/link-text.h"

#include "app/message-link.h"

#include <string.h>

/* Finds addresses in texts. Stateless. */

static gsize
scheme_length (const char *text)
{
  if (g_ascii_strncasecmp (text, "http://", 7) == 0)
    return 7;
  return g_ascii_strncasecmp (text, "https://", 8) == 0 ? 8 : 0;
}

static gboolean
continues_address (gunichar c)
{
  return c != 0 && !g_unichar_isspace (c) && !g_unichar_iscntrl (c) && !strchr ("<>\"", (int)c);
}

static gsize
count_char (const char *text, gsize length, char c)
{
  gsize n = 0;
  for (gsize i = 0; i < length; i++)
    n += text[i] == c;
  return n;
}

/* Cuts what belongs to the sentence: its full stop, and a bracket that the address did not open. */
static gsize
cut_sentence_end (const char *text, gsize length)
{
  while (length > 0) {
    char last = text[length - 1];
    gboolean stray = last == ')' && count_char (text, length, '(') < count_char (text, length, ')');
    if (!stray && !strchr (".,;:!?'*_]}", last))
      break;
    length--;
  }
  return length;
}

static gsize
address_length (const char *text)
{
  gsize scheme = scheme_length (text);
  gsize message = 0;
  if (parlour_message_link_parse (text, NULL, NULL, &message))
    return message;
  if (scheme == 0)
    return 0;
  const char *end = text + scheme;
  for (gunichar c = g_utf8_get_char (end);
       c < 0x80 ? c && continues_address (c) : !g_unichar_isspace (c); c = g_utf8_get_char (end))
    end = g_utf8_next_char (end);
  gsize length = cut_sentence_end (text, (gsize)(end - text));
  return length > scheme ? length : 0;
}

static void
append_escaped (GString *markup, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize)length);
  g_string_append (markup, escaped);
}

static void
append_link (GString *markup, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize)length);
  g_string_append_printf (markup, "<a href=\"%s\">%s</a>", escaped, escaped);
}

char *
parlour_link_text_to_markup (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  GString *markup = g_string_sized_new (strlen (text) + 16);
  const char *plain = text;
  for (const char *at = text; *at;) {
    gboolean starts = at == text || !g_ascii_isalnum (at[-1]);
    gsize length = starts && strchr ("hHp", *at) ? address_length (at) : 0;
    if (length == 0) {
      at++;
      continue;
    }
    append_escaped (markup, plain, (gsize)(at - plain));
    append_link (markup, at, length);
    at += length;
    plain = at;
  }
  append_escaped (markup, plain, strlen (plain));
  return g_string_free (markup, FALSE);
}

gboolean
parlour_link_is_allowed (const char *uri)
{
  gsize scheme = uri ? scheme_length (uri) : 0;
  return scheme > 0 && uri[scheme] != '\0';
}

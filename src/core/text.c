/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-text"

#include "core/text.h"

#include "core/limits.h"
#include "core/problem.h"

#include <string.h>

/* This file owns the rules of names and texts. Any thread. */

static gboolean
is_username_char (char c)
{
  return g_ascii_islower (c) || g_ascii_isdigit (c) || c == '.' || c == '_' || c == '-';
}

char *
parlour_username_normalize (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *name = g_ascii_strdown (text, -1);
  gsize n = strlen (name);
  gboolean good = n >= PARLOUR_USERNAME_CHARS_MIN && n <= PARLOUR_USERNAME_CHARS_MAX;

  for (gsize i = 0; good && i < n; i++)
    good = is_username_char (name[i]);
  if (good)
    return g_steal_pointer (&name);
  parlour_problem_set_field (
      error, PARLOUR_PROBLEM_INVALID_USERNAME, "username",
      "A username has %d to %d of the characters a-z, 0-9, “.”, “_” and “-”.",
      PARLOUR_USERNAME_CHARS_MIN, PARLOUR_USERNAME_CHARS_MAX);
  return NULL;
}

/* What could make a name look like another, or turn the line around: controls, format characters
 * (zero width, bidi), private use, unassigned. The joiners inside a word stay: emoji and several
 * scripts need them. */
static gboolean
is_hidden_char (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_UNASSIGNED: /* a picture of a later Unicode, which fonts may know */
    return c < 0x1f000 || c > 0x1faff;
  case G_UNICODE_CONTROL:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return TRUE;
  case G_UNICODE_FORMAT:
    return c != 0x200c && c != 0x200d;
  default:
    return c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
  }
}

/* @text without hidden characters, with each run of white space as one blank and none at its ends.
 */
static char *
fold_white_space (const char *text)
{
  GString *result = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isspace (c)) {
      gap = result->len > 0;
      continue;
    }
    if (is_hidden_char (c))
      continue;
    if (gap)
      g_string_append_c (result, ' ');
    gap = FALSE;
    g_string_append_unichar (result, c);
  }
  return g_string_free (result, FALSE);
}

/* Whether there is a character that one can see (joiners and marks alone are none). */
static gboolean
has_visible_char (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!g_unichar_isspace (c) && !g_unichar_ismark (c) && !is_hidden_char (c) &&
        g_unichar_type (c) != G_UNICODE_FORMAT)
      return TRUE;
  }
  return FALSE;
}

/* (transfer full) (nullable): composed last, since a hidden character may have stood between a
 * letter and its mark. */
static char *
clean_line (const char *text)
{
  g_autofree char *folded = g_utf8_validate (text, -1, NULL) ? fold_white_space (text) : NULL;

  return folded != NULL ? g_utf8_normalize (folded, -1, G_NORMALIZE_NFC) : NULL;
}

char *
parlour_display_name_normalize (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *name = clean_line (text);

  if (name != NULL && has_visible_char (name) &&
      g_utf8_strlen (name, -1) <= PARLOUR_DISPLAY_NAME_MAX)
    return g_steal_pointer (&name);
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_DISPLAY_NAME, "display_name",
                             "A name to show has 1 to %d characters that one can see.",
                             PARLOUR_DISPLAY_NAME_MAX);
  return NULL;
}

char *
parlour_text_one_line (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *line = clean_line (text);

  return line != NULL && has_visible_char (line) ? g_steal_pointer (&line) : NULL;
}

gboolean
parlour_password_check (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (g_utf8_strlen (text, -1) >= PARLOUR_PASSWORD_CHARS_MIN &&
      strlen (text) <= PARLOUR_PASSWORD_BYTES_MAX)
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_PASSWORD, "password",
                             "A password has at least %d characters and at most %d bytes.",
                             PARLOUR_PASSWORD_CHARS_MIN, PARLOUR_PASSWORD_BYTES_MAX);
  return FALSE;
}

gboolean
parlour_body_check (const char *text, GError **error)
{
  if (parlour_text_is_blank (text)) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_BODY_REQUIRED, "body",
                               "A message needs a text.");
    return FALSE;
  }

  glong n = g_utf8_strlen (text, -1);
  if (n <= PARLOUR_BODY_CHARS_MAX)
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_BODY_TOO_LONG, "body",
                             "The text has %ld characters; at most %d are possible.", n,
                             PARLOUR_BODY_CHARS_MAX);
  return FALSE;
}

gboolean
parlour_subject_check (const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p))) {
      parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "subject",
                                 "A title is one line without control characters.");
      return FALSE;
    }

  glong n = g_utf8_strlen (text, -1);
  if (n <= PARLOUR_SUBJECT_CHARS_MAX)
    return TRUE;
  parlour_problem_set_field (error, PARLOUR_PROBLEM_SUBJECT_TOO_LONG, "subject",
                             "The title has %ld characters; at most %d are possible.", n,
                             PARLOUR_SUBJECT_CHARS_MAX);
  return FALSE;
}

/* (transfer full): the first line on which one can see something; "" where there is none. */
static char *
first_visible_line (const char *text)
{
  for (;;) {
    gsize n = strcspn (text, "\r\n");
    g_autofree char *line = g_strndup (text, n);
    g_autofree char *folded = fold_white_space (line);

    if (has_visible_char (folded))
      return g_steal_pointer (&folded);
    if (text[n] == '\0')
      return g_strdup ("");
    text += n + 1;
  }
}

char *
parlour_text_first_line (const char *text, gsize chars)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *folded = first_visible_line (text);
  if ((gsize)g_utf8_strlen (folded, -1) <= chars)
    return g_steal_pointer (&folded);

  g_autofree char *cut = g_utf8_substring (folded, 0, (glong)chars - 1);
  return g_strconcat (g_strchomp (cut), "…", NULL);
}

gboolean
parlour_text_has_hidden_char (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (is_hidden_char (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

char *
parlour_text_trim (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  const char *begin = text;
  for (const char *p = text; *p != '\0' && g_unichar_isspace (g_utf8_get_char (p));
       p = g_utf8_next_char (p))
    if (*p == '\n')
      begin = p + 1;
  return g_strchomp (g_strdup (begin));
}

gboolean
parlour_text_is_blank (const char *text)
{
  return text == NULL || !has_visible_char (text);
}

char *
parlour_text_fold (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *split = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);
  GString *bare = g_string_new (NULL);

  for (const char *p = split; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_ismark (g_utf8_get_char (p)))
      g_string_append_unichar (bare, g_utf8_get_char (p));

  char *folded = g_utf8_casefold (bare->str, -1);
  g_string_free (bare, TRUE);
  return folded;
}

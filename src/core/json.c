/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-json"

#include "core/json.h"

#include "core/limits.h"
#include "core/problem.h"

#include <string.h>

/* This file owns the strict check that stands before json-glib. Any thread.
 *
 * The checker is a state machine over one pointer with an explicit stack, so that no input can make
 * it use more stack than another. Names of an object are compared after unescaping. */

typedef struct {
  const char *start;
  const char *p;
  const char *end;
  const char *wrong;                         /* what is wrong, once something is */
  GHashTable *names[PARLOUR_JSON_DEPTH_MAX]; /* the names seen at each depth; NULL in an array */
  int depth;
} Checker;

static gboolean
fail (Checker *self, const char *wrong)
{
  if (self->wrong == NULL)
    self->wrong = wrong;
  return FALSE;
}

static void
skip_space (Checker *self)
{
  while (self->p < self->end &&
         (*self->p == ' ' || *self->p == '\t' || *self->p == '\n' || *self->p == '\r'))
    self->p++;
}

static int
hex_quad (Checker *self)
{
  int value = 0;

  if (self->end - self->p < 4)
    return -1;
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (*self->p++);
    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* After "\u": four digits, and for a high surrogate the low one that must follow. */
static gboolean
check_unicode_escape (Checker *self, GString *text)
{
  int unit = hex_quad (self);
  gunichar c = (gunichar)unit;

  if (unit < 0)
    return fail (self, "a \\u escape without four digits");
  if (unit == 0)
    return fail (self, "U+0000 in a string");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail (self, "a lone surrogate");
  if (unit >= 0xd800 && unit <= 0xdbff) {
    if (self->end - self->p < 6 || self->p[0] != '\\' || self->p[1] != 'u')
      return fail (self, "a lone surrogate");
    self->p += 2;
    int low = hex_quad (self);
    if (low < 0xdc00 || low > 0xdfff)
      return fail (self, "a lone surrogate");
    c = 0x10000 + (((gunichar)unit - 0xd800) << 10) + ((gunichar)low - 0xdc00);
  }
  if (text != NULL)
    g_string_append_unichar (text, c);
  return TRUE;
}

static gboolean
check_escape (Checker *self, GString *text)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";

  if (self->p == self->end)
    return fail (self, "a string without an end");
  char c = *self->p++;
  if (c == 'u')
    return check_unicode_escape (self, text);
  const char *found = c != '\0' ? strchr (from, c) : NULL;
  if (found == NULL)
    return fail (self, "an unknown escape");
  if (text != NULL)
    g_string_append_c (text, to[found - from]);
  return TRUE;
}

/* At the opening quote. @text, where given, takes the unescaped string. */
static gboolean
check_string (Checker *self, GString *text)
{
  self->p++;
  for (;;) {
    const char *run = self->p;
    while (self->p < self->end && *self->p != '"' && *self->p != '\\' && (guchar)*self->p >= 0x20)
      self->p++;
    if (text != NULL)
      g_string_append_len (text, run, self->p - run);
    if (self->p == self->end)
      return fail (self, "a string without an end");
    char c = *self->p++;
    if (c == '"')
      return TRUE;
    if (c != '\\')
      return fail (self, "a control character in a string");
    if (!check_escape (self, text))
      return FALSE;
  }
}

static gsize
digits (Checker *self)
{
  const char *run = self->p;

  while (self->p < self->end && g_ascii_isdigit (*self->p))
    self->p++;
  return (gsize)(self->p - run);
}

static gboolean
check_integer_range (Checker *self, const char *run, gsize n)
{
  static const char most[] = "9007199254740992";

  if (n > sizeof most - 1 || (n == sizeof most - 1 && memcmp (run, most, n) > 0))
    return fail (self, "an integer beyond 2^53");
  return TRUE;
}

static gboolean
check_number (Checker *self)
{
  if (*self->p == '-')
    self->p++;
  const char *run = self->p;
  gsize n = digits (self);
  gboolean whole = TRUE;

  if (n == 0 || (n > 1 && *run == '0'))
    return fail (self, "a malformed number");
  if (self->p < self->end && *self->p == '.') {
    whole = FALSE;
    self->p++;
    if (digits (self) == 0)
      return fail (self, "a malformed number");
  }
  if (self->p < self->end && (*self->p == 'e' || *self->p == 'E')) {
    whole = FALSE;
    self->p++;
    if (self->p < self->end && (*self->p == '+' || *self->p == '-'))
      self->p++;
    if (digits (self) == 0)
      return fail (self, "a malformed number");
  }
  return whole ? check_integer_range (self, run, n) : TRUE;
}

static gboolean
check_word (Checker *self, const char *word)
{
  gsize n = strlen (word);

  if ((gsize)(self->end - self->p) < n || memcmp (self->p, word, n) != 0)
    return fail (self, "an unknown word");
  self->p += n;
  return TRUE;
}

static gboolean
check_scalar (Checker *self)
{
  switch (*self->p) {
  case '"':
    return check_string (self, NULL);
  case 't':
    return check_word (self, "true");
  case 'f':
    return check_word (self, "false");
  case 'n':
    return check_word (self, "null");
  default:
    if (*self->p == '-' || g_ascii_isdigit (*self->p))
      return check_number (self);
    return fail (self, "something that is no value");
  }
}

static gboolean
push (Checker *self, gboolean object)
{
  if (self->depth == PARLOUR_JSON_DEPTH_MAX)
    return fail (self, "nesting that is too deep");
  self->names[self->depth++] =
      object ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL;
  self->p++;
  return TRUE;
}

static void
pop (Checker *self)
{
  g_clear_pointer (&self->names[--self->depth], g_hash_table_unref);
  self->p++;
}

static gboolean
in_object (const Checker *self)
{
  return self->names[self->depth - 1] != NULL;
}

static gboolean
check_name (Checker *self)
{
  if (self->p == self->end || *self->p != '"')
    return fail (self, "an object's name that is no string");

  g_autoptr (GString) name = g_string_new (NULL);
  if (!check_string (self, name))
    return FALSE;
  if (!g_hash_table_add (self->names[self->depth - 1], g_strdup (name->str)))
    return fail (self, "a name that stands twice in one object");
  skip_space (self);
  if (self->p == self->end || *self->p != ':')
    return fail (self, "a name without a colon");
  self->p++;
  skip_space (self);
  return TRUE;
}

/* After a value: closes what ends here, and stands at the next value or, at depth 0, behind all. */
static gboolean
after_value (Checker *self)
{
  for (;;) {
    skip_space (self);
    if (self->depth == 0)
      return TRUE;
    if (self->p == self->end)
      return fail (self, "an end that comes too early");
    if (*self->p == ',') {
      self->p++;
      skip_space (self);
      return in_object (self) ? check_name (self) : TRUE;
    }
    if (*self->p != (in_object (self) ? '}' : ']'))
      return fail (self, "a missing comma");
    pop (self);
  }
}

/* At a value. Opens containers until a scalar or an empty container has been passed. */
static gboolean
check_value (Checker *self)
{
  for (;;) {
    if (self->p == self->end)
      return fail (self, "an end that comes too early");
    if (*self->p != '{' && *self->p != '[')
      return check_scalar (self);
    gboolean object = *self->p == '{';
    if (!push (self, object))
      return FALSE;
    skip_space (self);
    if (self->p < self->end && *self->p == (object ? '}' : ']')) {
      pop (self);
      return TRUE;
    }
    if (object && !check_name (self))
      return FALSE;
  }
}

static gboolean
check_all (Checker *self)
{
  skip_space (self);
  do {
    if (!check_value (self) || !after_value (self))
      return FALSE;
  } while (self->depth > 0);
  if (self->p != self->end)
    return fail (self, "something behind its end");
  return TRUE;
}

gboolean
parlour_json_check (const char *data, gsize length, GError **error)
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  const char *bad = NULL;
  if (length > 0 && !g_utf8_validate_len (data, length, &bad)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_MALFORMED_JSON,
                         "The request is no valid UTF-8 at byte %" G_GSIZE_FORMAT ".",
                         (gsize)(bad - data));
    return FALSE;
  }

  Checker self = {.start = data, .p = data, .end = data + length};
  gboolean ok = check_all (&self);
  while (self.depth > 0)
    g_clear_pointer (&self.names[--self.depth], g_hash_table_unref);
  if (!ok)
    parlour_problem_set (error, PARLOUR_PROBLEM_MALFORMED_JSON,
                         "The request is no valid JSON: %s at byte %" G_GSIZE_FORMAT ".",
                         self.wrong, (gsize)(self.p - data));
  return ok;
}

JsonNode *
parlour_json_parse (const char *data, gsize length, GError **error)
{
  if (!parlour_json_check (data, length, error))
    return NULL;

  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local = NULL;
  if (!json_parser_load_from_data (parser, data, (gssize)length, &local)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_MALFORMED_JSON, "The request is no valid JSON.");
    return NULL;
  }
  return json_parser_steal_root (parser);
}

JsonObject *
parlour_json_parse_object (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = parlour_json_parse (data, length, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_WRONG_TYPE, "The request must be a JSON object.");
    return NULL;
  }
  return json_object_ref (json_node_get_object (root));
}

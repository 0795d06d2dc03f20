/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "openapi-private.h"

#include "core/id.h"

#include <string.h>

/* This file owns how a value is held against a schema. On the test's thread. */

#define ANY_NAME "*" /* among the names of a place: any member may stand there */

typedef struct {
  JsonObject *root;
  GString *path; /* of the value that is looked at */
  char *why;     /* the first thing that is wrong; of several ways the one that went farthest */
  gsize reached; /* how far down that was */
} Check;

typedef gboolean (*Keyword) (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names);

static gboolean evaluate (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names);
static gboolean check_place (Check *check, JsonObject *schema, JsonNode *value);

static gboolean G_GNUC_PRINTF (2, 3) fail (Check *check, const char *format, ...)
{
  va_list args;

  if (check->why != NULL && check->path->len <= check->reached)
    return FALSE;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_free (check->why);
  check->why = g_strdup_printf ("%s: %s", check->path->len > 0 ? check->path->str : "/", text);
  check->reached = check->path->len;
  return FALSE;
}

static gboolean
check_below (Check *check, const char *name, JsonObject *schema, JsonNode *value)
{
  gsize length = check->path->len;

  g_string_append_printf (check->path, "/%s", name);
  gboolean good = check_place (check, schema, value);
  g_string_truncate (check->path, length);
  return good;
}

static const char *
type_of (JsonNode *value)
{
  if (JSON_NODE_HOLDS_NULL (value))
    return "null";
  if (JSON_NODE_HOLDS_OBJECT (value))
    return "object";
  if (JSON_NODE_HOLDS_ARRAY (value))
    return "array";
  GType type = json_node_get_value_type (value);
  return type == G_TYPE_STRING    ? "string"
         : type == G_TYPE_BOOLEAN ? "boolean"
         : type == G_TYPE_INT64   ? "integer"
                                  : "number";
}

static gboolean
is_text (JsonNode *value)
{
  return strcmp (type_of (value), "string") == 0;
}

static gboolean
is_type (const char *wanted, const char *is)
{
  return strcmp (wanted, is) == 0 ||
         (strcmp (wanted, "number") == 0 && strcmp (is, "integer") == 0);
}

static gboolean
check_type (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  JsonNode *types = json_object_get_member (schema, "type");
  const char *is = type_of (value);

  if (!JSON_NODE_HOLDS_ARRAY (types))
    return is_type (json_node_get_string (types), is) ||
           fail (check, "is %s, not %s", is, json_node_get_string (types));
  JsonArray *several = json_node_get_array (types);
  for (guint i = 0; i < json_array_get_length (several); i++)
    if (is_type (json_array_get_string_element (several, i), is))
      return TRUE;
  return fail (check, "is %s, which is none of its types", is);
}

static gboolean
check_const (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  return json_node_equal (json_object_get_member (schema, "const"), value) ||
         fail (check, "is not the one value that it must be");
}

static gboolean
check_enum (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  JsonArray *values = json_object_get_array_member (schema, "enum");
  g_autofree char *text = json_to_string (value, FALSE);

  for (guint i = 0; i < json_array_get_length (values); i++)
    if (json_node_equal (json_array_get_element (values, i), value))
      return TRUE;
  return fail (check, "%s is none of the values that it may have", text);
}

static gboolean
check_properties (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *property;
  gboolean good = TRUE;

  json_object_iter_init (&iter, json_object_get_object_member (schema, "properties"));
  while (json_object_iter_next (&iter, &name, &property)) {
    g_hash_table_add (names, g_strdup (name));
    JsonNode *member = JSON_NODE_HOLDS_OBJECT (value)
                           ? json_object_get_member (json_node_get_object (value), name)
                           : NULL;
    if (member != NULL)
      good = check_below (check, name, json_node_get_object (property), member) && good;
  }
  return good;
}

static gboolean
check_additional (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  JsonNode *additional = json_object_get_member (schema, "additionalProperties");
  gboolean object = JSON_NODE_HOLDS_OBJECT (additional);
  JsonObject *own = json_object_has_member (schema, "properties")
                        ? json_object_get_object_member (schema, "properties")
                        : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean good = TRUE;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return TRUE;
  if (object || json_node_get_boolean (additional))
    g_hash_table_add (names, g_strdup (ANY_NAME));
  json_object_iter_init (&iter, json_node_get_object (value));
  while (json_object_iter_next (&iter, &name, &member)) {
    if (own != NULL && json_object_has_member (own, name))
      continue;
    if (object)
      good = check_below (check, name, json_node_get_object (additional), member) && good;
    else if (!json_node_get_boolean (additional))
      good = fail (check, "“%s” may not be there", name);
  }
  return good;
}

static gboolean
check_required (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  JsonArray *required = json_object_get_array_member (schema, "required");

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return TRUE;
  for (guint i = 0; i < json_array_get_length (required); i++) {
    const char *name = json_array_get_string_element (required, i);
    if (!json_object_has_member (json_node_get_object (value), name))
      return fail (check, "“%s” is missing", name);
  }
  return TRUE;
}

static gboolean
check_items (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  JsonObject *items = json_object_get_object_member (schema, "items");

  if (!JSON_NODE_HOLDS_ARRAY (value))
    return TRUE;
  JsonArray *array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    if (!check_below (check, name, items, json_array_get_element (array, i)))
      return FALSE;
  }
  return TRUE;
}

/* The bounds of numbers, of the length of texts, and of how many there are in a list. */
static gboolean
check_bound (Check *check, JsonObject *schema, const char *keyword, JsonNode *value, double size)
{
  double bound = json_object_get_double_member (schema, keyword);
  gboolean good = g_str_has_prefix (keyword, "max") ? size <= bound : size >= bound;

  return good || fail (check, "%g is past %s, which is %g", size, keyword, bound);
}

static double
size_of (JsonNode *value)
{
  return is_text (value)                  ? (double)g_utf8_strlen (json_node_get_string (value), -1)
         : JSON_NODE_HOLDS_ARRAY (value)  ? json_array_get_length (json_node_get_array (value))
         : JSON_NODE_HOLDS_OBJECT (value) ? json_object_get_size (json_node_get_object (value))
                                          : json_node_get_double (value);
}

static gboolean
check_bounds (Check *check, JsonObject *schema, JsonNode *value)
{
  static const struct {
    const char *keyword;
    const char *type;
  } bounds[] = {
      {"minimum", "integer"}, {"maximum", "integer"},  {"minimum", "number"},
      {"maximum", "number"},  {"minLength", "string"}, {"maxLength", "string"},
      {"minItems", "array"},  {"maxItems", "array"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    if (json_object_has_member (schema, bounds[i].keyword) &&
        strcmp (bounds[i].type, type_of (value)) == 0 &&
        !check_bound (check, schema, bounds[i].keyword, value, size_of (value)))
      return FALSE;
  return TRUE;
}

static gboolean
check_pattern (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  return !is_text (value) ||
         g_regex_match_simple (json_object_get_string_member (schema, "pattern"),
                               json_node_get_string (value), 0, 0) ||
         fail (check, "“%s” does not match its pattern", json_node_get_string (value));
}

static gboolean
has_format (const char *format, const char *text)
{
  if (strcmp (format, "uuid") == 0)
    return parlour_id_is_valid (text);
  if (strcmp (format, "date-time") == 0)
    return g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$", text, 0,
                                 0);
  if (strcmp (format, "date") == 0)
    return g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d$", text, 0, 0);
  return strcmp (format, "binary") == 0;
}

static gboolean
check_format (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  const char *format = json_object_get_string_member (schema, "format");

  return !is_text (value) || has_format (format, json_node_get_string (value)) ||
         fail (check, "“%s” is no %s", json_node_get_string (value), format);
}

static gboolean
check_reference (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  return evaluate (check, schema_resolve (check->root, schema), value, names);
}

static gboolean
check_all_of (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  JsonArray *parts = json_object_get_array_member (schema, "allOf");

  for (guint i = 0; i < json_array_get_length (parts); i++)
    if (!evaluate (check, json_array_get_object_element (parts, i), value, names))
      return FALSE;
  return TRUE;
}

/* How many of the ways of @keyword fit; the names of those that do go into @names. */
static guint
count_fitting (Check *check, JsonArray *ways, JsonNode *value, GHashTable *names)
{
  Check before = *check;
  guint n = 0;

  before.why = g_strdup (check->why);
  for (guint i = 0; i < json_array_get_length (ways); i++) {
    g_autoptr (GHashTable) these = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    if (!evaluate (check, json_array_get_object_element (ways, i), value, these))
      continue;
    n++;
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init (&iter, these);
    while (g_hash_table_iter_next (&iter, &name, NULL))
      g_hash_table_add (names, g_strdup (name));
  }
  if (n > 0) { /* that others do not fit is no fault */
    g_free (check->why);
    check->why = g_steal_pointer (&before.why);
    check->reached = before.reached;
  }
  g_free (before.why);
  return n;
}

static gboolean
check_one_of (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  guint n = count_fitting (check, json_object_get_array_member (schema, "oneOf"), value, names);

  return n == 1 ||
         fail (check, n == 0 ? "fits none of its ways" : "fits more than one of its ways");
}

static gboolean
check_any_of (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  return count_fitting (check, json_object_get_array_member (schema, "anyOf"), value, names) > 0 ||
         fail (check, "fits none of its ways");
}

static const struct {
  const char *name;
  Keyword check; /* nullable: an annotation, or a bound */
} keywords[] = {
    {"type", check_type},
    {"const", check_const},
    {"enum", check_enum},
    {"required", check_required},
    {"properties", check_properties},
    {"additionalProperties", check_additional},
    {"items", check_items},
    {"pattern", check_pattern},
    {"format", check_format},
    {"$ref", check_reference},
    {"allOf", check_all_of},
    {"oneOf", check_one_of},
    {"anyOf", check_any_of},
    {"minimum", NULL},
    {"maximum", NULL},
    {"minLength", NULL},
    {"maxLength", NULL},
    {"minItems", NULL},
    {"maxItems", NULL},
    {"description", NULL},
    {"default", NULL},
    {"example", NULL},
};

static gboolean
is_known (const char *keyword)
{
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (strcmp (keywords[i].name, keyword) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_keywords_are_known (Check *check, JsonObject *schema)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, schema);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!is_known (name))
      return fail (check, "its schema has “%s”, which nobody checks", name);
  return TRUE;
}

/* Whether @schema says of an object only that it is one. */
static gboolean
is_bare (JsonObject *schema)
{
  static const char *const names[] = {"properties", "$ref", "allOf", "oneOf", "anyOf"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (schema, names[i]))
      return FALSE;
  return TRUE;
}

/* @names: all that @schema says may stand here. */
static gboolean
evaluate (Check *check, JsonObject *schema, JsonNode *value, GHashTable *names)
{
  if (!check_keywords_are_known (check, schema))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (keywords[i].check != NULL && json_object_has_member (schema, keywords[i].name) &&
        !keywords[i].check (check, schema, value, names))
      return FALSE;
  if (is_bare (schema))
    g_hash_table_add (names, g_strdup (ANY_NAME));
  return check_bounds (check, schema, value);
}

static gboolean
check_place (Check *check, JsonObject *schema, JsonNode *value)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObjectIter iter;
  const char *name;

  if (!evaluate (check, schema, value, names))
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (value) || g_hash_table_contains (names, ANY_NAME))
    return TRUE;
  json_object_iter_init (&iter, json_node_get_object (value));
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (names, name))
      return fail (check, "“%s” is not documented", name);
  return TRUE;
}

JsonObject *
schema_resolve (JsonObject *root, JsonObject *object)
{
  const char *reference = json_object_get_string_member_with_default (object, "$ref", NULL);

  if (reference == NULL)
    return object;
  g_assert_true (g_str_has_prefix (reference, "#/"));
  g_auto (GStrv) names = g_strsplit (reference + strlen ("#/"), "/", -1);
  JsonObject *found = root;
  for (char **name = names; *name != NULL; name++) {
    g_assert_true (json_object_has_member (found, *name));
    found = json_object_get_object_member (found, *name);
  }
  return schema_resolve (root, found);
}

char *
schema_check (JsonObject *root, JsonObject *schema, JsonNode *value)
{
  g_autoptr (GString) path = g_string_new (NULL);
  Check check = {.root = root, .path = path};

  if (check_place (&check, schema, value))
    g_clear_pointer (&check.why, g_free);
  else
    g_assert_nonnull (check.why);
  return check.why;
}

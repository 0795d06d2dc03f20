/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-fields"

#include "core/fields.h"

#include "core/problem.h"
#include "core/timestamp.h"

/* This file owns the strict reading of one JSON object. Any thread, one object a thread. */

static void
fail (ParlourFields *self, ParlourProblem problem, const char *name, const char *what)
{
  if (self->error == NULL)
    parlour_problem_set_field (&self->error, problem, name, "“%s” %s.", name, what);
}

/* NULL where the member is absent or null; that is an error where it is required. */
static JsonNode *
lookup (ParlourFields *self, const char *name, ParlourFieldFlags flags)
{
  JsonNode *node = json_object_get_member (self->object, name);

  if (node != NULL)
    self->n_seen++;
  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    return node;
  if (flags & PARLOUR_FIELD_REQUIRED)
    fail (self, PARLOUR_PROBLEM_MISSING_FIELD, name, "is missing");
  return NULL;
}

static JsonNode *
lookup_value (ParlourFields *self,
              const char *name,
              ParlourFieldFlags flags,
              GType type,
              const char *expected)
{
  JsonNode *node = lookup (self, name, flags);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type)
    return node;
  fail (self, PARLOUR_PROBLEM_WRONG_TYPE, name, expected);
  return NULL;
}

const char *
parlour_fields_string (ParlourFields *self, const char *name, ParlourFieldFlags flags)
{
  JsonNode *node = lookup_value (self, name, flags, G_TYPE_STRING, "must be a string");

  return node != NULL ? json_node_get_string (node) : NULL;
}

gint64
parlour_fields_int (ParlourFields *self,
                    const char *name,
                    ParlourFieldFlags flags,
                    gint64 min,
                    gint64 max,
                    gint64 fallback)
{
  JsonNode *node = lookup_value (self, name, flags, G_TYPE_INT64, "must be an integer");

  if (node == NULL)
    return fallback;

  gint64 value = json_node_get_int (node);
  if (value >= min && value <= max)
    return value;
  g_autofree char *rule =
      g_strdup_printf ("must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
  fail (self, PARLOUR_PROBLEM_INVALID_FIELD, name, rule);
  return fallback;
}

gboolean
parlour_fields_boolean (ParlourFields *self,
                        const char *name,
                        ParlourFieldFlags flags,
                        gboolean fallback)
{
  JsonNode *node = lookup_value (self, name, flags, G_TYPE_BOOLEAN, "must be true or false");

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

gint64
parlour_fields_time (ParlourFields *self, const char *name, ParlourFieldFlags flags)
{
  const char *text = parlour_fields_string (self, name, flags);
  gint64 ms = 0;

  if (text != NULL && !parlour_timestamp_parse (text, &ms))
    fail (self, PARLOUR_PROBLEM_INVALID_FIELD, name, "must be a time as in RFC 3339");
  return ms;
}

JsonObject *
parlour_fields_object (ParlourFields *self, const char *name, ParlourFieldFlags flags)
{
  JsonNode *node = lookup (self, name, flags);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  fail (self, PARLOUR_PROBLEM_WRONG_TYPE, name, "must be an object");
  return NULL;
}

JsonArray *
parlour_fields_array (ParlourFields *self, const char *name, ParlourFieldFlags flags)
{
  JsonNode *node = lookup (self, name, flags);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  fail (self, PARLOUR_PROBLEM_WRONG_TYPE, name, "must be an array");
  return NULL;
}

char **
parlour_fields_strings (ParlourFields *self, const char *name, ParlourFieldFlags flags)
{
  JsonArray *array = parlour_fields_array (self, name, flags);

  if (array == NULL)
    return NULL;

  guint n = json_array_get_length (array);
  g_auto (GStrv) strings = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, i);
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING) {
      fail (self, PARLOUR_PROBLEM_WRONG_TYPE, name, "must be an array of strings");
      return NULL;
    }
    strings[i] = json_node_dup_string (node);
  }
  return g_steal_pointer (&strings);
}

int
parlour_fields_choice (ParlourFields *self,
                       const char *name,
                       const char *const *names,
                       int fallback)
{
  const char *text = parlour_fields_string (self, name, 0);

  for (int i = 0; text != NULL && names[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      return i;
  return fallback;
}

void
parlour_fields_ignore (ParlourFields *self, const char *name)
{
  if (json_object_has_member (self->object, name))
    self->n_seen++;
}

gboolean
parlour_fields_has (ParlourFields *self, const char *name)
{
  return json_object_has_member (self->object, name);
}

void
parlour_fields_fail (ParlourFields *self, GError *error)
{
  g_return_if_fail (error != NULL);
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

gboolean
parlour_fields_end_lax (ParlourFields *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/* The reader counts what it was asked for; the name of what nobody asked for is not known here, so
 * that a request can't make the server repeat its text. */
gboolean
parlour_fields_end (ParlourFields *self, GError **error)
{
  if (self->error == NULL && json_object_get_size (self->object) > self->n_seen)
    parlour_problem_set (&self->error, PARLOUR_PROBLEM_UNKNOWN_FIELD,
                         "The request has a field that is not known here.");
  return parlour_fields_end_lax (self, error);
}

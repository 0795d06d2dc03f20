/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-parameters"

#include "server/parameters.h"

#include "core/limits.h"
#include "core/problem.h"

#include <string.h>

/* This file owns the reading of a URI's query. Any thread. */

/* "+" stays a plus: the query comes from programs that write %20, and a "+" in a name is a "+". */
static char *
decode (const char *text, gsize length)
{
  char *decoded = g_uri_unescape_segment (text, text + length, NULL);

  if (decoded == NULL || g_utf8_validate (decoded, -1, NULL))
    return decoded;
  g_free (decoded);
  return NULL;
}

static gboolean
parse_pair (GHashTable *table, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');
  gsize length = equals != NULL ? (gsize)(equals - pair) : strlen (pair);
  g_autofree char *name = decode (pair, length);
  g_autofree char *value =
      equals != NULL ? decode (equals + 1, strlen (equals + 1)) : g_strdup ("");

  if (name == NULL || value == NULL) {
    parlour_problem_set (error, PARLOUR_PROBLEM_MALFORMED_REQUEST,
                         "The query of the address is not valid.");
    return FALSE;
  }
  if (g_hash_table_contains (table, name)) {
    parlour_problem_set_field (error, PARLOUR_PROBLEM_MALFORMED_REQUEST, name,
                               "“%s” stands twice in the query.", name);
    return FALSE;
  }
  g_hash_table_insert (table, g_steal_pointer (&name), g_steal_pointer (&value));
  return TRUE;
}

gboolean
parlour_parameters_parse (const char *query, GHashTable **table, GError **error)
{
  *table = NULL;
  if (query == NULL || query[0] == '\0')
    return TRUE;

  g_autoptr (GHashTable) result = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = g_strsplit (query, "&", 0);
  for (guint i = 0; pairs[i] != NULL; i++) {
    if (pairs[i][0] != '\0' && !parse_pair (result, pairs[i], error))
      return FALSE;
  }
  *table = g_steal_pointer (&result);
  return TRUE;
}

const char *
parlour_parameters_string (ParlourParameters *self, const char *name)
{
  const char *value = self->table != NULL ? g_hash_table_lookup (self->table, name) : NULL;

  if (value != NULL)
    self->n_seen++;
  return value;
}

static void
fail_invalid (ParlourParameters *self, const char *name, const char *detail)
{
  GError *error = NULL;

  parlour_problem_set_field (&error, PARLOUR_PROBLEM_INVALID_FIELD, name, "“%s” %s.", name, detail);
  parlour_parameters_fail (self, error);
}

gint64
parlour_parameters_int (
    ParlourParameters *self, const char *name, gint64 min, gint64 max, gint64 fallback)
{
  gint64 number = fallback;
  const char *value = parlour_parameters_string (self, name);

  if (value == NULL)
    return fallback;
  if (!g_ascii_string_to_signed (value, 10, min, max, &number, NULL)) {
    g_autofree char *detail = g_strdup_printf (
        "is no whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
    fail_invalid (self, name, detail);
    return fallback;
  }
  return number;
}

gboolean
parlour_parameters_boolean (ParlourParameters *self, const char *name)
{
  const char *value = parlour_parameters_string (self, name);

  if (value == NULL)
    return FALSE;
  if (strcmp (value, "true") != 0 && strcmp (value, "false") != 0)
    fail_invalid (self, name, "is neither “true” nor “false”");
  return strcmp (value, "true") == 0;
}

guint
parlour_parameters_limit (ParlourParameters *self)
{
  return (guint)parlour_parameters_int (self, "limit", 1, PARLOUR_PAGE_ITEMS_MAX,
                                        PARLOUR_PAGE_ITEMS_DEFAULT);
}

void
parlour_parameters_fail (ParlourParameters *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

static void
fail_unknown (ParlourParameters *self)
{
  GError *error = NULL;

  parlour_problem_set (&error, PARLOUR_PROBLEM_UNKNOWN_FIELD,
                       "The query of the address names something that this call does not know.");
  parlour_parameters_fail (self, error);
}

gboolean
parlour_parameters_end (ParlourParameters *self, GError **error)
{
  if (self->table != NULL && self->n_seen < g_hash_table_size (self->table))
    fail_unknown (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-values"

#include "cli/values.h"

#include "cli/cli-error.h"
#include "cli/output.h"
#include "cli/text.h"
#include "core/json-writer.h"

#include <glib/gi18n.h>

/* This file owns how pairs of names and values are typed and printed. Main thread. */

#define ON  "on"
#define OFF "off"

static char *
join_names (const ParlourCliValue *values, gsize n)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", values[i].name);
  return g_string_free (names, FALSE);
}

static const ParlourCliValue *
find (const ParlourCliValue *values, gsize n, const char *name, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (values[i].name, name))
      return &values[i];

  g_autofree char *names = join_names (values, n);
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
               /* Translators: what was typed, and words that are typed as they stand */
               _ ("“%s” can’t be set here; what can is %s, each with its value."), name, names);
  return NULL;
}

static gboolean
write_value (ParlourJsonWriter *writer,
             const ParlourCliValue *value,
             const char *text,
             GError **error)
{
  if (!value->is_switch) {
    parlour_json_writer_string (writer, value->name, *text != '\0' ? text : NULL);
    return TRUE;
  }
  if (g_str_equal (text, ON) || g_str_equal (text, OFF)) {
    parlour_json_writer_boolean (writer, value->name, g_str_equal (text, ON));
    return TRUE;
  }
  g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
               /* Translators: something that is set, and words that are typed as they stand */
               _ ("“%s” is %s or %s."), value->name, ON, OFF);
  return FALSE;
}

GBytes *
parlour_cli_values_parse (const ParlourCliValue *values, gsize n, char **typed, GError **error)
{
  g_autoptr (ParlourJsonWriter) writer = parlour_json_writer_new ();

  parlour_json_writer_begin_object (writer, NULL);
  for (; typed[0] != NULL; typed += 2) {
    const ParlourCliValue *value = find (values, n, typed[0], error);
    if (value == NULL)
      return NULL;
    if (typed[1] == NULL) {
      g_set_error (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_USAGE,
                   /* Translators: something that is set */
                   _ ("Say what “%s” shall be."), value->name);
      return NULL;
    }
    if (!write_value (writer, value, typed[1], error))
      return NULL;
  }
  parlour_json_writer_end_object (writer);
  return parlour_json_writer_finish_bytes (writer);
}

static char *
value_text (const ParlourCliValue *value, JsonObject *object)
{
  if (value->is_switch)
    return g_strdup (
        json_object_get_boolean_member_with_default (object, value->name, FALSE) ? ON : OFF);
  return parlour_cli_text_clean (
      json_object_get_string_member_with_default (object, value->name, ""), FALSE);
}

void
parlour_cli_values_print (const ParlourCliValue *values, gsize n, JsonObject *object)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *text = value_text (&values[i], object);
    g_autofree char *line = g_strdup_printf ("%-16s  %s", values[i].name, text);
    parlour_cli_print (line);
  }
}

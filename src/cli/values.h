/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What is set by its name: one's own view of a conversation, a group's rules, one's profile. */

/** ParlourCliValue: a name as the server knows it; a switch is on or off, all else is a text. */
typedef struct {
  const char *name;
  gboolean is_switch;
} ParlourCliValue;

/**
 * parlour_cli_values_parse:
 * @values: what may be set, @n of them
 * @typed: name, value, name, value …; an empty text takes something away
 *
 * Returns: (transfer full) (nullable): a request's body; %NULL with a PARLOUR_CLI_USAGE in @error
 */
GBytes *
parlour_cli_values_parse (const ParlourCliValue *values, gsize n, char **typed, GError **error);

/** parlour_cli_values_print: those of @object, one a line. */
void parlour_cli_values_print (const ParlourCliValue *values, gsize n, JsonObject *object);

G_END_DECLS

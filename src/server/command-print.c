/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-command-print"

#include "server/command-private.h"

#include <stdio.h>
#include <string.h>

/* This file owns how the answers of ops look on a terminal: names and values, tabs between. What
 * people wrote has no control character in it: the server sees to that. Main thread. */

static void
print_node (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING) {
    fputs (json_node_get_string (node), stdout);
    return;
  }
  g_autofree char *text = json_to_string (node, FALSE);
  fputs (text, stdout);
}

/* The values of an object's members in their order, tabs between. */
static void
print_values (JsonObject *object)
{
  g_autoptr (GList) values = json_object_get_values (object);

  for (GList *link = values; link != NULL; link = link->next) {
    print_node (link->data);
    putchar (link->next != NULL ? '\t' : '\n');
  }
}

static void print_member (const char *name, JsonNode *node);

/* What an object holds is named after it, too: "space.low". */
static void
print_members (const char *prefix, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    g_autofree char *whole = g_strconcat (prefix, name, NULL);
    print_member (whole, node);
  }
}

static void
print_member (const char *name, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    g_autofree char *prefix = g_strconcat (name, ".", NULL);
    print_members (prefix, json_node_get_object (node));
    return;
  }
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    printf ("%s\t", name);
    print_node (node);
    putchar ('\n');
    return;
  }
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    printf ("%s\t", name);
    if (JSON_NODE_HOLDS_OBJECT (element)) {
      print_values (json_node_get_object (element));
      continue;
    }
    print_node (element);
    putchar ('\n');
  }
}

void
parlour_command_print_object (const ParlourCommand *command, JsonObject *answer)
{
  print_members ("", answer);
}

static JsonArray *
items_of (JsonObject *answer)
{
  JsonNode *node = json_object_get_member (answer, "items");

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
print_columns (const ParlourCommand *command, JsonObject *item)
{
  for (guint i = 0; i < G_N_ELEMENTS (command->columns) && command->columns[i] != NULL; i++) {
    if (i > 0)
      putchar ('\t');
    print_node (json_object_get_member (item, command->columns[i]));
  }
  putchar ('\n');
}

void
parlour_command_print_columns (const ParlourCommand *command, JsonObject *answer)
{
  JsonArray *items = items_of (answer);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    print_columns (command, json_array_get_object_element (items, i));
}

static const char *
text_of (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

void
parlour_command_print_users (const ParlourCommand *command, JsonObject *answer)
{
  JsonArray *items = items_of (answer);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++) {
    JsonObject *user = json_array_get_object_element (items, i);
    gboolean active = json_object_get_boolean_member_with_default (user, "active", TRUE);
    printf ("%s\t%s\t%s%s\n", text_of (user, "username"), text_of (user, "role"),
            text_of (user, "display_name"), active ? "" : "\t(disabled)");
  }
}

static const char *
username_of (JsonObject *report, const char *name)
{
  JsonNode *node = json_object_get_member (report, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? text_of (json_node_get_object (node), "username")
             : "";
}

void
parlour_command_print_reports (const ParlourCommand *command, JsonObject *answer)
{
  JsonArray *items = items_of (answer);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++) {
    JsonObject *report = json_array_get_object_element (items, i);
    gboolean open = text_of (report, "closed_at")[0] == '\0';
    printf ("%s\t%s\t%s\t%s\t%s\t%s\n", text_of (report, "id"), text_of (report, "at"),
            open ? "open" : "closed", username_of (report, "reporter"),
            username_of (report, "user"), text_of (report, "reason"));
  }
}

/* The link alone on standard output, so that it can be handed on. */
void
parlour_command_print_invite (const ParlourCommand *command, JsonObject *answer)
{
  const char *link = text_of (answer, "link");
  gint64 uses = json_object_get_int_member_with_default (answer, "uses", 0);

  if (link[0] == '\0')
    fprintf (stderr, "No address is known that a link could lead to: no server runs here, or it "
                     "speaks without TLS and its proxy's name is not set (host). Say --address "
                     "HOST:PORT to get a link. This is the invitation's token:\n");
  puts (link[0] != '\0' ? link : text_of (answer, "token"));
  fprintf (stderr, "%" G_GINT64_FORMAT " may join by it until %s. It is shown this once.\n", uses,
           text_of (answer, "expires_at"));
}

static void
print_line (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  puts (text);
}

void
parlour_command_print_json (const ParlourCommand *command, JsonObject *answer)
{
  JsonArray *items = command->is_list ? items_of (answer) : NULL;

  if (items == NULL) {
    g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), answer);
    print_line (node);
  }
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    print_line (json_array_get_element (items, i));
}

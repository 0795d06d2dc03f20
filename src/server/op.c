/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-op"

#include "server/op.h"

#include <string.h>

/* This file owns how an operation by name becomes a call of a route. Any thread. */

const ParlourRoute *
parlour_op_find (const char *name, GError **error)
{
  gsize n = 0;
  const ParlourRoute *local = parlour_routes_get_local (&n);

  for (gsize i = 0; i < n; i++)
    if (strcmp (local[i].name, name) == 0)
      return &local[i];
  const ParlourRoute *routes = parlour_routes_get_all (&n);
  for (gsize i = 0; i < n; i++)
    if (routes[i].access == PARLOUR_ACCESS_ADMIN && strcmp (routes[i].name, name) == 0)
      return &routes[i];
  parlour_problem_set_field (error, PARLOUR_PROBLEM_UNSUPPORTED, "op",
                             "This server does not know this operation.");
  return NULL;
}

/* What stands for each {…} of the path. */
static gboolean
take_params (ParlourCall *call, JsonObject *members, GError **error)
{
  guint n = 0;

  for (const char *open = call->route->path; (open = strchr (open, '{')) != NULL; open++) {
    g_autofree char *name = g_strndup (open + 1, strcspn (open + 1, "}"));
    ParlourFields fields = PARLOUR_FIELDS (members);
    const char *value = parlour_fields_string (&fields, name, PARLOUR_FIELD_REQUIRED);
    if (!parlour_fields_end_lax (&fields, error))
      return FALSE;
    g_assert (n < PARLOUR_CALL_PARAMS_MAX);
    call->params[n++] = g_strdup (value);
    json_object_remove_member (members, name);
  }
  return TRUE;
}

static char *
query_text (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_to_string (node, FALSE);
}

static gboolean
take_query (ParlourCall *call, JsonObject *members, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  call->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  json_object_iter_init (&iter, members);
  while (json_object_iter_next (&iter, &name, &node)) {
    char *text = query_text (node);
    if (text == NULL) {
      parlour_problem_set_field (error, PARLOUR_PROBLEM_WRONG_TYPE, name,
                                 "“%s” must be a text, a number or a truth value.", name);
      return FALSE;
    }
    g_hash_table_insert (call->query, g_strdup (name), text);
  }
  return TRUE;
}

gboolean
parlour_op_fill (ParlourCall *call, JsonObject *members, const char *origin, GError **error)
{
  gboolean local = call->route->access == PARLOUR_ACCESS_LOCAL;
  g_autoptr (JsonObject) rest = members;

  call->local = TRUE;
  call->origin = g_strdup (origin);
  if (!local && !take_params (call, rest, error))
    return FALSE;
  if (local || call->route->body_limit > 0)
    call->body = g_steal_pointer (&rest);
  else if (!take_query (call, rest, error))
    return FALSE;
  return parlour_route_decode (call->route, call, error);
}

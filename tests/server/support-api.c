/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-api.h"

#include "server/routes.h"
#include "server/server-resources.h"

#include "core/json.h"

#include <string.h>

/* This file owns that no answer to a test departs from the document. On the test's thread. */

JsonObject *
api_load_document (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text =
      g_resource_lookup_data (parlour_server_get_resource (), "/im/parlour/server/openapi.json",
                              G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);
  JsonObject *document =
      parlour_json_parse_object (g_bytes_get_data (text, NULL), g_bytes_get_size (text), &error);
  g_assert_no_error (error);
  return document;
}

OpenApi *
api_load (void)
{
  g_autoptr (JsonObject) document = api_load_document ();

  return open_api_new (document);
}

static JsonNode *
node_of (JsonObject *object)
{
  return object != NULL ? json_node_init_object (json_node_alloc (), object) : NULL;
}

static void
expect_nothing_wrong (const char *what, const char *why, JsonNode *node)
{
  g_autofree char *text = node != NULL ? json_to_string (node, TRUE) : NULL;

  if (why != NULL)
    g_error ("%s departs from the document: %s\n%s", what, why, text);
}

static const ParlourRoute *
find_route (const char *method, const char *path)
{
  g_autofree char *bare = g_strndup (path, strcspn (path, "?"));
  char *params[PARLOUR_CALL_PARAMS_MAX] = {NULL};
  const ParlourRoute *route = parlour_routes_match (method, bare, params, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    g_free (params[i]);
  return route;
}

void
api_check_answer (OpenApi *self,
                  const char *method,
                  const char *path,
                  guint status,
                  const char *type,
                  JsonObject *json)
{
  const ParlourRoute *route = find_route (method, path);
  g_autoptr (JsonNode) node = node_of (json);
  g_autofree char *what = g_strdup_printf ("%u to %s %s", status, method, path);
  g_autofree char *why = NULL;

  if (route != NULL)
    why = open_api_check_answer (self, method, route->path, status, type, node);
  else if (node != NULL) /* where there is no call, there is only a problem to tell */
    why = open_api_check_component (self, "Problem", node);
  expect_nothing_wrong (what, why, node);
}

void
api_check_frame (OpenApi *self, JsonObject *frame)
{
  g_autoptr (JsonNode) node = node_of (frame);
  g_autofree char *why = open_api_check_component (self, "ServerFrame", node);

  expect_nothing_wrong ("A frame", why, node);
}

void
api_check_result (OpenApi *self, const char *request, JsonObject *result)
{
  g_autoptr (JsonNode) asked = json_from_string (request, NULL);
  g_autoptr (JsonNode) node = node_of (result);
  const char *op = json_object_get_string_member (json_node_get_object (asked), "op");
  const ParlourRoute *route = parlour_routes_by_name (op);
  g_autofree char *why = open_api_check_result (self, route->method, route->path, node);

  expect_nothing_wrong (op, why, node);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "openapi-private.h"

#include <string.h>

/* This file owns what the document says of a call: which statuses, which bodies. On the test's
 * thread. */

struct _OpenApi {
  JsonObject *document;
};

OpenApi *
open_api_new (JsonObject *document)
{
  OpenApi *self = g_new0 (OpenApi, 1);

  self->document = json_object_ref (document);
  return self;
}

void
open_api_free (OpenApi *self)
{
  json_object_unref (self->document);
  g_free (self);
}

static JsonObject *
get (JsonObject *object, const char *name)
{
  return object != NULL && json_object_has_member (object, name)
             ? json_object_get_object_member (object, name)
             : NULL;
}

char *
open_api_check (OpenApi *self, JsonObject *schema, JsonNode *value)
{
  return schema_check (self->document, schema, value);
}

char *
open_api_check_component (OpenApi *self, const char *name, JsonNode *value)
{
  JsonObject *schemas = get (get (self->document, "components"), "schemas");

  return open_api_check (self, get (schemas, name), value);
}

static JsonObject *
find_responses (OpenApi *self, const char *method, const char *path)
{
  g_autofree char *lower = g_ascii_strdown (method, -1);

  return get (get (get (get (self->document, "paths"), path), lower), "responses");
}

/* `default` stands for what went wrong, never for what went well. */
static JsonObject *
find_response (OpenApi *self, JsonObject *responses, guint status)
{
  g_autofree char *name = g_strdup_printf ("%u", status);
  JsonObject *response = get (responses, name);

  if (response == NULL && status >= 400)
    response = get (responses, "default");
  return response != NULL ? schema_resolve (self->document, response) : NULL;
}

static char *
check_body (OpenApi *self, JsonObject *response, const char *type, JsonNode *body)
{
  JsonObject *content = get (response, "content");

  if (content == NULL)
    return type == NULL ? NULL : g_strdup_printf ("has a body of %s, and is to have none", type);
  JsonObject *media = type != NULL ? get (content, type) : NULL;
  if (media == NULL)
    return g_strdup_printf ("has a body of “%s”, which is not documented", type);
  return body != NULL ? open_api_check (self, get (media, "schema"), body) : NULL;
}

char *
open_api_check_answer (OpenApi *self,
                       const char *method,
                       const char *path,
                       guint status,
                       const char *type,
                       JsonNode *body)
{
  JsonObject *response = find_response (self, find_responses (self, method, path), status);

  if (response == NULL)
    return g_strdup_printf ("%u is not documented", status);
  return check_body (self, response, type, body);
}

char *
open_api_check_result (OpenApi *self, const char *method, const char *path, JsonNode *body)
{
  JsonObject *responses = find_responses (self, method, path);

  for (guint status = 200; status < 300; status++) {
    JsonObject *response = find_response (self, responses, status);
    if (response != NULL && get (response, "content") != NULL)
      return check_body (self, response, "application/json", body);
  }
  return NULL;
}

/* @what: a request's body, or a response. */
static char *
check_example (OpenApi *self, JsonObject *what)
{
  JsonObject *content =
      get (what != NULL ? schema_resolve (self->document, what) : NULL, "content");
  JsonObject *media = get (content, "application/json");

  if (media == NULL)
    return NULL;
  if (!json_object_has_member (media, "example"))
    return g_strdup ("there is no example");
  return open_api_check (self, get (media, "schema"), json_object_get_member (media, "example"));
}

static char *
check_operation (OpenApi *self, JsonObject *operation)
{
  g_autofree char *why = check_example (self, get (operation, "requestBody"));
  JsonObject *responses = get (operation, "responses");
  JsonObjectIter iter;
  const char *status;
  JsonNode *response;

  if (why != NULL)
    return g_strdup_printf ("the request: %s", why);
  json_object_iter_init (&iter, responses);
  while (json_object_iter_next (&iter, &status, &response)) {
    why = check_example (self, json_node_get_object (response));
    if (why != NULL)
      return g_strdup_printf ("%s: %s", status, why);
  }
  return NULL;
}

static char *
check_path (OpenApi *self, const char *path, JsonObject *operations)
{
  JsonObjectIter iter;
  const char *method;
  JsonNode *operation;

  json_object_iter_init (&iter, operations);
  while (json_object_iter_next (&iter, &method, &operation)) {
    if (!JSON_NODE_HOLDS_OBJECT (operation))
      continue;
    g_autofree char *why = check_operation (self, json_node_get_object (operation));
    if (why != NULL)
      return g_strdup_printf ("%s %s, %s", method, path, why);
  }
  return NULL;
}

char *
open_api_check_examples (OpenApi *self)
{
  JsonObjectIter iter;
  const char *path;
  JsonNode *operations;

  json_object_iter_init (&iter, get (self->document, "paths"));
  while (json_object_iter_next (&iter, &path, &operations)) {
    char *why = check_path (self, path, json_node_get_object (operations));
    if (why != NULL)
      return why;
  }
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-api.h"

#include "server/routes.h"

#include "core/problem.h"

#include <string.h>

/* The document that describes the interface names what the server has, and nothing else. */

static JsonObject *
follow (JsonObject *from, ...)
{
  va_list names;

  va_start (names, from);
  for (const char *name = va_arg (names, const char *); name != NULL;
       name = va_arg (names, const char *)) {
    g_assert_true (json_object_has_member (from, name));
    from = json_object_get_object_member (from, name);
  }
  va_end (names);
  return from;
}

static JsonObject *
find_operation (JsonObject *paths, const ParlourRoute *route)
{
  g_autofree char *method = g_ascii_strdown (route->method, -1);

  if (!json_object_has_member (paths, route->path))
    return NULL;
  JsonObject *path = json_object_get_object_member (paths, route->path);
  return json_object_has_member (path, method) ? json_object_get_object_member (path, method)
                                               : NULL;
}

static void
test_routes_are_documented (void)
{
  g_autoptr (JsonObject) document = api_load_document ();
  JsonObject *paths = follow (document, "paths", NULL);
  gsize n = 0;
  const ParlourRoute *routes = parlour_routes_get_all (&n);

  for (gsize i = 0; i < n; i++) {
    JsonObject *operation = find_operation (paths, &routes[i]);
    if (operation == NULL)
      g_test_message ("%s %s is not documented", routes[i].method, routes[i].path);
    g_assert_nonnull (operation);
    g_assert_cmpstr (json_object_get_string_member (operation, "operationId"), ==, routes[i].name);
    g_assert_cmpint (json_object_has_member (operation, "security"), ==,
                     routes[i].access == PARLOUR_ACCESS_PUBLIC);
    g_assert_cmpint (json_object_has_member (operation, "requestBody"), ==,
                     routes[i].body_limit > 0);
  }
}

static gboolean
has_route (const char *method, const char *path)
{
  gsize n = 0;
  const ParlourRoute *routes = parlour_routes_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (routes[i].method, method) == 0 && strcmp (routes[i].path, path) == 0)
      return TRUE;
  return FALSE;
}

static void
check_path (const char *path, JsonObject *methods)
{
  g_autoptr (GList) names = json_object_get_members (methods);

  for (GList *link = names; link != NULL; link = link->next) {
    if (strcmp (link->data, "parameters") == 0)
      continue;
    if (!has_route (link->data, path))
      g_test_message ("%s %s is no route", (char *)link->data, path);
    g_assert_true (has_route (link->data, path));
  }
}

static void
test_documented_are_routes (void)
{
  g_autoptr (JsonObject) document = api_load_document ();
  JsonObject *paths = follow (document, "paths", NULL);
  g_autoptr (GList) names = json_object_get_members (paths);

  for (GList *link = names; link != NULL; link = link->next)
    check_path (link->data, json_object_get_object_member (paths, link->data));
}

/* In the order of the table, all but the one that stands for what is not known. */
static void
test_problem_codes (void)
{
  g_autoptr (JsonObject) document = api_load_document ();
  JsonObject *code =
      follow (document, "components", "schemas", "Problem", "properties", "code", NULL);
  JsonArray *codes = json_object_get_array_member (code, "enum");

  g_assert_cmpuint (json_array_get_length (codes), ==, PARLOUR_PROBLEM_LAST);
  for (guint i = 0; i < PARLOUR_PROBLEM_LAST; i++)
    g_assert_cmpstr (json_array_get_string_element (codes, i), ==,
                     parlour_problem_code ((ParlourProblem)i));
}

/* Whoever reads the document sees what each call takes and gives. */
static void
test_examples (void)
{
  g_autoptr (OpenApi) api = api_load ();
  g_autofree char *why = open_api_check_examples (api);

  g_assert_cmpstr (why, ==, NULL);
}

/* No two routes answer the same request, and each is found by its own path. */
static void
test_routes_match_themselves (void)
{
  gsize n = 0;
  const ParlourRoute *routes = parlour_routes_get_all (&n);

  for (gsize i = 0; i < n; i++) {
    char *params[PARLOUR_CALL_PARAMS_MAX] = {NULL};
    g_assert_true (parlour_routes_match (routes[i].method, routes[i].path, params, NULL, NULL) ==
                   &routes[i]);
    g_assert_true (parlour_routes_by_name (routes[i].name) == &routes[i]);
    for (guint p = 0; p < PARLOUR_CALL_PARAMS_MAX; p++)
      g_free (params[p]);
  }
}

static void
test_paths_are_decoded (void)
{
  char *params[PARLOUR_CALL_PARAMS_MAX] = {NULL};
  g_autoptr (GError) error = NULL;
  g_autofree char *allow = NULL;

  g_assert_nonnull (parlour_routes_match ("GET", "/api/v1/users/a%2Fb%20c", params, NULL, &error));
  g_assert_cmpstr (params[0], ==, "a/b c");
  g_free (params[0]);
  g_assert_null (parlour_routes_match ("GET", "/api/v1/users/%00", params, NULL, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (parlour_routes_match ("POST", "/api/v1/users", params, &allow, &error));
  g_assert_error (error, PARLOUR_PROBLEM, PARLOUR_PROBLEM_METHOD_NOT_ALLOWED);
  g_assert_cmpstr (allow, ==, "GET");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/api/routes-are-documented", test_routes_are_documented);
  g_test_add_func ("/server/api/documented-are-routes", test_documented_are_routes);
  g_test_add_func ("/server/api/problem-codes", test_problem_codes);
  g_test_add_func ("/server/api/examples", test_examples);
  g_test_add_func ("/server/api/routes-match-themselves", test_routes_match_themselves);
  g_test_add_func ("/server/api/paths-are-decoded", test_paths_are_decoded);
  return g_test_run ();
}

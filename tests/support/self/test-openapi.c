/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "openapi.h"

#include <string.h>

/* What holds answers against the document finds what departs from it, and nothing else. */

static const char document[] =
    "{\"paths\":{\"/things/{id}\":{\"parameters\":[],"
    " \"get\":{\"responses\":{"
    "  \"200\":{\"$ref\":\"#/components/responses/Thing\"},"
    "  \"204\":{\"description\":\"Nothing\"},"
    "  \"default\":{\"content\":{\"application/problem+json\":"
    "   {\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}}}}},"
    "\"components\":{\"responses\":{\"Thing\":{\"content\":{\"application/json\":"
    "  {\"schema\":{\"$ref\":\"#/components/schemas/Thing\"},\"example\":{\"id\":\"a\"}}}}},"
    " \"schemas\":{"
    "  \"Problem\":{\"type\":\"object\",\"required\":[\"code\"],"
    "   \"properties\":{\"code\":{\"enum\":[\"bad\",\"worse\"]}}},"
    "  \"Thing\":{\"type\":\"object\",\"required\":[\"id\"],"
    "   \"properties\":{\"id\":{\"type\":\"string\"},\"n\":{\"type\":[\"integer\",\"null\"]},"
    "    \"inner\":{\"$ref\":\"#/components/schemas/Thing\"}}}}}}";

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static OpenApi *
load (void)
{
  g_autoptr (JsonNode) node = parse (document);

  return open_api_new (json_node_get_object (node));
}

static const struct {
  const char *schema;
  const char *value;
  const char *why; /* what is found; nullable */
} values[] = {
    {"{\"type\":\"string\"}", "\"a\"", NULL},
    {"{\"type\":\"string\"}", "1", "/: is integer, not string"},
    {"{\"type\":\"integer\"}", "1.5", "/: is number, not integer"},
    {"{\"type\":\"number\"}", "1", NULL},
    {"{\"type\":[\"string\",\"null\"]}", "null", NULL},
    {"{\"type\":[\"string\",\"null\"]}", "true", "/: is boolean, which is none of its types"},
    {"{\"const\":1}", "2", "/: is not the one value that it must be"},
    {"{\"enum\":[\"a\",\"b\"]}", "\"b\"", NULL},
    {"{\"enum\":[\"a\",\"b\"]}", "\"c\"", "/: \"c\" is none of the values that it may have"},
    {"{\"maximum\":3,\"type\":\"integer\"}", "4", "/: 4 is past maximum, which is 3"},
    {"{\"minimum\":3}", "2", "/: 2 is past minimum, which is 3"},
    {"{\"maxLength\":2}", "\"äöü\"", "/: 3 is past maxLength, which is 2"},
    {"{\"maxLength\":3}", "\"äöü\"", NULL},
    {"{\"maxItems\":1}", "[1,2]", "/: 2 is past maxItems, which is 1"},
    {"{\"pattern\":\"^a+$\"}", "\"ab\"", "/: “ab” does not match its pattern"},
    {"{\"format\":\"date-time\"}", "\"2026-11-30T12:00:00.000Z\"", NULL},
    {"{\"format\":\"date-time\"}", "\"2026-11-30\"", "/: “2026-11-30” is no date-time"},
    {"{\"format\":\"uuid\"}", "\"01890000-0000-7000-8000-000000000001\"", NULL},
    {"{\"format\":\"uuid\"}", "\"x\"", "/: “x” is no uuid"},
    {"{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", "[1,\"a\"]",
     "/1: is string, not integer"},
    {"{\"$ref\":\"#/components/schemas/Thing\"}", "{\"id\":\"a\",\"n\":null}", NULL},
    {"{\"$ref\":\"#/components/schemas/Thing\"}", "{\"n\":1}", "/: “id” is missing"},
    {"{\"$ref\":\"#/components/schemas/Thing\"}", "{\"id\":\"a\",\"inner\":{\"id\":1}}",
     "/inner/id: is integer, not string"},
    {"{\"$ref\":\"#/components/schemas/Thing\"}", "{\"id\":\"a\",\"extra\":1}",
     "/: “extra” is not documented"},
    {"{\"type\":\"object\"}", "{\"extra\":1}", NULL},
    {"{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}", "{\"a\":1}", NULL},
    {"{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}", "{\"a\":\"b\"}",
     "/a: is string, not integer"},
    {"{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"b\":1}",
     "/: “b” may not be there"},
    {"{\"allOf\":[{\"$ref\":\"#/components/schemas/Thing\"},"
     "{\"properties\":{\"more\":{\"type\":\"boolean\"}}}]}",
     "{\"id\":\"a\",\"more\":true}", NULL},
    {"{\"allOf\":[{\"$ref\":\"#/components/schemas/Thing\"},"
     "{\"properties\":{\"more\":{\"type\":\"boolean\"}}}]}",
     "{\"id\":\"a\",\"less\":true}", "/: “less” is not documented"},
    {"{\"oneOf\":[{\"$ref\":\"#/components/schemas/Thing\"},{\"type\":\"null\"}]}", "null", NULL},
    /* of several ways the one that went farthest tells more */
    {"{\"oneOf\":[{\"$ref\":\"#/components/schemas/Thing\"},{\"type\":\"null\"}]}", "{\"id\":1}",
     "/id: is integer, not string"},
    {"{\"oneOf\":[{\"type\":\"string\"},{\"maxLength\":3}]}", "\"a\"",
     "/: fits more than one of its ways"},
    /* what belongs to a way that does not fit is not documented by it */
    {"{\"oneOf\":[{\"properties\":{\"a\":{}},\"required\":[\"a\"]},"
     "{\"properties\":{\"b\":{}},\"required\":[\"b\"]}]}",
     "{\"a\":1,\"c\":1}", "/: “c” is not documented"},
    {"{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", "1", NULL},
    {"{\"anyOf\":[{\"type\":\"string\"}]}", "true", "/: is boolean, not string"},
    {"{\"multipleOf\":2}", "4", "/: its schema has “multipleOf”, which nobody checks"},
};

static void
test_values (void)
{
  g_autoptr (OpenApi) api = load ();

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (JsonNode) schema = parse (values[i].schema);
    g_autoptr (JsonNode) value = parse (values[i].value);
    g_autofree char *why = open_api_check (api, json_node_get_object (schema), value);
    g_assert_cmpstr (why, ==, values[i].why);
  }
}

static const struct {
  const char *path;
  guint status;
  const char *type;
  const char *body;
  const char *why;
} answers[] = {
    {"/things/{id}", 200, "application/json", "{\"id\":\"a\"}", NULL},
    {"/things/{id}", 200, "application/json", "{\"id\":null}", "/id: is null, not string"},
    {"/things/{id}", 201, "application/json", "{\"id\":\"a\"}", "201 is not documented"},
    {"/things/{id}", 200, "text/plain", NULL,
     "has a body of “text/plain”, which is not documented"},
    {"/things/{id}", 204, NULL, NULL, NULL},
    {"/things/{id}", 204, "application/json", "{}",
     "has a body of application/json, and is to have none"},
    {"/things/{id}", 404, "application/problem+json", "{\"code\":\"bad\"}", NULL},
    {"/things/{id}", 404, "application/problem+json", "{\"code\":\"good\"}",
     "/code: \"good\" is none of the values that it may have"},
    {"/things", 200, "application/json", "{}", "200 is not documented"},
};

static void
test_answers (void)
{
  g_autoptr (OpenApi) api = load ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (JsonNode) body = answers[i].body != NULL ? parse (answers[i].body) : NULL;
    g_autofree char *why = open_api_check_answer (api, "GET", answers[i].path, answers[i].status,
                                                  answers[i].type, body);
    g_assert_cmpstr (why, ==, answers[i].why);
  }
}

static void
test_results (void)
{
  g_autoptr (OpenApi) api = load ();
  g_autoptr (JsonNode) right = parse ("{\"id\":\"a\"}");
  g_autoptr (JsonNode) wrong = parse ("{}");
  g_autofree char *none = open_api_check_result (api, "GET", "/things/{id}", right);
  g_autofree char *why = open_api_check_result (api, "GET", "/things/{id}", wrong);

  g_assert_null (none);
  g_assert_cmpstr (why, ==, "/: “id” is missing");
}

/* The document above, with another example, and with none. */
static void
test_examples (void)
{
  static const struct {
    const char *example;
    const char *why;
  } rows[] = {
      {"\"example\":{\"id\":\"a\"}", NULL},
      {"\"example\":{\"id\":7}", "get /things/{id}, 200: /id: is integer, not string"},
      {"\"exemple\":{\"id\":\"a\"}", "get /things/{id}, 200: there is no example"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) parts = g_strsplit (document, rows[0].example, 2);
    g_autofree char *text = g_strjoinv (rows[i].example, parts);
    g_autoptr (JsonNode) node = parse (text);
    g_autoptr (OpenApi) api = open_api_new (json_node_get_object (node));
    g_autofree char *why = open_api_check_examples (api);
    g_assert_cmpstr (why, ==, rows[i].why);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/openapi/values", test_values);
  g_test_add_func ("/support/openapi/answers", test_answers);
  g_test_add_func ("/support/openapi/results", test_results);
  g_test_add_func ("/support/openapi/examples", test_examples);
  return g_test_run ();
}

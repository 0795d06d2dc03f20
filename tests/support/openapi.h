/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * OpenApi:
 *
 * The document of the interface, to hold answers against: the part of JSON Schema that it uses, and
 * stricter in one thing, since a client may rely on what is documented alone: a member that no
 * schema names is a departure too, but for where any may stand (`additionalProperties`, or an
 * object of which nothing else is said). A keyword that is not known here is an error, so that
 * nothing in the document goes unchecked. One thread.
 */
typedef struct _OpenApi OpenApi;

/** open_api_new: @document: (transfer none) */
OpenApi *open_api_new (JsonObject *document);
void open_api_free (OpenApi *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OpenApi, open_api_free)

/**
 * open_api_check:
 * @schema: of this document, or one that refers to it
 *
 * Returns: (transfer full) (nullable): what is wrong, and where in @value; %NULL where all is well
 */
char *open_api_check (OpenApi *self, JsonObject *schema, JsonNode *value);

/** open_api_check_component: the same by the schema's name among the components. */
char *open_api_check_component (OpenApi *self, const char *name, JsonNode *value);

/**
 * open_api_check_answer:
 * @path: with its {…}, as the document has it
 * @type: (nullable): of the body, without parameters
 * @body: (nullable): where it is JSON
 */
char *open_api_check_answer (OpenApi *self,
                             const char *method,
                             const char *path,
                             guint status,
                             const char *type,
                             JsonNode *body);

/**
 * open_api_check_result: the body of what went well, whatever its status; for the control socket,
 * which says none.
 */
char *open_api_check_result (OpenApi *self, const char *method, const char *path, JsonNode *body);

/** open_api_check_examples: each body that the document shows has an example, and it is right. */
char *open_api_check_examples (OpenApi *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openapi.h"

G_BEGIN_DECLS

/** schema_check: see open_api_check(); @root is the document that `$ref` points into. */
char *schema_check (JsonObject *root, JsonObject *schema, JsonNode *value);

/** schema_resolve: (transfer none): @object, or what its `$ref` points at. */
JsonObject *schema_resolve (JsonObject *root, JsonObject *object);

G_END_DECLS

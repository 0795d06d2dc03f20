/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * parlour_json_check:
 * @data: bytes from outside; need not end in NUL
 * @error: a #PARLOUR_PROBLEM_MALFORMED_JSON that names the byte
 *
 * Checks that @data is one JSON text by RFC 8259 to its last byte, and no more than we allow: valid
 * UTF-8, depth at most %PARLOUR_JSON_DEPTH_MAX, no duplicate name in an object, no U+0000, no lone
 * surrogate, integers within ±2^53. json-glib 1.6 crashes on deep nesting and takes what is no
 * JSON, so nothing from outside reaches it before this has passed. Any thread; constant stack.
 */
gboolean parlour_json_check (const char *data, gsize length, GError **error);

/**
 * parlour_json_parse:
 *
 * parlour_json_check(), then json-glib. Any thread.
 *
 * Returns: (transfer full) (nullable): the root
 */
JsonNode *parlour_json_parse (const char *data, gsize length, GError **error);

/** parlour_json_parse_object: parlour_json_parse() of what must be an object. */
JsonObject *parlour_json_parse_object (const char *data, gsize length, GError **error);

G_END_DECLS

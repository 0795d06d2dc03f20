/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of what a server sends that may be absent, or of any type: then they are as absent. (Of
 * json-glib's own calls only json_object_get_member() bears a wrong type.) Any thread. */

/** parlour_frame_get_string: (transfer none) (nullable) */
const char *parlour_frame_get_string (JsonObject *frame, const char *name);
gint64 parlour_frame_get_int (JsonObject *frame, const char *name, gint64 fallback);
gboolean parlour_frame_get_boolean (JsonObject *frame, const char *name);
/** parlour_frame_get_object: (transfer none) (nullable) */
JsonObject *parlour_frame_get_object (JsonObject *frame, const char *name);

G_END_DECLS

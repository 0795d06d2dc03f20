/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openapi.h"

G_BEGIN_DECLS

/* What the server says is held against the document of its interface; a departure ends the test. */

/** api_load_document: (transfer full): the one that the server carries. */
JsonObject *api_load_document (void);

/** api_load: (transfer full): the same, to hold something against. */
OpenApi *api_load (void);

/** api_check_answer: @path: of the request; @type, @json: (nullable): of the answer. */
void api_check_answer (OpenApi *self,
                       const char *method,
                       const char *path,
                       guint status,
                       const char *type,
                       JsonObject *json);

/** api_check_frame: a frame that the server sent. */
void api_check_frame (OpenApi *self, JsonObject *frame);

/** api_check_result: what the control socket answered to @request. */
void api_check_result (OpenApi *self, const char *request, JsonObject *result);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/json-writer.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * parlour_host_control_ask_async:
 * @folder: the data folder of a running server
 * @request: (transfer full): the open object with its "op"; ended here
 *
 * One question over the control socket: one line of JSON, one line back. Works on a thread.
 *
 * Errors: #PARLOUR_PROBLEM for what the server says; #G_IO_ERROR where it can't be reached.
 */
void parlour_host_control_ask_async (const char *folder,
                                     ParlourJsonWriter *request,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/** Returns: (transfer full) (nullable): the result */
JsonObject *parlour_host_control_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS

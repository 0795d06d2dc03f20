/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fingerprint.h"
#include "core/json-writer.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * ParlourHttp:
 *
 * Calls to one server's `/api/v1`, with one device's token. Main thread, asynchronous. The server
 * is not trusted: an answer is read up to a limit, checked strictly, redirects are not followed,
 * and the token goes to that server alone, without a proxy. With a pin, it goes to whoever has that
 * key and to nobody else.
 *
 * Errors: #PARLOUR_PROBLEM for what the server said, #PARLOUR_CLIENT_ERROR where its key is not the
 * one, before anything was sent; G_IO_ERROR and the like for the network.
 */
#define PARLOUR_TYPE_HTTP (parlour_http_get_type ())
G_DECLARE_FINAL_TYPE (ParlourHttp, parlour_http, PARLOUR, HTTP, GObject)

/**
 * parlour_http_new:
 * @server: a normalised address (core/address.h)
 * @pin: (nullable): the key that it must have; @server is reached over TLS then, for plain HTTP
 *   proves no key
 */
ParlourHttp *parlour_http_new (const char *server, const ParlourFingerprint *pin);

/** parlour_http_set_server: the same server, at another address. */
void parlour_http_set_server (ParlourHttp *self, const char *server);

/** parlour_http_get_server: (transfer none) */
const char *parlour_http_get_server (ParlourHttp *self);

/** parlour_http_get_pin: (transfer none) (nullable) */
const ParlourFingerprint *parlour_http_get_pin (ParlourHttp *self);

/** parlour_http_get_shown: (transfer none) (nullable): the key of the server that gave the last
 * answer; NULL without TLS. */
const ParlourFingerprint *parlour_http_get_shown (ParlourHttp *self);

/** parlour_http_get_time: when the last answer was given, by the server's clock: ms since 1970; 0
 * where it did not say. */
gint64 parlour_http_get_time (ParlourHttp *self);

/** parlour_http_set_token: (nullable): of this device; never logged. */
void parlour_http_set_token (ParlourHttp *self, const char *token);

/** parlour_http_has_token: whether one is set. */
gboolean parlour_http_has_token (ParlourHttp *self);

/**
 * parlour_http_call_async:
 * @method: "GET" and so on
 * @path: below /api/v1, with its query, already escaped: "/users?query=a"
 * @body: (nullable): JSON
 */
void parlour_http_call_async (ParlourHttp *self,
                              const char *method,
                              const char *path,
                              GBytes *body,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * parlour_http_call_finish:
 *
 * Returns: (transfer full) (nullable): the answer's object; an empty one for 204; %NULL with @error
 */
JsonObject *parlour_http_call_finish (ParlourHttp *self, GAsyncResult *result, GError **error);

/**
 * parlour_http_send_async:
 *
 * Like a call, with a body that is no JSON. Ends by call_finish().
 */
void parlour_http_send_async (ParlourHttp *self,
                              const char *method,
                              const char *path,
                              const char *type,
                              GBytes *body,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** parlour_http_fetch_async: gets something that is no JSON, of at most @most bytes. */
void parlour_http_fetch_async (ParlourHttp *self,
                               const char *path,
                               gsize most,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** Returns: (transfer full) (nullable): not looked at in any way */
GBytes *parlour_http_fetch_finish (ParlourHttp *self, GAsyncResult *result, GError **error);

/** parlour_http_abort: ends all calls that are under way: G_IO_ERROR_CANCELLED. */
void parlour_http_abort (ParlourHttp *self);

/**
 * parlour_http_distrust:
 * @error: (inout): of reading what a server answered
 *
 * A #PARLOUR_PROBLEM found in an answer is no refusal by the server: becomes
 * G_IO_ERROR_INVALID_DATA, which nobody takes for its word.
 */
void parlour_http_distrust (GError **error);

/** parlour_http_get_session: (transfer none): for the socket, which shares its connections'
 * settings. */
SoupSession *parlour_http_get_session (ParlourHttp *self);

/** parlour_http_new_message: (transfer full): a request with the token, for the socket, that is
 * sent to the right server only. @cancellable: of its sending. */
SoupMessage *parlour_http_new_message (ParlourHttp *self,
                                       const char *method,
                                       const char *path,
                                       GCancellable *cancellable);

/** parlour_http_is_network_error: whether trying again later can help. */
gboolean parlour_http_is_network_error (const GError *error);

G_END_DECLS

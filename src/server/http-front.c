/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-http-front"

#include "server/http-front.h"

#include "server/body-room.h"
#include "server/gate.h"
#include "server/net/framing.h"
#include "server/net/listener.h"
#include "server/net/upgrade.h"
#include "server/origin.h"

#include "core/json.h"

#include <string.h>

/* This file owns the HTTP requests that are under way. Main loop, but for the queue in which calls
 * come back. */

#define REFUSED_BODY                                                                               \
  (64 * 1024) /* of a request that is refused anyway: read, so that a kept-alive                   \
                 connection goes on */

#define STATUS_MISDIRECTED       421 /* RFC 9110, 15.5.20 */
#define STATUS_TOO_MANY_REQUESTS 429 /* RFC 6585, 4 */

struct _ParlourHttpFront {
  const ParlourConfig *config;
  ParlourAdmission *admission;
  ParlourDispatch *dispatch;
  ParlourHub *hub;
  ParlourFeed *feed;
  ParlourBodyRoom *room;
  SoupServer *server;
  GMainContext *context;
  gboolean closed; /* the dispatcher may have gone */
  guint n_under_way;

  GMutex lock;
  GQueue answered; /* of ParlourCall */
  GSource *source; /* attached while something waits in it */
};

typedef struct {
  ParlourHttpFront *http;
  SoupServerMessage *message;
  gulong finished;
  gboolean gone; /* the connection is */
  gint64 started;
} Request;

static void
set_problem (SoupServerMessage *message, const GError *error)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  guint retry_after = parlour_problem_get_retry_after (error);
  guint status = parlour_problem_get_status (error);
  char *text = parlour_problem_to_json (error);

  /* libsoup has no words for these */
  soup_server_message_set_status (message, status,
                                  status == STATUS_MISDIRECTED         ? "Misdirected Request"
                                  : status == STATUS_TOO_MANY_REQUESTS ? "Too Many Requests"
                                                                       : NULL);
  soup_server_message_set_response (message, "application/problem+json", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
  if (retry_after > 0) {
    g_autofree char *seconds = g_strdup_printf ("%u", retry_after);
    soup_message_headers_replace (headers, "Retry-After", seconds);
  }
  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
}

static void
set_common_headers (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

/* Answers at the headers. A small body is let pass by, so that the connection can be used again. */
static void
refuse (SoupServerMessage *message, const GError *error)
{
  if (parlour_net_limit_body (message, REFUSED_BODY, NULL))
    set_problem (message, error);
  else
    parlour_net_refuse (message, error);
}

static const ParlourRoute *
match (SoupServerMessage *message,
       const char *path,
       char *params[PARLOUR_CALL_PARAMS_MAX],
       GError **error)
{
  g_autofree char *allow = NULL;
  const ParlourRoute *route =
      parlour_routes_match (soup_server_message_get_method (message), path, params, &allow, error);

  if (allow != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                  allow);
  return route;
}

static gboolean
check_headers (ParlourHttpFront *self, SoupServerMessage *message, const char *path, GError **error)
{
  char *params[PARLOUR_CALL_PARAMS_MAX] = {NULL};

  if (!parlour_gate_check (self->config, message, error))
    return FALSE;
  const ParlourRoute *route = match (message, path, params, error);
  for (guint i = 0; i < PARLOUR_CALL_PARAMS_MAX; i++)
    g_free (params[i]);
  if (route == NULL)
    return FALSE;
  return route->body_limit == 0 || !parlour_gate_has_body (message) ||
         parlour_gate_check_type (message, route->picture > 0, error);
}

static guint64
body_limit (SoupServerMessage *message, const char *path)
{
  char *params[PARLOUR_CALL_PARAMS_MAX] = {NULL};
  const ParlourRoute *route =
      parlour_routes_match (soup_server_message_get_method (message), path, params, NULL, NULL);

  for (guint i = 0; i < PARLOUR_CALL_PARAMS_MAX; i++)
    g_free (params[i]);
  return route->body_limit;
}

/* libsoup gives the path decoded; we want to see "%2F" as it came. */
static const char *
raw_path (SoupServerMessage *message)
{
  return g_uri_get_path (soup_server_message_get_uri (message));
}

static void
headers_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  ParlourHttpFront *self = data;
  g_autoptr (GError) error = NULL;

  set_common_headers (message);
  if (!parlour_net_check_framing (message, &error)) {
    parlour_net_refuse (message, error);
    return;
  }
  if (!check_headers (self, message, raw_path (message), &error)) {
    refuse (message, error);
    return;
  }
  guint64 limit = body_limit (message, raw_path (message));
  if (!parlour_net_limit_body (message, limit, &error) ||
      !parlour_body_room_take (self->room, message, limit, &error))
    parlour_net_refuse (message, error);
}

static void
finished_cb (SoupServerMessage *message, gpointer data)
{
  Request *request = data;

  request->gone = TRUE;
}

static void
request_free (Request *request)
{
  g_signal_handler_disconnect (request->message, request->finished);
  g_object_unref (request->message);
  request->http->n_under_way--;
  g_free (request);
}

static gboolean
upgrade (Request *request, ParlourCall *call, GError **error)
{
  ParlourHttpFront *self = request->http;
  ParlourPeer *peer = parlour_peer_new (self->feed, call);

  if (parlour_upgrade_begin (request->message, self->hub, peer, (GDestroyNotify)parlour_peer_free,
                             error))
    return TRUE;
  parlour_peer_free (peer);
  return FALSE;
}

static void
set_bytes (SoupServerMessage *message, const ParlourCall *call)
{
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         call->type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), call->bytes);
}

static void
set_reply (Request *request, ParlourCall *call)
{
  g_autoptr (GError) error = g_steal_pointer (&call->error);

  if (error == NULL && call->opened != NULL && upgrade (request, call, &error))
    return;
  if (error != NULL) {
    set_problem (request->message, error);
    return;
  }
  soup_server_message_set_status (request->message, call->status, NULL);
  if (call->bytes != NULL)
    set_bytes (request->message, call);
  if (call->reply == NULL)
    return;
  gsize length = strlen (call->reply);
  soup_server_message_set_response (request->message, "application/json", SOUP_MEMORY_TAKE,
                                    g_steal_pointer (&call->reply), length);
}

static void
log_call (const Request *request, const ParlourCall *call)
{
  guint status = call->error != NULL ? parlour_problem_get_status (call->error) : call->status;
  g_autofree char *status_text = g_strdup_printf ("%u", status);
  gint64 took = g_get_monotonic_time () - request->started;

  g_log_structured (G_LOG_DOMAIN, status >= 500 ? G_LOG_LEVEL_WARNING : G_LOG_LEVEL_DEBUG,
                    "PARLOUR_ROUTE", call->route->name, "PARLOUR_STATUS", status_text, "MESSAGE",
                    "%s → %u in %" G_GINT64_FORMAT " µs", call->route->name, status, took);
}

static void
answer (ParlourCall *call)
{
  Request *request = call->done_data;

  log_call (request, call);
  parlour_admission_leave (request->http->admission, call);
  if (!request->gone) {
    if (call->user != 0)
      parlour_listener_admit (request->message);
    set_reply (request, call);
    soup_server_message_unpause (request->message);
  }
  request_free (request);
  parlour_call_free (call);
}

gboolean
parlour_http_front_flush (ParlourHttpFront *self)
{
  GQueue answered = G_QUEUE_INIT;

  g_mutex_lock (&self->lock);
  answered = self->answered;
  g_queue_init (&self->answered);
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->lock);
  for (ParlourCall *call = g_queue_pop_head (&answered); call != NULL;
       call = g_queue_pop_head (&answered))
    answer (call);
  return self->n_under_way > 0;
}

static gboolean
answered_cb (gpointer data)
{
  parlour_http_front_flush (data);
  return G_SOURCE_REMOVE;
}

/* Any thread. Many calls of one group come back at once: one source serves them all. */
static void
done_cb (ParlourCall *call, gpointer data)
{
  const Request *request = data;
  ParlourHttpFront *self = request->http;

  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->answered, call);
  if (self->source == NULL) {
    self->source = g_idle_source_new ();
    g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
    g_source_set_callback (self->source, answered_cb, self, NULL);
    g_source_attach (self->source, self->context);
  }
  g_mutex_unlock (&self->lock);
}

static gboolean
read_body (SoupServerMessage *message, ParlourCall *call, GError **error)
{
  if (call->route->body_limit == 0)
    return TRUE;
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (message));
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);
  if (call->route->picture > 0) {
    call->raw = g_steal_pointer (&body);
    return TRUE;
  }
  call->body = parlour_json_parse_object (data != NULL ? data : "", length, error);
  return call->body != NULL;
}

static gboolean
read_request (SoupServerMessage *message, ParlourCall *call, GError **error)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  if (!parlour_gate_read_token (message, call, error) ||
      !parlour_parameters_parse (query, &call->query, error) || !read_body (message, call, error) ||
      !parlour_route_decode (call->route, call, error))
    return FALSE;
  return strcmp (call->route->name, PARLOUR_STREAM_ROUTE) != 0 ||
         parlour_upgrade_check (message, error);
}

static Request *
request_new (ParlourHttpFront *self, SoupServerMessage *message)
{
  Request *request = g_new0 (Request, 1);

  request->http = self;
  request->message = g_object_ref (message);
  request->finished = g_signal_connect (message, "finished", G_CALLBACK (finished_cb), request);
  request->started = g_get_monotonic_time ();
  self->n_under_way++;
  return request;
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  ParlourHttpFront *self = data;
  g_autoptr (GError) error = NULL;
  char *params[PARLOUR_CALL_PARAMS_MAX] = {NULL};
  const ParlourRoute *route = match (message, raw_path (message), params, &error);

  if (route != NULL && self->closed)
    parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE, "The server is ending.");
  if (error != NULL) {
    set_problem (message, error);
    return;
  }
  Request *request = request_new (self, message);
  g_autoptr (ParlourCall) call = parlour_call_new (route, done_cb, request);
  memcpy (call->params, params, sizeof params);
  call->origin = parlour_origin_of (self->config, message);
  if (!read_request (message, call, &error) ||
      !parlour_admission_enter (self->admission, call, &error)) {
    set_problem (message, error);
    request_free (request);
    return;
  }
  soup_server_message_pause (message);
  parlour_dispatch_call (self->dispatch, g_steal_pointer (&call));
}

ParlourHttpFront *
parlour_http_front_new (const ParlourConfig *config,
                        ParlourAdmission *admission,
                        ParlourDispatch *dispatch,
                        ParlourHub *hub,
                        ParlourFeed *feed)
{
  ParlourHttpFront *self = g_new0 (ParlourHttpFront, 1);

  self->config = config;
  self->admission = admission;
  self->dispatch = dispatch;
  self->hub = hub;
  self->feed = feed;
  self->room = parlour_body_room_new ();
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  g_queue_init (&self->answered);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_early_handler (self->server, NULL, headers_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  return self;
}

void
parlour_http_front_set_config (ParlourHttpFront *self, const ParlourConfig *config)
{
  self->config = config;
}

void
parlour_http_front_close (ParlourHttpFront *self)
{
  self->closed = TRUE;
}

SoupServer *
parlour_http_front_get_server (ParlourHttpFront *self)
{
  return self->server;
}

void
parlour_http_front_free (ParlourHttpFront *self)
{
  parlour_http_front_flush (self);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  parlour_body_room_unref (self->room);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-upgrade"

#include "server/net/upgrade.h"

#include "core/problem.h"
#include "server/net/connection-stream.h"

/* The way of a connection from HTTP to the hub. Runs on the main loop. */

#define WEBSOCKET_VERSION "13"

typedef struct {
  ParlourHub *hub;
  gpointer connection_data;
  GDestroyNotify destroy;
  GSource *hand_over; /* NULL until the 101 is written */
} Upgrade;

static void
upgrade_free (gpointer data, GClosure *closure)
{
  Upgrade *self = data;

  if (self->hand_over != NULL)
    g_source_destroy (self->hand_over);
  g_clear_pointer (&self->hand_over, g_source_unref);
  if (self->destroy != NULL)
    self->destroy (self->connection_data);
  parlour_hub_unref (self->hub);
  g_free (self);
}

typedef struct {
  SoupServerMessage *message;
  Upgrade *upgrade;
} HandOver;

static void
hand_over_free (gpointer data)
{
  HandOver *self = data;

  g_object_unref (self->message);
  g_free (self);
}

static gboolean
hand_over_cb (gpointer user_data)
{
  HandOver *self = user_data;
  Upgrade *upgrade = self->upgrade;
  g_autoptr (GBytes) early = NULL;
  ParlourTransport *transport = parlour_connection_stream_steal (self->message, &early);

  if (transport == NULL)
    return G_SOURCE_REMOVE;

  parlour_hub_adopt (upgrade->hub, transport, early, g_steal_pointer (&upgrade->connection_data),
                     upgrade->destroy);
  upgrade->destroy = NULL;
  return G_SOURCE_REMOVE;
}

/* libsoup would go on with another response; it is paused until the connection is taken, which must
 * not happen from inside its own signal. */
static void
wrote_informational_cb (SoupServerMessage *message, gpointer user_data)
{
  Upgrade *upgrade = user_data;
  HandOver *hand_over;

  if (upgrade->hand_over != NULL)
    return;

  soup_server_message_pause (message);
  hand_over = g_new0 (HandOver, 1);
  hand_over->message = g_object_ref (message);
  hand_over->upgrade = upgrade;
  upgrade->hand_over = g_idle_source_new ();
  g_source_set_priority (upgrade->hand_over, G_PRIORITY_DEFAULT);
  g_source_set_callback (upgrade->hand_over, hand_over_cb, hand_over, hand_over_free);
  g_source_attach (upgrade->hand_over, g_main_context_get_thread_default ());
}

static const char *
get_header (SoupServerMessage *message, const char *name)
{
  return soup_message_headers_get_list (soup_server_message_get_request_headers (message), name);
}

static gboolean
is_upgrade (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_header_contains (headers, "Upgrade", "websocket") &&
         soup_message_headers_header_contains (headers, "Connection", "upgrade");
}

static gboolean
is_good_key (const char *key)
{
  g_autofree guchar *bytes = NULL;
  gsize length;

  if (key == NULL)
    return FALSE;
  bytes = g_base64_decode (key, &length);
  return length == 16;
}

gboolean
parlour_upgrade_check (SoupServerMessage *message, GError **error)
{
  if (soup_server_message_get_method (message) != SOUP_METHOD_GET ||
      soup_server_message_get_http_version (message) != SOUP_HTTP_1_1 || !is_upgrade (message)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_UPGRADE_REQUIRED,
                         "This address speaks WebSocket only.");
    return FALSE;
  }
  if (g_strcmp0 (get_header (message, "Sec-WebSocket-Version"), WEBSOCKET_VERSION) != 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_UPGRADE_REQUIRED,
                         "This address speaks WebSocket version " WEBSOCKET_VERSION " only.");
    return FALSE;
  }
  if (!is_good_key (get_header (message, "Sec-WebSocket-Key"))) {
    parlour_problem_set (error, PARLOUR_PROBLEM_MALFORMED_REQUEST,
                         "The Sec-WebSocket-Key is missing or malformed.");
    return FALSE;
  }
  return TRUE;
}

gboolean
parlour_upgrade_begin (SoupServerMessage *message,
                       ParlourHub *hub,
                       gpointer connection_data,
                       GDestroyNotify destroy,
                       GError **error)
{
  Upgrade *upgrade;

  if (!parlour_upgrade_check (message, error))
    return FALSE;
  if (!soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL)) {
    parlour_problem_set (error, PARLOUR_PROBLEM_MALFORMED_REQUEST,
                         "The WebSocket handshake is malformed.");
    return FALSE;
  }

  upgrade = g_new0 (Upgrade, 1);
  upgrade->hub = parlour_hub_ref (hub);
  upgrade->connection_data = connection_data;
  upgrade->destroy = destroy;
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (wrote_informational_cb),
                         upgrade, upgrade_free, 0);
  return TRUE;
}

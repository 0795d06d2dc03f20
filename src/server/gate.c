/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-gate"

#include "server/gate.h"

#include <string.h>

/* This file owns the rules that hold for every request. Main loop. */

/* The name in "name:port" or "[address]:port". */
static char *
host_name (const char *host)
{
  const char *end = strrchr (host, ':');

  if (host[0] == '[') {
    end = strchr (host, ']');
    return end != NULL ? g_strndup (host + 1, (gsize)(end - host - 1)) : g_strdup ("");
  }
  return end != NULL ? g_strndup (host, (gsize)(end - host)) : g_strdup (host);
}

static gboolean
is_own_name (const ParlourConfig *config, const char *name)
{
  if (g_hostname_is_ip_address (name) || g_ascii_strcasecmp (name, "localhost") == 0)
    return TRUE;
  for (guint i = 0; config->hosts != NULL && config->hosts[i] != NULL; i++)
    if (g_ascii_strcasecmp (config->hosts[i], name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
set_wrong_host (GError **error)
{
  parlour_problem_set (error, PARLOUR_PROBLEM_WRONG_HOST,
                       "This server does not go by the name in the request.");
  return FALSE;
}

/* Whether the `Host` header names this server: an IP literal, "localhost" or a configured name. A
 * web page that has made its own name point here (DNS rebinding) is refused by it. */
static gboolean
check_host (const ParlourConfig *config, const char *host, GError **error)
{
  g_autofree char *name = host != NULL ? host_name (host) : NULL;

  return (name != NULL && is_own_name (config, name)) || set_wrong_host (error);
}

static gboolean
check_origin (const ParlourConfig *config, const char *origin, GError **error)
{
  if (origin == NULL ||
      (config->origins != NULL && g_strv_contains ((const char *const *)config->origins, origin)))
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_FOREIGN_ORIGIN,
                       "A web page of another place may not call this server.");
  return FALSE;
}

gboolean
parlour_gate_check (const ParlourConfig *config, SoupServerMessage *message, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  /* A target that is a whole address goes before the header (RFC 9112, 3.2.2). */
  const char *target = g_uri_get_host (soup_server_message_get_uri (message));

  return check_host (config, soup_message_headers_get_one (headers, "Host"), error) &&
         (is_own_name (config, target != NULL ? target : "") || set_wrong_host (error)) &&
         check_origin (config, soup_message_headers_get_list (headers, "Origin"), error);
}

gboolean
parlour_gate_has_body (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);

  return encoding == SOUP_ENCODING_CHUNKED ||
         (encoding == SOUP_ENCODING_CONTENT_LENGTH &&
          soup_message_headers_get_content_length (headers) > 0);
}

gboolean
parlour_gate_check_type (SoupServerMessage *message, gboolean picture, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if (picture ? type != NULL && g_str_has_prefix (type, "image/")
              : g_strcmp0 (type, "application/json") == 0)
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_WRONG_MEDIA_TYPE, "The body must be of the type %s.",
                       picture ? "image/png or image/jpeg" : "application/json");
  return FALSE;
}

gboolean
parlour_gate_read_token (SoupServerMessage *message, ParlourCall *call, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (call->route->access == PARLOUR_ACCESS_PUBLIC)
    return TRUE;
  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0) {
    parlour_problem_set (error, PARLOUR_PROBLEM_NOT_SIGNED_IN, "Sign in first.");
    return FALSE;
  }
  call->has_token = parlour_token_hash (value + 7, call->token_hash);
  if (call->has_token)
    return TRUE;
  parlour_problem_set (error, PARLOUR_PROBLEM_TOKEN_REFUSED, "This sign-in is not valid any more.");
  return FALSE;
}

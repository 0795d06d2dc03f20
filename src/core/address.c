/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-address"

#include "core/address.h"

#include "core/limits.h"
#include "core/problem.h"

#include <string.h>

/* This file owns how a server's address is read and written. Any thread. */

gboolean
parlour_host_is_loopback (const char *host)
{
  g_return_val_if_fail (host != NULL, FALSE);

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static void
refuse (GError **error, const char *why)
{
  parlour_problem_set_field (error, PARLOUR_PROBLEM_INVALID_FIELD, "server", "%s", why);
}

static gboolean
is_bare (GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  return g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL && (*path == '\0' || strcmp (path, "/") == 0);
}

static char *
join (const char *host, int port)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  gboolean ipv6 = strchr (lower, ':') != NULL;

  return g_strdup_printf ("http://%s%s%s:%d", ipv6 ? "[" : "", lower, ipv6 ? "]" : "", port);
}

char *
parlour_address_normalize (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *full =
      strstr (trimmed, "://") != NULL ? g_strdup (trimmed) : g_strconcat ("http://", trimmed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      !is_bare (uri)) {
    refuse (error, "This is no server's address. One looks like 127.0.0.1:7447.");
    return NULL;
  }
  if (strcmp (g_uri_get_scheme (uri), "http") != 0) {
    refuse (error, "Only addresses that begin with http:// can be used yet.");
    return NULL;
  }
  if (!parlour_host_is_loopback (g_uri_get_host (uri))) {
    refuse (error, "Without encryption, only a server on this computer can be used.");
    return NULL;
  }
  int port = g_uri_get_port (uri);
  return join (g_uri_get_host (uri), port > 0 ? port : PARLOUR_DEFAULT_PORT);
}

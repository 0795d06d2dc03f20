/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-address"

#include "core/address.h"

#include "core/limits.h"
#include "core/problem.h"

#include <glib/gi18n.h>

#include <string.h>

/* This file owns how a server's address is read and written. Any thread. */

#define HOST_CHARS_MAX 253 /* RFC 1035 */
#define PORT_HTTPS     443

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

static void
refuse_shape (GError **error)
{
  refuse (error, _ ("This is no server’s address. One looks like 192.168.1.5:7447."));
}

static gboolean
is_bare (GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  return g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL && (*path == '\0' || strcmp (path, "/") == 0);
}

/* Letters, digits and hyphens between dots; at the end of neither. */
static gboolean
is_name (const char *host)
{
  gsize n = strlen (host);
  gboolean at_start = TRUE;

  if (n == 0 || n > HOST_CHARS_MAX || host[n - 1] == '-')
    return FALSE;
  for (const char *p = host; *p != '\0'; p++) {
    if (*p == '.' && (at_start || p[-1] == '-'))
      return FALSE;
    if (*p != '.' && !g_ascii_isalnum (*p) && *p != '_' && (*p != '-' || at_start))
      return FALSE;
    at_start = *p == '.';
  }
  return TRUE;
}

/* Digits and dots alone are an IP address or nothing: other spellings of one are a way to hide it.
 */
static gboolean
is_numeric (const char *host)
{
  return strspn (host, "0123456789.") == strlen (host);
}

/* (transfer full) (nullable): the one spelling of @host, without brackets. */
static char *
normalize_host (const char *host)
{
  g_autoptr (GInetAddress) address =
      strchr (host, '%') == NULL ? g_inet_address_new_from_string (host) : NULL;

  if (address != NULL)
    return g_inet_address_to_string (address);
  return is_name (host) && !is_numeric (host) ? g_ascii_strdown (host, -1) : NULL;
}

static char *
join (const char *host, int port)
{
  gboolean ipv6 = strchr (host, ':') != NULL;

  return g_strdup_printf ("%s%s%s:%d", ipv6 ? "[" : "", host, ipv6 ? "]" : "", port);
}

static int
choose_port (GUri *uri, gboolean has_scheme)
{
  if (g_uri_get_port (uri) >= 0)
    return g_uri_get_port (uri);
  return has_scheme && strcmp (g_uri_get_scheme (uri), "https") == 0 ? PORT_HTTPS
                                                                     : PARLOUR_DEFAULT_PORT;
}

char *
parlour_address_normalize (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  gboolean has_scheme = strstr (trimmed, "://") != NULL;
  g_autofree char *full = has_scheme ? g_strdup (trimmed) : g_strconcat ("https://", trimmed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (full, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = uri != NULL && g_uri_get_host (uri) != NULL && is_bare (uri)
                              ? normalize_host (g_uri_get_host (uri))
                              : NULL;

  if (host == NULL || choose_port (uri, has_scheme) == 0) {
    refuse_shape (error);
    return NULL;
  }
  gboolean plain = strcmp (g_uri_get_scheme (uri), "http") == 0;
  if (!plain && strcmp (g_uri_get_scheme (uri), "https") != 0) {
    refuse (error, _ ("Only addresses that begin with https:// can be used."));
    return NULL;
  }
  if (plain && !parlour_host_is_loopback (host)) {
    refuse (error, _ ("Without encryption, only a server on this computer can be used."));
    return NULL;
  }
  g_autofree char *host_port = join (host, choose_port (uri, has_scheme));
  return g_strconcat (plain ? "http://" : "https://", host_port, NULL);
}

/* Splits at the colon before the port; the brackets are taken off. */
static char *
split (const char *text, guint64 *port)
{
  const char *colon = strrchr (text, ':');
  gboolean bracketed = text[0] == '[';

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, port, NULL))
    return NULL;
  if (bracketed && colon[-1] != ']')
    return NULL;

  g_autofree char *host = bracketed ? g_strndup (text + 1, (gsize)(colon - text) - 2)
                                    : g_strndup (text, (gsize)(colon - text));
  return (strchr (host, ':') != NULL) == bracketed ? g_steal_pointer (&host) : NULL;
}

char *
parlour_address_normalize_host_port (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  guint64 port = 0;
  g_autofree char *typed = split (text, &port);
  g_autofree char *host = typed != NULL ? normalize_host (typed) : NULL;

  if (host != NULL)
    return join (host, (int)port);
  refuse_shape (error);
  return NULL;
}

gboolean
parlour_address_is_secure (const char *address)
{
  g_return_val_if_fail (address != NULL, FALSE);
  return g_str_has_prefix (address, "https://");
}

const char *
parlour_address_get_host_port (const char *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  const char *scheme_end = strstr (address, "://");
  return scheme_end != NULL ? scheme_end + 3 : address;
}

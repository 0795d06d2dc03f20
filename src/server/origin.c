/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-origin"

#include "server/origin.h"

/* This file owns which address a request counts for. Main loop. */

static gboolean
is_proxy (const ParlourConfig *config, const char *address)
{
  g_autoptr (GInetAddress) wanted = g_inet_address_new_from_string (address);

  for (guint i = 0; wanted != NULL && config->proxies != NULL && config->proxies[i] != NULL; i++) {
    g_autoptr (GInetAddress) proxy = g_inet_address_new_from_string (config->proxies[i]);
    if (proxy != NULL && g_inet_address_equal (proxy, wanted))
      return TRUE;
  }
  return FALSE;
}

/* Each proxy appends whom it has the request from, so only the end of the list, up to the first
 * one who is not trusted, was written by somebody who is. */
char *
parlour_origin_choose (const ParlourConfig *config, const char *peer, const char *forwarded_for)
{
  if (forwarded_for == NULL || !is_proxy (config, peer))
    return g_strdup (peer);
  g_auto (GStrv) list = g_strsplit (forwarded_for, ",", -1);
  for (guint i = g_strv_length (list); i > 0; i--) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_strstrip (list[i - 1]));
    if (address == NULL)
      break;
    g_autofree char *text = g_inet_address_to_string (address);
    if (!is_proxy (config, text))
      return g_steal_pointer (&text);
  }
  return g_strdup (peer);
}

char *
parlour_origin_of (const ParlourConfig *config, SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;
  g_autofree char *peer = g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  return parlour_origin_choose (
      config, peer,
      soup_message_headers_get_list (soup_server_message_get_request_headers (message),
                                     "X-Forwarded-For"));
}

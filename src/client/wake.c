/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-wake"

#include "client/wake.h"

#include <glib/gi18n.h>

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

/* This file owns the packet that wakes a computer. Sockets are touched on GTask's threads. */

#define MAC_BYTES    6
#define REPEATS      16
#define PACKET_BYTES (MAC_BYTES + REPEATS * MAC_BYTES)
#define PORT         9
#define TIMES        3

static gboolean
parse_mac (const char *text, guint8 *mac)
{
  if (strlen (text) != 3 * MAC_BYTES - 1)
    return FALSE;
  for (guint i = 0; i < MAC_BYTES; i++) {
    int high = g_ascii_xdigit_value (text[3 * i]);
    int low = g_ascii_xdigit_value (text[3 * i + 1]);
    if (high < 0 || low < 0 || (i + 1 < MAC_BYTES && text[3 * i + 2] != ':'))
      return FALSE;
    mac[i] = (guint8)(high << 4 | low);
  }
  return TRUE;
}

gboolean
parlour_wake_is_mac (const char *text)
{
  static const guint8 none[MAC_BYTES] = {0};
  guint8 mac[MAC_BYTES];

  return text != NULL && parse_mac (text, mac) && memcmp (mac, none, MAC_BYTES) != 0 &&
         (mac[0] & 1) == 0;
}

static void
fill_packet (const guint8 *mac, guint8 *packet)
{
  memset (packet, 0xff, MAC_BYTES);
  for (guint i = 0; i < REPEATS; i++)
    memcpy (packet + MAC_BYTES + i * MAC_BYTES, mac, MAC_BYTES);
}

/* (element-type GSocketAddress): of every network that this computer is on, and of "here". */
static GPtrArray *
list_broadcasts (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GInetAddress) everyone = g_inet_address_new_from_string ("255.255.255.255");
  struct ifaddrs *all = NULL;

  g_ptr_array_add (list, g_inet_socket_address_new (everyone, PORT));
  if (getifaddrs (&all) != 0)
    return list;
  for (struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
    if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET ||
        (one->ifa_flags & IFF_BROADCAST) == 0 || one->ifa_broadaddr == NULL)
      continue;
    struct sockaddr_in broadcast;
    memcpy (&broadcast, one->ifa_broadaddr, sizeof broadcast);
    g_autoptr (GInetAddress) address =
        g_inet_address_new_from_bytes ((const guint8 *)&broadcast.sin_addr, G_SOCKET_FAMILY_IPV4);
    g_ptr_array_add (list, g_inet_socket_address_new (address, PORT));
  }
  freeifaddrs (all);
  return list;
}

static void
send_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  guint8 packet[PACKET_BYTES];
  g_autoptr (GPtrArray) broadcasts = list_broadcasts ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &error);
  guint n_sent = 0;

  fill_packet (data, packet);
  if (socket != NULL)
    g_socket_set_broadcast (socket, TRUE);
  for (guint i = 0; socket != NULL && i < broadcasts->len * TIMES; i++) {
    g_clear_error (&error);
    n_sent +=
        g_socket_send_to (socket, broadcasts->pdata[i % broadcasts->len], (const char *)packet,
                          PACKET_BYTES, cancellable, &error) == PACKET_BYTES;
  }
  if (n_sent > 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
parlour_wake_async (const char *mac,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_return_if_fail (mac != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  guint8 *bytes = g_new0 (guint8, MAC_BYTES);

  g_task_set_source_tag (task, parlour_wake_async);
  g_task_set_task_data (task, bytes, g_free);
  if (!parlour_wake_is_mac (mac)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s",
                             _ ("The host has told no address that its computer could be woken "
                                "by."));
    return;
  }
  parse_mac (mac, bytes);
  g_task_run_in_thread (task, send_in_thread);
}

gboolean
parlour_wake_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

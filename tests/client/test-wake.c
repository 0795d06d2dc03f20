/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test-wake"

#include "sync-fixture.h"

#include "client/wake.h"

/* Proves what wakes a computer, and what is no address of one. */

static void
test_wake (void)
{
  static const char *const bad[] = {"",
                                    "02:00:00:00:00",
                                    "00:00:00:00:00:00",
                                    "01:00:5e:00:00:01",
                                    "02:00:00:00:00:0g",
                                    "02-00-00-00-00-01"};
  GAsyncResult *place = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (parlour_wake_is_mac (bad[i]));
  g_assert_true (parlour_wake_is_mac ("02:42:aC:11:00:02"));
  parlour_wake_async ("nonsense", NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  g_assert_false (parlour_wake_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* Broadcasts come back to the computer that sends them, so the packet can be looked at here. */
static void
test_wake_packet (void)
{
  static const guint8 mac[] = {0x02, 0x42, 0xac, 0x11, 0x00, 0x02};
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, 9);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  GAsyncResult *place = NULL;
  guint8 packet[200];

  if (!g_socket_bind (socket, address, TRUE, NULL)) {
    g_test_skip ("the port of Wake-on-LAN needs root");
    return;
  }
  g_socket_set_timeout (socket, 5);
  parlour_wake_async ("02:42:ac:11:00:02", NULL, result_cb, &place);
  g_autoptr (GAsyncResult) result = await (&place);
  if (!parlour_wake_finish (result, NULL)) {
    g_test_skip ("this computer is in no network");
    return;
  }
  g_assert_cmpint (g_socket_receive (socket, (char *)packet, sizeof packet, NULL, NULL), ==, 102);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (packet[i], ==, 0xff);
  for (guint i = 0; i < 16; i++)
    g_assert_cmpmem (packet + 6 + 6 * i, 6, mac, 6);
}

int
main (int argc, char **argv)
{
  sync_tests_init (&argc, &argv);
  g_test_add_func ("/wake/addresses", test_wake);
  g_test_add_func ("/wake/packet", test_wake_packet);
  return sync_tests_run ();
}

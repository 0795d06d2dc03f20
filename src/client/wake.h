/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * parlour_wake_async:
 * @mac: "aa:bb:cc:dd:ee:ff", as the host told it while it was on
 *
 * Sends the packet of Wake-on-LAN (six times 0xff, sixteen times the address; UDP port 9) to the
 * broadcast address of each local network, three times. Nothing answers it: whether the computer
 * wakes shows when its server can be reached. Main thread; G_IO_ERROR where nothing could be sent.
 */
void parlour_wake_async (const char *mac,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean parlour_wake_finish (GAsyncResult *result, GError **error);

/** parlour_wake_is_mac: whether @text is an address that could be woken: no group, not all zero. */
gboolean parlour_wake_is_mac (const char *text);

G_END_DECLS

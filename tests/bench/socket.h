/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/**
 * Socket:
 *
 * A WebSocket client that costs as little as it can, so that the load's own work does not stand in
 * the server's way: one raw socket, one buffer, no parsing of JSON. Aborts where the server closes.
 * On the thread that made it.
 */
typedef struct {
  int fd;
  gnutls_session_t tls;                         /* NULL: plain */
  gnutls_certificate_credentials_t credentials; /* NULL, as well */
  GByteArray *received;                         /* not yet a whole frame */
} Socket;

/**
 * socket_open:
 * @tls: whether by TLS; any key is believed
 * @source: the last two bytes of the address in 127.0.0.0/8 to come from; the server counts sockets
 *   by address
 *
 * Connects, upgrades, says hello and waits for the welcome.
 */
void socket_open (Socket *self, guint16 port, gboolean tls, guint source, const char *token);
void socket_close (Socket *self);

/** socket_send: one text frame; blocks where the server does not read. */
void socket_send (Socket *self, const char *text, gsize length);

/** SocketFrame: @text is not NUL-terminated and stands until the handler returns. */
typedef void (*SocketFrame) (const char *text, gsize length, gpointer data);

/** socket_read: takes what has come without waiting, and hands every whole text frame over. */
void socket_read (Socket *self, SocketFrame frame, gpointer data);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/tls.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct {
  guint sockets_per_address;   /* open sockets of one remote address, WebSockets included */
  guint newcomers_per_address; /* of these, on which nobody has signed in */
  guint sockets;               /* open sockets in all */
  guint header_ms;             /* from the first byte (or the accept) to the end of the headers */
  guint idle_ms;               /* kept alive without a request */
  guint stall_ms;              /* a body or an answer that does not move */
} ParlourListenerLimits;

#define PARLOUR_LISTENER_LIMITS_DEFAULT                                                            \
  ((ParlourListenerLimits){.sockets_per_address = 200,                                             \
                           .newcomers_per_address = 20,                                            \
                           .sockets = 10000,                                                       \
                           .header_ms = 10000,                                                     \
                           .idle_ms = 60000,                                                       \
                           .stall_ms = 30000})

#define PARLOUR_TYPE_LISTENER (parlour_listener_get_type ())
G_DECLARE_FINAL_TYPE (ParlourListener, parlour_listener, PARLOUR, LISTENER, GObject)

/**
 * parlour_listener_new:
 * @server: answers the requests; also gets an unreachable listener of its own, without which
 *   libsoup closes after each response
 * @limits: (nullable): %NULL for the defaults
 *
 * Accepts connections on the thread-default main context of the calling thread, which must be the
 * one that @server runs on.
 *
 * Returns: (transfer full) (nullable): %NULL with a #GIOErrorEnum
 */
ParlourListener *
parlour_listener_new (SoupServer *server, const ParlourListenerLimits *limits, GError **error);

/**
 * parlour_listener_set_tls:
 * @tls: (nullable): %NULL for plain HTTP
 *
 * For the connections that are accepted from now on; those that are there keep theirs.
 */
void parlour_listener_set_tls (ParlourListener *self, ParlourTls *tls);

/**
 * parlour_listener_bind:
 * @address: "127.0.0.1:7447", "[::1]:0", "0.0.0.0:7447", "localhost:7447"; port 0 takes a free one.
 *   "[::]" takes IPv4 as well, and on a computer without IPv6 that alone.
 *
 * May be called several times. A taken port or an address that is not this machine's is one clear
 * sentence.
 */
gboolean parlour_listener_bind (ParlourListener *self, const char *address, GError **error);

/**
 * parlour_listener_adopt_socket:
 * @fd: (transfer full): a listening TCP socket that was inherited (socket activation); closed where
 *   it is none
 */
gboolean parlour_listener_adopt_socket (ParlourListener *self, int fd, GError **error);

/** parlour_listener_get_port: of the first address that was bound; 0 before. */
guint16 parlour_listener_get_port (ParlourListener *self);

/**
 * parlour_listener_get_uris:
 *
 * Returns: (transfer full): one "http://127.0.0.1:7447", or "https://…", for each address, in the
 * order of binding
 */
GStrv parlour_listener_get_uris (ParlourListener *self);

/** parlour_listener_is_loopback: whether only this computer reaches it, by none of its addresses.
 */
gboolean parlour_listener_is_loopback (ParlourListener *self);

/** parlour_listener_set_room: how many sockets from now on: see #ParlourListenerLimits. */
void parlour_listener_set_room (ParlourListener *self,
                                guint sockets,
                                guint sockets_per_address,
                                guint newcomers_per_address);

/**
 * parlour_listener_set_proxies:
 * @addresses: (nullable): IP addresses, whose sockets are many people's and count only in all
 */
void parlour_listener_set_proxies (ParlourListener *self, const char *const *addresses);

/**
 * parlour_listener_admit:
 *
 * The connection of @message is somebody's who is signed in: it is no newcomer any more.
 */
void parlour_listener_admit (SoupServerMessage *message);

/** parlour_listener_get_count: open sockets, WebSockets included. Any thread. */
guint parlour_listener_get_count (ParlourListener *self);

/**
 * parlour_listener_stop_accepting:
 *
 * Closes the listening sockets and every connection without a request in progress; a kept-alive
 * connection closes after the answer under way. Running twice is harmless.
 */
void parlour_listener_stop_accepting (ParlourListener *self);

/**
 * parlour_listener_stop:
 *
 * parlour_listener_stop_accepting(), and shuts what still runs down. Libsoup ends the requests in
 * progress from the main loop afterwards.
 */
void parlour_listener_stop (ParlourListener *self);

G_END_DECLS

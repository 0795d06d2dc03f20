/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/hub.h"
#include "server/net/listener.h"

G_BEGIN_DECLS

#define SMALL_BODY 100

/**
 * NetServer:
 *
 * A real transport on port 0 in a thread: `/` answers "hello", `/small` takes a body of at most
 * %SMALL_BODY bytes and answers its length, `/slow` is never answered, `/stream` upgrades and
 * echoes.
 */
typedef struct {
  ParlourListenerLimits listener_limits;
  ParlourHubLimits hub_limits;
  ParlourTls *tls; /* NULL: plain */
  ParlourHub *hub;
  ParlourListener *listener;
  guint16 port;
  guint descriptors_before; /* 0: not compared, since a library in the test keeps some */

  /* atomic, written on the server's threads */
  guint opened;
  guint closed;
  guint freed;
  guint drained;
  guint handled; /* requests that reached a normal handler */

  GMutex lock;
  GArray *ids; /* ParlourConnectionId in the order of opening */

  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *soup;
  gboolean ready;
  GCond ready_cond;
} NetServer;

/** net_server_new: with the default limits, which may be changed before net_server_start(). */
NetServer *net_server_new (void);
void net_server_start (NetServer *self);

/** net_server_free: stops it and asserts that nothing leaked. */
void net_server_free (NetServer *self);

ParlourConnectionId net_server_get_id (NetServer *self, guint index);

guint count_descriptors (void);

/** wait_until: polls @condition to a deadline of 10 s and asserts that it came true. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 wait_end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;                               \
    while (!(condition) && g_get_monotonic_time () < wait_end)                                     \
      g_usleep (500);                                                                              \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

/* A raw client: blocking, with a time limit of 10 s on every read. */

int net_client_connect (NetServer *server);
void net_client_send (int fd, const void *bytes, gsize length);
void net_client_send_text (int fd, const char *text);

/** net_client_read_head: (transfer full): up to and with the empty line; what was read so far where
 * the connection ends before. */
char *net_client_read_head (int fd);

/** net_client_read_to_end: (transfer full): %NULL where the connection was reset. */
char *net_client_read_to_end (int fd);

/** net_client_check_answer: sends @request on a connection of its own; the answer must begin with
 * @status, and the connection end. */
void net_client_check_answer (NetServer *server, const char *request, const char *status);

/** net_client_upgrade: connects, and sends the handshake with @early in the same segment. */
int net_client_upgrade (NetServer *server, GByteArray *early);

/** net_client_read_frame: (transfer full): a payload, and its first byte; %NULL at the end. */
GByteArray *net_client_read_frame (int fd, guint8 *first);

/** net_client_read_close: reads on to a close frame; its code, 0 where the connection just ends. */
guint16 net_client_read_close (int fd);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/hub-lanes.h"
#include "server/net/hub.h"
#include "server/net/websocket-frame.h"

G_BEGIN_DECLS

#define PARLOUR_HUB_READ_BYTES  (64 * 1024)
#define PARLOUR_HUB_WRITE_BYTES (16 * 1024)

/* What the connections of one hub share. Hub's thread. */
typedef struct {
  ParlourHubLimits limits;
  ParlourHubHandler handler;
  gpointer user_data;
  int epoll_fd;
  gint64 now;    /* monotonic microseconds of this round of the loop */
  GQueue timed;  /* connections with a deadline */
  GQueue dirty;  /* connections with something new to write */
  GQueue dead;   /* connections to free at the end of the round */
  guint8 *input; /* PARLOUR_HUB_READ_BYTES */
  ParlourPullBuffer pulled;
  guint8 *staging; /* PARLOUR_HUB_WRITE_BYTES */
} ParlourHubShared;

typedef enum {
  PARLOUR_HUB_OPEN,
  PARLOUR_HUB_CLOSING, /* our close frame is queued or sent, the peer's has not come */
  PARLOUR_HUB_ENDING, /* no frame of the peer counts any more: our close frame goes out, then FIN */
  PARLOUR_HUB_DEAD,
} ParlourHubPhase;

typedef struct {
  ParlourConnectionId id;
  ParlourHubShared *shared;
  ParlourTransport *transport;
  gpointer data;
  GDestroyNotify destroy;
  GBytes *early;
  ParlourFrameParser parser;
  ParlourHubLanes lanes;
  guint8 *unsent; /* joined bytes that the transport did not take */
  gsize unsent_length;
  gsize unsent_done;
  gint64 deadline; /* 0: none */
  GList timed_link;
  GList dirty_link;
  ParlourHubPhase phase;
  guint watched; /* epoll's events */
  guint is_timed : 1;
  guint is_dirty : 1;
  guint events_under_way : 1;
  guint write_is_shut : 1;
} ParlourHubConnection;

/** parlour_hub_connection_new: any thread; it belongs to the hub's from
 * parlour_hub_connection_open().
 */
ParlourHubConnection *parlour_hub_connection_new (ParlourHubShared *shared,
                                                  ParlourConnectionId id,
                                                  ParlourTransport *transport,
                                                  GBytes *early,
                                                  gpointer data,
                                                  GDestroyNotify destroy);
void parlour_hub_connection_free (ParlourHubConnection *self);

/** parlour_hub_connection_open: begins to watch it and reads the early bytes. */
void parlour_hub_connection_open (ParlourHubConnection *self);

/** parlour_hub_connection_ready: epoll has seen @events. */
void parlour_hub_connection_ready (ParlourHubConnection *self, guint events);

void parlour_hub_connection_send_event (ParlourHubConnection *self, GBytes *framed);
void parlour_hub_connection_send_control (ParlourHubConnection *self, GBytes *framed);
void parlour_hub_connection_set_state (ParlourHubConnection *self, const char *key, GBytes *framed);

/** parlour_hub_connection_flush: writes what waits, as far as it goes. */
void parlour_hub_connection_flush (ParlourHubConnection *self);

/** parlour_hub_connection_close: with a close frame, behind the control lane. */
void parlour_hub_connection_close (ParlourHubConnection *self, guint16 code, const char *reason);

/** parlour_hub_connection_expire: its deadline has passed. */
void parlour_hub_connection_expire (ParlourHubConnection *self);

/** parlour_hub_connection_die: at once; freed at the end of the round. */
void parlour_hub_connection_die (ParlourHubConnection *self);

G_END_DECLS

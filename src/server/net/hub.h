/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/net/transport.h"
#include "server/net/websocket-frame.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ParlourHub:
 *
 * One thread that owns every WebSocket. Whoever wants to send names connections by id, from any
 * thread, and never waits. Atomically counted.
 */
typedef struct _ParlourHub ParlourHub;

/* Never 0, never used again. */
typedef guint64 ParlourConnectionId;

/**
 * ParlourHubHandler:
 * @opened: the first call for a connection
 * @text: one complete message, valid UTF-8, without a terminating NUL; @text is gone after the call
 * @drained: the event lane of the connection has become empty: all of it is with the kernel
 * @closed: the last call; @connection_data is freed right after it
 *
 * All of them are called on the hub's thread and must not block; they may call any function of the
 * hub but parlour_hub_stop(). Between parlour_hub_close() (or an error) and @closed no @text comes.
 */
typedef struct {
  void (*opened) (ParlourConnectionId id, gpointer connection_data, gpointer user_data);
  void (*text) (ParlourConnectionId id,
                gpointer connection_data,
                const char *text,
                gsize length,
                gpointer user_data);
  void (*drained) (ParlourConnectionId id, gpointer connection_data, gpointer user_data);
  void (*closed) (ParlourConnectionId id, gpointer connection_data, gpointer user_data);
} ParlourHubHandler;

typedef struct {
  gsize frame_bytes;   /* one message from a client, whatever its fragments */
  guint fragments;     /* frames that one message may be cut into */
  gsize control_bytes; /* waiting in the control lane of one connection */
  gsize event_bytes;   /* waiting in the event lane of one connection */
  gsize state_bytes;   /* waiting as newest values for one connection */
  guint stall_ms;      /* something waits and nothing could be written */
  guint close_ms;      /* from our close frame to the end of the connection */
  guint stop_ms;       /* that parlour_hub_stop() gives all connections together */
} ParlourHubLimits;

#define PARLOUR_HUB_LIMITS_DEFAULT                                                                 \
  ((ParlourHubLimits){.frame_bytes = 131072,                                                       \
                      .fragments = 64,                                                             \
                      .control_bytes = 256 * 1024,                                                 \
                      .event_bytes = 4 * 1024 * 1024,                                              \
                      .state_bytes = 4 * 1024 * 1024,                                              \
                      .stall_ms = 30000,                                                           \
                      .close_ms = 5000,                                                            \
                      .stop_ms = 2000})

/**
 * parlour_hub_new:
 * @limits: (nullable): %NULL for the defaults
 * @handler: copied
 * @user_data: must outlive the hub's thread, that is parlour_hub_stop()
 *
 * Starts the thread.
 */
ParlourHub *parlour_hub_new (const ParlourHubLimits *limits,
                             const ParlourHubHandler *handler,
                             gpointer user_data,
                             GError **error);

/**
 * parlour_hub_stop:
 *
 * Closes every connection with 1001, waits for them at most `stop_ms`, and ends the thread.
 * `closed` was called for every connection when it returns. Not from the hub's thread. Afterwards
 * all calls are harmless and do nothing.
 */
void parlour_hub_stop (ParlourHub *self);

ParlourHub *parlour_hub_ref (ParlourHub *self);

/** parlour_hub_unref: the last one also stops it. */
void parlour_hub_unref (ParlourHub *self);

/**
 * parlour_hub_adopt:
 * @transport: (transfer full): an upgraded connection
 * @early: (nullable): what the client sent behind its handshake and was already read
 * @connection_data: (transfer full): handed to each call of the handler
 * @destroy: (nullable): frees @connection_data, on the hub's thread
 *
 * Any thread. `opened` follows on the hub's thread.
 *
 * Returns: the connection's id, also where the hub was stopped (then all is freed before the
 * return)
 */
ParlourConnectionId parlour_hub_adopt (ParlourHub *self,
                                       ParlourTransport *transport,
                                       GBytes *early,
                                       gpointer connection_data,
                                       GDestroyNotify destroy);

/**
 * parlour_hub_frame_text:
 * @text: one JSON object, UTF-8
 *
 * Makes the bytes of one text frame, once for all that receive it. Any thread.
 *
 * Returns: (transfer full): header and payload
 */
GBytes *parlour_hub_frame_text (const char *text, gsize length);

/* From any thread, the hub's included; none blocks; an unknown id does nothing. What is sent to one
 * connection within one lane keeps its order, across threads in the order of the calls. The control
 * lane goes before events, events before state. A frame that must follow an event goes into the
 * event lane itself. */

/**
 * parlour_hub_send_event:
 * @framed: from parlour_hub_frame_text(); counted, not copied
 *
 * Past `event_bytes` waiting, a connection is closed with 4009.
 */
void parlour_hub_send_event (ParlourHub *self, ParlourConnectionId id, GBytes *framed);

/** parlour_hub_send_control: past `control_bytes` waiting, the connection is closed with 4009. */
void parlour_hub_send_control (ParlourHub *self, ParlourConnectionId id, GBytes *framed);

/**
 * parlour_hub_set_state:
 * @key: what the value is of, for instance "marks/CONVERSATION/USER"
 *
 * Keeps the newest value of each key until it could be written: values between are dropped, the
 * last never.
 */
void
parlour_hub_set_state (ParlourHub *self, ParlourConnectionId id, const char *key, GBytes *framed);

/**
 * parlour_hub_close:
 * @code: of #ParlourCloseCode or 3000 to 4999
 * @reason: (nullable): at most 123 bytes of UTF-8, cut where longer
 *
 * Sends what waits in the control lane, drops events and state, sends the close frame and waits at
 * most `close_ms` for the client's.
 */
void parlour_hub_close (ParlourHub *self, ParlourConnectionId id, guint16 code, const char *reason);

/** parlour_hub_get_count: connections that are open or closing. */
guint parlour_hub_get_count (ParlourHub *self);

/** parlour_hub_is_current_thread: for the assertions of whoever keeps data on the hub's thread. */
gboolean parlour_hub_is_current_thread (ParlourHub *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourHub, parlour_hub_unref)

G_END_DECLS

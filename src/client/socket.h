/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/http.h"

G_BEGIN_DECLS

/**
 * ParlourSocket:
 *
 * One WebSocket to `/api/v1/stream`: connects, gives each frame as a checked object, and says when
 * it is over. It never connects twice: whoever wants another makes another. Main thread.
 *
 * Signals:
 * - "frame" (JsonObject *frame): an object with a string "op"; the first is our own "opened"
 * - "closed" (guint code, GError *error): once; @code is the close code or 0; @error why it could
 * not be opened or broke, NULL after a clean close. A refused upgrade gives the server's problem.
 */
#define PARLOUR_TYPE_SOCKET (parlour_socket_get_type ())
G_DECLARE_FINAL_TYPE (ParlourSocket, parlour_socket, PARLOUR, SOCKET, GObject)

/** parlour_socket_new: starts to connect. */
ParlourSocket *parlour_socket_new (ParlourHttp *http);

/** parlour_socket_is_open: whether frames can be sent. */
gboolean parlour_socket_is_open (ParlourSocket *self);

/** parlour_socket_send: @writer's text as one frame; nothing happens when it is not open. */
void parlour_socket_send (ParlourSocket *self, ParlourJsonWriter *writer);

/** parlour_socket_close: ends it; "closed" does not come afterwards. */
void parlour_socket_close (ParlourSocket *self);

G_END_DECLS

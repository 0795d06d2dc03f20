/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* A stream's events as a page, and the opening of a socket. Each is a stage of a route, see
 * routes.h. */

gboolean parlour_events_decode (ParlourCall *call, GError **error);
gboolean parlour_events_list (ParlourCall *call, ParlourStore *store, GError **error);

/** parlour_events_open_socket: who opens the socket goes into the call's `opened`. */
gboolean parlour_events_open_socket (ParlourCall *call, ParlourStore *store, GError **error);

G_END_DECLS

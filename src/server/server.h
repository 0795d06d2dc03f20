/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOUR_TYPE_SERVER (parlour_server_get_type ())
G_DECLARE_FINAL_TYPE (ParlourServer, parlour_server, PARLOUR, SERVER, GObject)

/**
 * parlour_server_new:
 * @config: copied
 *
 * A place's server. Any number of them run side by side in a process, each on a data folder and a
 * port of its own.
 */
ParlourServer *parlour_server_new (const ParlourConfig *config);

/**
 * parlour_server_start:
 * @error: one clear sentence: the folder can't be used or is held by another process, the database
 *   is damaged or of a newer version, the port is taken
 *
 * Opens the folder, makes or reads its key, and accepts on the thread-default main context of the
 * calling thread, which then must run. Blocks on the disk. A server that was stopped does not start
 * again.
 */
gboolean parlour_server_start (ParlourServer *self, GError **error);

/**
 * parlour_server_adopt_sockets:
 * @sockets: (transfer full): of int, which listen already: used instead of the config's address
 *
 * Before parlour_server_start().
 */
void parlour_server_adopt_sockets (ParlourServer *self, GArray *sockets);

/**
 * parlour_server_reload_async:
 * @config: copied; all but the data folder, where to listen and the kind of TLS counts
 *
 * What was asked for at the start and can change while the server runs. Files are read on another
 * thread; where they can't be used, all stays as it was. On the thread of its main context.
 */
void parlour_server_reload_async (ParlourServer *self,
                                  const ParlourConfig *config,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean parlour_server_reload_finish (ParlourServer *self, GAsyncResult *result, GError **error);

/** parlour_server_get_uri: (transfer none) (nullable): "https://[::]:7447" once started. */
const char *parlour_server_get_uri (ParlourServer *self);

/**
 * parlour_server_stop:
 *
 * Accepts no more, closes the sockets with 1001, answers what is under way, writes what is queued
 * and lets the folder go. On the thread that started it; takes seconds at most. Running twice is
 * harmless; the last unref does it too.
 */
void parlour_server_stop (ParlourServer *self);

G_END_DECLS

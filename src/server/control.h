/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/data-folder.h"
#include "server/dispatch.h"

G_BEGIN_DECLS

/**
 * ParlourControl:
 *
 * The socket in the data folder by which the folder's owner tells a running server what to do: one
 * line of JSON `{"op": …, …}`, answered by one line `{"result": …}` (empty where the route has
 * nothing to say) or `{"problem": …}`. The ops are server/op.h's. The kernel says who is at the
 * other end: the server's own user, or root.
 */
typedef struct _ParlourControl ParlourControl;

/** parlour_control_new: on the thread-default main context of the calling thread. */
ParlourControl *
parlour_control_new (ParlourDataFolder *folder, ParlourDispatch *dispatch, GError **error);

/** parlour_control_free: removes the socket; a request under way is still answered. */
void parlour_control_free (ParlourControl *self);

/**
 * parlour_control_ask:
 * @folder: path of the data folder of a running server
 * @request: one JSON object on one line, without the line's end
 * @error: a #PARLOUR_PROBLEM of the server's, or a #G_IO_ERROR
 *
 * Blocks. Any thread.
 *
 * Returns: (transfer full) (nullable): the result
 */
JsonObject *parlour_control_ask (const char *folder, const char *request, GError **error);

/** parlour_control_ask_within: like it; @seconds without an answer are an error, 0: waits on. */
JsonObject *
parlour_control_ask_within (const char *folder, const char *request, guint seconds, GError **error);

G_END_DECLS

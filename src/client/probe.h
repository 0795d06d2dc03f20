/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

G_BEGIN_DECLS

/**
 * parlour_probe_async:
 *
 * Asks for `GET /server` at the addresses of @destination, in turn: the next one when the one
 * before has failed or has said nothing for a moment; the first good answer ends the rest. A
 * server that does not prove the pin's key is not asked. Main thread.
 *
 * Errors: what parlour_accounts_look_async() says; of several, the one that a person can do
 * something about.
 */
void parlour_probe_async (ParlourDestination *destination,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/** Returns: (transfer full) (nullable) */
ParlourPlace *parlour_probe_finish (GAsyncResult *result, GError **error);

G_END_DECLS

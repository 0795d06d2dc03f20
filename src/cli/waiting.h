/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/device.h"
#include "client/cache/rows.h"

G_BEGIN_DECLS

/* What waits in this device's outbox. Main thread; calls wait. */

/**
 * parlour_cli_await_sent:
 * @client_id: of a message in the outbox of @device, which is online
 * @row: (out) (transfer full) (nullable): the message as the server has it
 *
 * Waits until the server has it. A refusal is its PARLOUR_PROBLEM, and the message is dropped;
 * where the answer does not come in time it goes on waiting: PARLOUR_CLI_NO_CONNECTION.
 */
gboolean parlour_cli_await_sent (ParlourCliDevice *device,
                                 const char *client_id,
                                 ParlourMessageRow **row,
                                 GError **error);

/** parlour_cli_send_waiting: sends what earlier commands could not, and says on standard error what
 * became of it. No failure of this fails a command. */
void parlour_cli_send_waiting (ParlourCliSession *session);

G_END_DECLS

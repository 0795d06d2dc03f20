/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-child.h"

G_BEGIN_DECLS

/**
 * parlour_host_tool_run_async:
 * @plan: whose program, on whose data folder
 * @arguments: the subcommand's, without the data folder
 * @secret: (nullable): goes to the program's standard input and nowhere else
 *
 * Runs a subcommand of `parlour-server` to its end. Cancelling ends it at once. Main thread.
 */
void parlour_host_tool_run_async (const ParlourHostPlan *plan,
                                  const char *const *arguments,
                                  const char *secret,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** parlour_host_tool_run_finish: @error: what it said last; #G_IO_ERROR_PERMISSION_DENIED where the
 * secret was a wrong passphrase. Returns: (transfer full) (nullable): what it printed. */
char *parlour_host_tool_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS

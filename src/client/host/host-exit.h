/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * parlour_host_exit_error:
 * @status: with which the server's program ended: a ParlourExit (core/exit-status.h)
 * @log: (nullable): what it wrote; its last line goes to the log, for it is in no person's language
 *
 * Why it failed, for the person who hosts. Any thread.
 *
 * Returns: (transfer full): a #G_IO_ERROR
 */
GError *parlour_host_exit_error (int status, const char *log);

G_END_DECLS

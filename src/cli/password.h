/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * parlour_cli_read_password:
 * @from_stdin: takes standard input's first line; else asks on the terminal, without echo
 * @twice: asks again, for a new password
 *
 * Returns: (transfer full) (nullable): UTF-8; free with parlour_cli_password_free(). %NULL with a
 *   PARLOUR_CLI_ERROR in @error
 */
char *parlour_cli_read_password (gboolean from_stdin, gboolean twice, GError **error);

/** parlour_cli_password_free: overwrites it first. */
void parlour_cli_password_free (char *password);

typedef char ParlourCliPassword;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlourCliPassword, parlour_cli_password_free)

/**
 * parlour_cli_read_body: standard input to its end, without its last line's end.
 *
 * Returns: (transfer full) (nullable)
 */
char *parlour_cli_read_body (GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Inside the command line's files only. */

#define PARLOUR_EXIT_FAILED 1
#define PARLOUR_EXIT_USAGE  2

/** parlour_command_fail: says why in one line on standard error; returns @status. */
int parlour_command_fail (int status, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * parlour_command_parse:
 * @usage: what stands behind the program's name in the help, for instance "serve"
 * @arguments: (inout) (transfer full): what follows the command; what is left is no option
 *
 * Returns: FALSE after it has said what is wrong
 */
gboolean parlour_command_parse (const char *usage,
                                const char *summary,
                                const GOptionEntry *entries,
                                char ***arguments);

int parlour_command_serve (char **arguments);
int parlour_command_user_add (char **arguments);
int parlour_command_user_list (char **arguments);

/** parlour_command_log_to_stderr: from now on; debug messages too where @verbose. */
void parlour_command_log_to_stderr (gboolean verbose);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/verify.h"

G_BEGIN_DECLS

/* Inside the command line's files only. */

/** parlour_command_print_census: in one line that begins with @deed; or all of it as JSON. */
void parlour_command_print_census (const char *deed, const ParlourCensus *census, gboolean json);

int parlour_command_backup (char **arguments);
int parlour_command_verify (char **arguments);
int parlour_command_restore (char **arguments);
int parlour_command_move_out (char **arguments);
int parlour_command_move_in (char **arguments);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/commands.h"

G_BEGIN_DECLS

/* What a command is about, as it was typed. Main thread; calls wait. */

/** parlour_cli_target_conversation: (transfer full) (nullable): the id of the one that @with, a
 * username, an id or “#” and a group's title, names. Where nothing was ever written, an error. */
char *parlour_cli_target_conversation (ParlourCli *cli, const char *with, GError **error);

/** parlour_cli_target_message: the two together. */
gboolean parlour_cli_target_message (
    ParlourCli *cli, const char *with, const char *text, char **id, guint64 *seq, GError **error);

/** parlour_cli_target_user: (transfer full) (nullable): the id of whom @name, a username, names. */
char *parlour_cli_target_user (ParlourCli *cli, const char *name, GError **error);

G_END_DECLS

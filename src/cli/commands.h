/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/command-line.h"
#include "cli/session.h"

G_BEGIN_DECLS

/** ParlourCli: what a command works with. */
typedef struct {
  const ParlourCliOptions *options;
  ParlourProfile *profile;
  ParlourCliSession *session; /* NULL for a command that does not need one */
} ParlourCli;

typedef struct {
  ParlourCliSyntax syntax;
  gboolean needs_session;
  gboolean sends_waiting; /* what waits in the outbox goes out first */
  gboolean (*run) (ParlourCli *cli, GError **error);
} ParlourCliCommand;

/** parlour_cli_commands_get: (transfer none): all of them, in the order of `--help`. */
const ParlourCliCommand *parlour_cli_commands_get (gsize *n);

/* commands-account.c */
gboolean parlour_cli_register (ParlourCli *cli, GError **error);
gboolean parlour_cli_login (ParlourCli *cli, GError **error);
gboolean parlour_cli_logout (ParlourCli *cli, GError **error);
gboolean parlour_cli_account (ParlourCli *cli, GError **error);

/* commands-read.c */
gboolean parlour_cli_users (ParlourCli *cli, GError **error);
gboolean parlour_cli_conversations (ParlourCli *cli, GError **error);
gboolean parlour_cli_history (ParlourCli *cli, GError **error);
gboolean parlour_cli_received (ParlourCli *cli, GError **error);
gboolean parlour_cli_sent (ParlourCli *cli, GError **error);
gboolean parlour_cli_export (ParlourCli *cli, GError **error);

/* commands-write.c */
gboolean parlour_cli_send (ParlourCli *cli, GError **error);
gboolean parlour_cli_delete (ParlourCli *cli, GError **error);

/* commands-message.c */
gboolean parlour_cli_edit (ParlourCli *cli, GError **error);
gboolean parlour_cli_react (ParlourCli *cli, GError **error);
gboolean parlour_cli_pin (ParlourCli *cli, GError **error);
gboolean parlour_cli_star (ParlourCli *cli, GError **error);
gboolean parlour_cli_stars (ParlourCli *cli, GError **error);
gboolean parlour_cli_read (ParlourCli *cli, GError **error);
gboolean parlour_cli_pins (ParlourCli *cli, GError **error);
gboolean parlour_cli_receipts (ParlourCli *cli, GError **error);

/* commands-view.c */
gboolean parlour_cli_settings (ParlourCli *cli, GError **error);
gboolean parlour_cli_archive (ParlourCli *cli, GError **error);
gboolean parlour_cli_clear (ParlourCli *cli, GError **error);

/* commands-people.c */
gboolean parlour_cli_block (ParlourCli *cli, GError **error);
gboolean parlour_cli_blocks (ParlourCli *cli, GError **error);
gboolean parlour_cli_report (ParlourCli *cli, GError **error);
gboolean parlour_cli_profile (ParlourCli *cli, GError **error);
gboolean parlour_cli_devices (ParlourCli *cli, GError **error);
gboolean parlour_cli_sign_out (ParlourCli *cli, GError **error);

/* commands-group.c */
gboolean parlour_cli_groups (ParlourCli *cli, GError **error);
gboolean parlour_cli_group (ParlourCli *cli, GError **error);

/* commands-watch.c */
gboolean parlour_cli_watch (ParlourCli *cli, GError **error);

G_END_DECLS

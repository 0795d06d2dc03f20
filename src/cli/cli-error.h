/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** ParlourCliStatus: how the program ends. Scripts rely on the numbers; `--help` tells them. */
typedef enum {
  PARLOUR_CLI_OK = 0,
  PARLOUR_CLI_FAILED = 1,        /* the server refused it, or it can't be done here */
  PARLOUR_CLI_USAGE = 2,         /* it was not called as `--help` says */
  PARLOUR_CLI_NO_CONNECTION = 3, /* the server can't be reached */
  PARLOUR_CLI_NOT_SIGNED_IN = 4, /* there is no token, or the server takes it no more */
} ParlourCliStatus;

/** PARLOUR_CLI_ERROR: errors of the program's own; their code is the #ParlourCliStatus. */
#define PARLOUR_CLI_ERROR (parlour_cli_error_quark ())
GQuark parlour_cli_error_quark (void);

/** parlour_cli_error_to_status: with which status an error of any domain ends the program. */
ParlourCliStatus parlour_cli_error_to_status (const GError *error);

/** parlour_cli_error_to_code: (transfer none) (nullable): the word for scripts in the message. */
const char *parlour_cli_error_to_code (const GError *error);

/** parlour_cli_error_take_local: an error of this computer's own, not of the network: it ends the
 * program with PARLOUR_CLI_FAILED. Takes @local. */
void parlour_cli_error_take_local (GError **error, GError *local);

G_END_DECLS

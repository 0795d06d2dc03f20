/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-cli-error"

#include "cli/cli-error.h"

#include "client/client-error.h"
#include "client/http.h"
#include "core/problem.h"

/* This file owns how an error becomes the program's exit status. Main thread. */

G_DEFINE_QUARK (parlour - cli - error - quark, parlour_cli_error)

ParlourCliStatus
parlour_cli_error_to_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, PARLOUR_CLI_OK);

  if (error->domain == PARLOUR_CLI_ERROR)
    return (ParlourCliStatus)error->code;
  if (error->domain == PARLOUR_CLIENT_ERROR)
    return PARLOUR_CLI_FAILED;
  if (error->domain == PARLOUR_PROBLEM) {
    gboolean refused = error->code == PARLOUR_PROBLEM_NOT_SIGNED_IN ||
                       error->code == PARLOUR_PROBLEM_TOKEN_REFUSED;
    return refused ? PARLOUR_CLI_NOT_SIGNED_IN : PARLOUR_CLI_FAILED;
  }
  return parlour_http_is_network_error (error) ? PARLOUR_CLI_NO_CONNECTION : PARLOUR_CLI_FAILED;
}

const char *
parlour_cli_error_to_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == PARLOUR_PROBLEM)
    return parlour_problem_get_code (error);
  if (g_error_matches (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_OTHER_KEY))
    return "other_key";
  if (g_error_matches (error, PARLOUR_CLIENT_ERROR, PARLOUR_CLIENT_ERROR_NOT_TRUSTED))
    return "not_trusted";
  switch (parlour_cli_error_to_status (error)) {
  case PARLOUR_CLI_NO_CONNECTION:
    return "no_connection";
  case PARLOUR_CLI_NOT_SIGNED_IN:
    return parlour_problem_code (PARLOUR_PROBLEM_NOT_SIGNED_IN);
  case PARLOUR_CLI_USAGE:
    return "usage";
  case PARLOUR_CLI_OK:
  case PARLOUR_CLI_FAILED:
  default:
    return NULL;
  }
}

void
parlour_cli_error_take_local (GError **error, GError *local)
{
  g_set_error_literal (error, PARLOUR_CLI_ERROR, PARLOUR_CLI_FAILED, local->message);
  g_error_free (local);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-cli-error"

#include "cli/cli-error.h"

#include "client/cache/copy.h"
#include "core/problem.h"

#include <libsoup/soup.h>

/* This file owns how an error becomes the program's exit status. Main thread. */

G_DEFINE_QUARK (parlour - cli - error - quark, parlour_cli_error)

static gboolean
is_of_the_network (const GError *error)
{
  return error->domain == G_IO_ERROR || error->domain == G_RESOLVER_ERROR ||
         error->domain == G_TLS_ERROR || error->domain == SOUP_SESSION_ERROR;
}

ParlourCliStatus
parlour_cli_error_to_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, PARLOUR_CLI_OK);

  if (error->domain == PARLOUR_CLI_ERROR)
    return (ParlourCliStatus)error->code;
  if (error->domain == PARLOUR_PROBLEM) {
    gboolean refused = error->code == PARLOUR_PROBLEM_NOT_SIGNED_IN ||
                       error->code == PARLOUR_PROBLEM_TOKEN_REFUSED;
    return refused ? PARLOUR_CLI_NOT_SIGNED_IN : PARLOUR_CLI_FAILED;
  }
  return is_of_the_network (error) ? PARLOUR_CLI_NO_CONNECTION : PARLOUR_CLI_FAILED;
}

const char *
parlour_cli_error_to_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == PARLOUR_PROBLEM)
    return parlour_problem_get_code (error);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-http-problem"

#include "client/http-private.h"

#include "core/problem.h"

#include <glib/gi18n.h>

/* This file owns what is believed of an answer that is no success, and what of an error. Main
 * thread. */

static gboolean
has_type (SoupMessage *message, const char *type)
{
  const char *found =
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return found != NULL && g_ascii_strcasecmp (found, type) == 0;
}

static guint
retry_after (SoupMessage *message)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");

  return text != NULL ? (guint)CLAMP (g_ascii_strtoll (text, NULL, 10), 0, 3600) : 0;
}

/* Whether the status alone is believed: what refuses for good must be our server's own word, not
 * that of whatever else answers at this address. */
static gboolean
is_plain_word (guint status)
{
  return status < 400 || status >= 500 || status == 401 || status == 429;
}

GError *
parlour_http_read_problem (SoupMessage *message, GByteArray *answer)
{
  guint status = soup_message_get_status (message);
  gboolean ours = has_type (message, "application/problem+json");
  GError *error = parlour_problem_from_json (status, ours ? (const char *)answer->data : "",
                                             ours ? answer->len : 0);

  parlour_problem_set_retry_after (error, retry_after (message));
  if (!ours && !is_plain_word (status))
    parlour_http_distrust (&error);
  return error;
}

void
parlour_http_distrust (GError **error)
{
  g_return_if_fail (error != NULL);

  if (*error == NULL || (*error)->domain != PARLOUR_PROBLEM)
    return;

  g_autoptr (GError) cause = g_steal_pointer (error);
  *error = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        /* Translators: %s is a sentence on what is wrong */
                        _ ("The server’s answer can’t be understood. %s"), cause->message);
}

gboolean
parlour_http_is_network_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain == PARLOUR_PROBLEM) {
    guint status = parlour_problem_get_status (error);
    return status == 429 || status >= 500;
  }
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

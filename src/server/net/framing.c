/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-framing"

#include "server/net/framing.h"

#include "core/problem.h"
#include "server/net/connection-stream.h"
#include "server/net/linger.h"

#include <string.h>

/* Requests that are not read to their end: those whose length is in doubt, and those that are too
 * large. Runs on the main loop. */

#define REFUSED_KEY "parlour-refused"
#define COUNTER_KEY "parlour-body-counter"

typedef struct {
  guint lengths;
  guint codings;
  gboolean length_is_good;
  gboolean coding_is_chunked;
} BodyHeaders;

static gboolean
is_number (const char *text)
{
  guint64 number;

  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL);
}

static BodyHeaders
read_body_headers (SoupServerMessage *message)
{
  BodyHeaders found = {0};
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value)) {
    if (g_ascii_strcasecmp (name, "Content-Length") == 0) {
      found.lengths++;
      found.length_is_good = is_number (value);
    } else if (g_ascii_strcasecmp (name, "Transfer-Encoding") == 0) {
      found.codings++;
      found.coding_is_chunked = g_ascii_strcasecmp (value, "chunked") == 0;
    }
  }
  return found;
}

gboolean
parlour_net_check_framing (SoupServerMessage *message, GError **error)
{
  BodyHeaders found = read_body_headers (message);
  const char *wrong = NULL;

  if (found.lengths > 1)
    wrong = "The request has more than one Content-Length.";
  else if (found.lengths > 0 && found.codings > 0)
    wrong = "The request has a Content-Length beside a Transfer-Encoding.";
  else if (found.codings > 1 || (found.codings == 1 && !found.coding_is_chunked))
    wrong = "The request has an unknown Transfer-Encoding.";
  else if (found.codings > 0 && soup_server_message_get_http_version (message) == SOUP_HTTP_1_0)
    wrong = "A request of HTTP/1.0 has a Transfer-Encoding.";
  else if (found.lengths == 1 && !found.length_is_good)
    wrong = "The Content-Length is not a number.";

  if (wrong != NULL)
    parlour_problem_set (error, PARLOUR_PROBLEM_MALFORMED_REQUEST, "%s", wrong);
  /* libsoup reads ahead in such a body, past the guard of what may come next */
  if (found.codings > 0)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                  "close");
  return wrong == NULL;
}

typedef struct {
  guint64 limit;
  guint64 count;
} BodyCounter;

static void
set_too_large (GError **error, guint64 limit)
{
  if (limit == 0)
    parlour_problem_set (error, PARLOUR_PROBLEM_TOO_LARGE, "This request takes no body.");
  else
    parlour_problem_set (error, PARLOUR_PROBLEM_TOO_LARGE,
                         "The body is larger than %" G_GUINT64_FORMAT " bytes.", limit);
}

static gboolean
was_refused (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), REFUSED_KEY) != NULL;
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  BodyCounter *counter = g_object_get_data (G_OBJECT (message), COUNTER_KEY);
  g_autoptr (GError) error = NULL;

  counter->count += g_bytes_get_size (chunk);
  if (counter->count <= counter->limit || was_refused (message))
    return;

  set_too_large (&error, counter->limit);
  parlour_net_refuse (message, error);
}

gboolean
parlour_net_limit_body (SoupServerMessage *message, guint64 limit, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  BodyCounter *counter;

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH) {
    if ((guint64)soup_message_headers_get_content_length (headers) <= limit)
      return TRUE;
    set_too_large (error, limit);
    return FALSE;
  }
  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED)
    return TRUE;

  counter = g_new0 (BodyCounter, 1);
  counter->limit = limit;
  g_object_set_data_full (G_OBJECT (message), COUNTER_KEY, counter, g_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
  return TRUE;
}

static void
append_retry_after (GString *head, const GError *problem)
{
  guint seconds = parlour_problem_get_retry_after (problem);

  if (seconds > 0)
    g_string_append_printf (head, "Retry-After: %u\r\n", seconds);
}

static void
append_date (GString *head)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  g_string_append_printf (head, "Date: %s\r\n", date);
}

static GBytes *
make_answer (SoupServerMessage *message, const GError *problem)
{
  guint status = parlour_problem_get_status (problem);
  g_autofree char *body = parlour_problem_to_json (problem);
  GString *answer = g_string_new (NULL);

  g_string_append_printf (answer, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  append_date (answer);
  g_string_append_printf (answer,
                          "Content-Type: application/problem+json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "Cache-Control: no-store\r\n"
                          "X-Content-Type-Options: nosniff\r\n",
                          strlen (body));
  append_retry_after (answer, problem);
  g_string_append (answer, "Connection: close\r\n\r\n");
  if (soup_server_message_get_method (message) != SOUP_METHOD_HEAD)
    g_string_append (answer, body);
  return g_string_free_to_bytes (answer);
}

typedef struct {
  SoupServerMessage *message;
  GBytes *answer;
} Refusal;

static gboolean
refuse_cb (gpointer user_data)
{
  Refusal *refusal = user_data;
  ParlourTransport *transport = parlour_connection_stream_steal (refusal->message, NULL);

  if (transport != NULL)
    parlour_linger (transport, g_steal_pointer (&refusal->answer));
  return G_SOURCE_REMOVE;
}

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  g_clear_pointer (&refusal->answer, g_bytes_unref);
  g_object_unref (refusal->message);
  g_free (refusal);
}

void
parlour_net_refuse (SoupServerMessage *message, const GError *problem)
{
  Refusal *refusal;
  g_autoptr (GSource) idle = NULL;

  g_return_if_fail (problem != NULL);
  if (was_refused (message))
    return;

  g_object_set_data (G_OBJECT (message), REFUSED_KEY, message);
  soup_server_message_pause (message);

  refusal = g_new0 (Refusal, 1);
  refusal->message = g_object_ref (message);
  refusal->answer = make_answer (message, problem);
  idle = g_idle_source_new ();
  g_source_set_priority (idle, G_PRIORITY_DEFAULT);
  g_source_set_callback (idle, refuse_cb, refusal, refusal_free);
  g_source_attach (idle, g_main_context_get_thread_default ());
}

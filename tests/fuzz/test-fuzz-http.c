/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-http"

#include "fuzz-place.h"
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

/* Whatever is sent over HTTP, as a whole or as the body of a well-formed request: no answer says
 * that it is the server's fault, and the server goes on. */

#define V1 "/api/v1"
#define C  V1 "/conversations"

typedef struct {
  const char *line; /* method and path */
  const char *body; /* nullable */
} Sample;

static const Sample samples[] = {
    {"GET /healthz", NULL},
    {"GET " V1 "/server", NULL},
    {"GET " V1 "/me", NULL},
    {"GET " V1 "/users?query=an&cursor=&limit=3", NULL},
    {"GET " V1 "/users/$BERT", NULL},
    {"GET " C "?archived=false&limit=2", NULL},
    {"GET " C "/$GROUP/members?query=b", NULL},
    {"GET " C "/$DIRECT/messages?before=9&limit=5", NULL},
    {"GET " C "/$DIRECT/messages?around=1", NULL},
    {"GET " C "/$DIRECT/messages/1/receipts", NULL},
    {"GET " C "/$GROUP/pins", NULL},
    {"GET " V1 "/events?stream=$DIRECT&after=0&limit=3", NULL},
    {"GET " V1 "/events?stream=me&after=0&epoch=x", NULL},
    {"GET " V1 "/messages?box=received&limit=3", NULL},
    {"GET " V1 "/export?cursor=", NULL},
    {"GET " V1 "/stars?limit=1", NULL},
    {"GET " V1 "/admin/users?query=b", NULL},
    {"GET " V1 "/admin/audit?limit=2", NULL},
    {"GET " V1 "/admin/reports?limit=2", NULL},
    {"POST " V1 "/admin/invites", "{\"uses\":2,\"days\":3,\"note\":\"x\"}"},
    {"PATCH " V1 "/admin/settings", "{\"name\":\"Home\",\"registration\":\"open\"}"},
    {"PATCH " V1 "/admin/users/$BERT", "{\"role\":\"member\",\"display_name\":\"B\"}"},
    {"PUT " C "/$DIRECT/messages/1/reactions/%F0%9F%91%8D", NULL},
    {"DELETE " C "/$DIRECT/messages/1/reactions/%F0%9F%91%8D", NULL},
    {"PUT " C "/$DIRECT/messages/1/star", NULL},
    {"PUT " V1 "/users/$BERT/block", NULL},
    {"DELETE " V1 "/users/$BERT/block", NULL},
    {"DELETE " C "/$GROUP/messages/2?for=me", NULL},
    {"POST " V1 "/register", "{\"username\":\"carl\",\"password\":\"correct horse\"}"},
    {"POST " V1 "/login",
     "{\"username\":\"anna\",\"password\":\"wrong horse\",\"device_name\":\"Laptop\"}"},
    {"POST " V1 "/login/device", "{\"token\":\"x\",\"device_name\":\"Laptop\"}"},
    {"PATCH " V1 "/me",
     "{\"display_name\":\"Anna\",\"status_text\":\"here\",\"email\":\"a@b.org\","
     "\"given_name\":\"A\",\"family_name\":\"B\",\"share_read\":true,\"share_presence\":true}"},
    {"POST " V1 "/me/password", "{\"current\":\"wrong horse\",\"new\":\"correct horse\"}"},
    {"POST " V1 "/messages",
     "{\"client_id\":\"$NEW\",\"to\":\"bert\",\"subject\":\"Tea\",\"body\":\"@bert caf\\u00e9\"}"},
    {"POST " C, "{\"client_id\":\"$NEW\",\"kind\":\"direct\",\"user\":\"$BERT\"}"},
    {"POST " C, "{\"client_id\":\"$NEW\",\"kind\":\"group\",\"title\":\"T\",\"description\":\"d\","
                "\"posting\":\"all\",\"joining\":\"open\",\"past\":\"all\","
                "\"members\":[{\"user\":\"$BERT\",\"role\":\"admin\"}]}"},
    {"PATCH " C "/$GROUP", "{\"title\":\"U\",\"description\":\"e\",\"posting\":\"admins\"}"},
    {"PATCH " C "/$GROUP/settings",
     "{\"archived\":true,\"pinned\":true,\"notify\":\"mentions\",\"marked_unread\":true,"
     "\"muted_until\":\"2030-01-01T00:00:00.000Z\",\"draft\":\"so\"}"},
    {"POST " C "/$DIRECT/read", "{\"seq\":1}"},
    {"POST " C "/$DIRECT/messages",
     "{\"client_id\":\"$NEW\",\"body\":\"hello @everyone\",\"reply_to\":1}"},
    {"PATCH " C "/$DIRECT/messages/1", "{\"body\":\"Bukhara\",\"subject\":null}"},
    {"POST " C "/$GROUP/members", "{\"user\":\"$BERT\",\"role\":\"reader\"}"},
    {"PATCH " C "/$GROUP/members/$BERT", "{\"role\":\"admin\"}"},
    {"POST " C "/$DIRECT/messages/1/report", "{\"reason\":\"rude\"}"},
    {"POST " V1 "/users/$BERT/report", "{\"reason\":\"rude\"}"},
};

static const char *const request_words[] = {
    "\r\n",
    "\r\n\r\n",
    "\n",
    ": ",
    "Content-Length: 5\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Host: evil\r\n",
    "Origin: http://evil\r\n",
    "Expect: 100-continue\r\n",
    "HTTP/1.0",
    "Upgrade: websocket\r\nConnection: Upgrade\r\n",
    "Sec-WebSocket-Key: x\r\n",
    "%00",
    "%2f",
    "%ff",
    "..",
    "?",
    "&",
    "=",
    "limit=-1",
    "limit=99999999999999999999",
    "before=1",
    "cursor=AAAA",
    "/me/avatar",
    "/messages",
    "OPTIONS",
    "HEAD",
    "PUT",
    "Range: bytes=0-\r\n",
    "0\r\n\r\n",
    "Content-Type: text/plain\r\n",
    "Authorization: Basic x\r\n",
    NULL,
};

static const char *const body_words[] = {
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "-1",
    "0",
    "1e999",
    "9007199254740992",
    "\"user\":",
    "\"client_id\":\"\",",
    "\"id\":1,",
    "\\u0000",
    "\\ud800",
    "\xe2\x80\xae",
    "\xe2\x80\x8b",
    "@",
    "@everyone",
    "\\n",
    "everyone",
    "owner",
    "\"role\":\"owner\"",
    "[[[[[[[[[[[[[[[[",
    ",",
    "anna",
    "\"1969-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59.999Z\"",
    NULL,
};

/* What comes back until the connection ends, which it must. */
static GByteArray *
exchange (FuzzPlace *f, const char *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GByteArray *answer = g_byte_array_new ();
  guint8 buffer[4096];
  gssize n;

  g_socket_client_set_timeout (client, 10);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_uri (client, f->place->uri, 80, NULL, &error);
  g_assert_no_error (error);
  /* It may have had enough before all is written. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length,
                             NULL, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, &error)) > 0)
    g_byte_array_append (answer, buffer, (guint)n);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_assert_no_error (error);
  return answer;
}

/* 501 and 505 are what libsoup says to a method or version that is none. */
static void
check_status (guint status, const char *what)
{
  if (status >= 500 && status != 501 && status != 505)
    g_error ("%u for %s", status, what);
}

static void
try_request (const char *data, gsize length, gpointer user_data)
{
  g_autoptr (GByteArray) answer = exchange (user_data, data, length);
  unsigned status = 0;

  g_byte_array_append (answer, (const guint8 *)"", 1);
  if (sscanf ((const char *)answer->data, "HTTP/1.%*c %u", &status) == 1)
    check_status (status, data);
}

static void
test_requests (void)
{
  g_autoptr (FuzzPlace) f = fuzz_place_new ();
  g_autoptr (Fuzz) fuzz = fuzz_new (request_words);

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    const char *body = samples[i].body != NULL ? samples[i].body : "";
    g_autofree char *filled = fuzz_place_fill (f, body);
    g_autofree char *head =
        fuzz_place_fill (f, " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer $TOKEN\r\n");
    g_autofree char *line = fuzz_place_fill (f, samples[i].line);
    g_autofree char *request = g_strdup_printf (
        "%s%sContent-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", line,
        head, strlen (filled), filled);
    fuzz_add_text (fuzz, request);
  }
  fuzz_run (fuzz, try_request, f);
}

typedef struct {
  FuzzPlace *place;
  char *method;
  char *path;
} Target;

static void
try_body (const char *data, gsize length, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GBytes) body = g_bytes_new (data, length);
  g_autoptr (Reply) reply = ask_bytes (target->place->place, target->method, target->path,
                                       target->place->anna->token, "application/json", body);

  check_status (reply->status, data);
}

/* One after another, so that what one body changed is there for the next. */
static void
test_bodies (void)
{
  g_autoptr (FuzzPlace) f = fuzz_place_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)fuzz_free);
  gboolean goes_on = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autofree char *body = samples[i].body != NULL ? fuzz_place_fill (f, samples[i].body) : NULL;
    g_ptr_array_add (all, fuzz_new (body_words));
    if (body != NULL)
      fuzz_add_text (g_ptr_array_index (all, i), body);
  }
  while (goes_on)
    for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
      if (samples[i].body == NULL)
        continue;
      Fuzz *fuzz = g_ptr_array_index (all, i);
      g_auto (GStrv) parts = g_strsplit (samples[i].line, " ", 2);
      g_autofree char *path = fuzz_place_fill (f, parts[1]);
      Target target = {f, parts[0], path};
      gsize length;
      goes_on &= fuzz_goes_on (fuzz);
      g_autofree char *body = fuzz_next (fuzz, &length);
      try_body (body, length, &target);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/http/requests", test_requests);
  g_test_add_func ("/fuzz/http/bodies", test_bodies);
  return g_test_run ();
}

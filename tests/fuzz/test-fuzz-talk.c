/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fuzz-talk"

#include "core/json.h"
#include "fuzz-place.h"
#include "fuzz.h"
#include "server/data-folder.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* Whatever is said on the WebSocket or on the control socket: each frame is answered, passed over
 * or ends the connection with a code of its own, nothing is the server's fault, and the next one is
 * served. */

static const char *const frames[] = {
    "{\"op\":\"hello\",\"epoch\":null,\"positions\":{\"$DIRECT\":0,\"me\":0},\"more\":false}",
    "{\"op\":\"follow\",\"positions\":{\"$GROUP\":0}}",
    "{\"op\":\"watch\",\"conversations\":[\"$DIRECT\",\"$GROUP\"]}",
    "{\"op\":\"ack\",\"positions\":{\"$DIRECT\":1}}",
    "{\"op\":\"send\",\"id\":1,\"conversation\":\"$DIRECT\",\"client_id\":\"$NEW\","
    "\"subject\":\"s\",\"body\":\"hello\",\"reply_to\":1}",
    "{\"op\":\"read\",\"id\":2,\"conversation\":\"$DIRECT\",\"seq\":1}",
    "{\"op\":\"react\",\"id\":3,\"conversation\":\"$DIRECT\",\"seq\":1,"
    "\"emoji\":\"\xf0\x9f\x91\x8d\",\"on\":true}",
    "{\"op\":\"typing\",\"conversation\":\"$DIRECT\"}",
    "{\"op\":\"nothing\",\"id\":4}",
};

static const char *const frame_words[] = {
    "null",
    "{}",
    "[]",
    "-1",
    "0",
    "1e9",
    "9007199254740992",
    "\"me\":1,",
    "\"op\":",
    "\"id\":5,",
    "\"hello\"",
    "\"ack\"",
    "\"send\"",
    "\"follow\"",
    "\"watch\"",
    "\"more\":true,",
    "everyone",
    "\\u0000",
    "\xe2\x80\x8b",
    ",",
    "[[[[[[[[[[[[[[[[",
    "\"positions\":{},",
    NULL,
};

static const char *const requests[] = {
    "{\"op\":\"invite.create\",\"uses\":5,\"note\":\"x\",\"days\":3}",
    "{\"op\":\"invite.list\",\"limit\":2}",
    "{\"op\":\"user.list\",\"query\":\"an\"}",
    "{\"op\":\"user.add\",\"username\":\"dora\",\"password\":\"correct "
    "horse\",\"role\":\"member\"}",
    "{\"op\":\"user.change\",\"user\":\"$BERT\",\"role\":\"member\"}",
    "{\"op\":\"user.disable\",\"user\":\"$NEW\"}",
    "{\"op\":\"settings.get\"}",
    "{\"op\":\"settings.set\",\"name\":\"Home\",\"registration\":\"open\",\"max_accounts\":90}",
    "{\"op\":\"statistics.get\"}",
    "{\"op\":\"status.get\"}",
    "{\"op\":\"audit.list\",\"limit\":3}",
    "{\"op\":\"report.list\",\"limit\":3}",
    "{\"op\":\"backup.list\"}",
};

static const char *const request_words[] = {
    "null",
    "{}",
    "[]",
    "-1",
    "0",
    "1e9",
    "9007199254740992",
    "\"op\":",
    "\n",
    "\\u0000",
    "invite.revoke",
    "user.delete",
    "report.close",
    "me.show",
    "\"user\":\"anna\",",
    "\"limit\":1,",
    "[[[[[[[[[[[[[[[[",
    "messages.send",
    "\"cursor\":\"x\",",
    NULL,
};

static Fuzz *
make_fuzz (FuzzPlace *f, const char *const *samples, gsize n, const char *const *words)
{
  Fuzz *fuzz = fuzz_new (words);

  for (gsize i = 0; i < n; i++) {
    g_autofree char *text = fuzz_place_fill (f, samples[i]);
    fuzz_add_text (fuzz, text);
  }
  return fuzz;
}

static gboolean
is_answered (Socket *socket)
{
  for (GList *link = socket->frames.head; link != NULL; link = link->next)
    if (strcmp (member_string (link->data, "op"), "error") == 0 &&
        json_object_get_int_member_with_default (link->data, "id", 0) == 4711)
      return TRUE;
  return FALSE;
}

static void
check_frames (Socket *socket)
{
  for (JsonObject *frame; (frame = g_queue_pop_head (&socket->frames)) != NULL;) {
    if (strcmp (member_string (frame, "op"), "error") == 0)
      g_assert_cmpint (member_int (member_object (frame, "problem"), "status"), <, 500);
    json_object_unref (frame);
  }
}

/* FALSE where it was closed, with a code that says why. */
static gboolean
settle (Socket *socket)
{
  socket_say (socket, "{\"op\":\"nothing\",\"id\":4711}");
  await (socket->closed || is_answered (socket));
  check_frames (socket);
  if (socket->closed && socket->close_code != 1009 && socket->close_code != 4029)
    g_assert_cmpuint (socket->close_code, ==, 4008);
  return !socket->closed;
}

static void
talk (FuzzPlace *f, Fuzz *fuzz)
{
  g_autoptr (Socket) socket = socket_open (f->place, f->anna);

  if (g_test_rand_int_range (0, 8) != 0) {
    g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  }
  do {
    gsize length;
    g_autofree char *text = fuzz_next (fuzz, &length);
    if (g_utf8_validate_len (text, length, NULL))
      socket_say (socket, text);
  } while (fuzz_goes_on (fuzz) && settle (socket));
}

static void
test_socket (void)
{
  g_autoptr (FuzzPlace) f = fuzz_place_new ();
  g_autoptr (Fuzz) fuzz = make_fuzz (f, frames, G_N_ELEMENTS (frames), frame_words);

  while (fuzz_goes_on (fuzz))
    talk (f, fuzz);
}

/* (transfer full) (nullable): the line that answers, without its end. */
static char *
ask_control (FuzzPlace *f, const char *data, gsize length)
{
  g_autofree char *path = g_build_filename (f->place->folder, PARLOUR_CONTROL_FILE, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  g_socket_client_set_timeout (client, 10);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length,
                             NULL, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), "\n", 1,
                             NULL, NULL, NULL);
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_assert_no_error (error);
  return line;
}

static void
try_control (const char *data, gsize length, gpointer user_data)
{
  g_autofree char *line = ask_control (user_data, data, length);
  g_autoptr (GError) error = NULL;

  if (line == NULL)
    return;
  g_autoptr (JsonObject) answer = parlour_json_parse_object (line, strlen (line), &error);
  g_assert_no_error (error);
  if (json_object_has_member (answer, "problem"))
    g_assert_cmpint (member_int (member_object (answer, "problem"), "status"), <, 500);
  else
    g_assert_true (json_object_has_member (answer, "result"));
}

static void
test_control (void)
{
  g_autoptr (FuzzPlace) f = fuzz_place_new ();
  g_autoptr (Fuzz) fuzz = make_fuzz (f, requests, G_N_ELEMENTS (requests), request_words);

  fuzz_run (fuzz, try_control, f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/talk/socket", test_socket);
  g_test_add_func ("/fuzz/talk/control", test_control);
  return g_test_run ();
}

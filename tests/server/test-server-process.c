/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include "core/exit-status.h"
#include "core/id.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

/* parlour-server as a program: how it begins and ends, what a kill loses (nothing), the command
 * line, the control socket. */

static char *
database (Place *place)
{
  return g_build_filename (place->folder, "parlour.db", NULL);
}

static void
check_one_line (const char *text)
{
  g_assert_true (g_str_has_prefix (text, "parlour-server: "));
  g_assert_true (strchr (text, '\n') == text + strlen (text) - 1);
}

static void
test_ends (gconstpointer data)
{
  Place *place = place_new ();

  place_spawn (place);
  g_autoptr (Reply) health = expect (place, 200, "GET", "/healthz", NULL, NULL);
  g_assert_cmpint (place_end_child (place, GPOINTER_TO_INT (data)), ==, 0);
  place_free (place);
}

static void
test_ends_with_socket (void)
{
  Place *place = place_new ();

  place_spawn (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  Socket *socket = socket_open (place, anna);
  g_autoptr (JsonObject) welcome = socket_greet (socket, NULL);
  g_subprocess_send_signal (place->child, SIGTERM);
  g_assert_cmpuint (socket_await_close (socket), ==, 1001);
  socket_free (socket);
  g_assert_cmpint (place_end_child (place, SIGTERM), ==, 0);
  place_free (place);
}

/* TRUE while there are answers. */
static gboolean
ask_again (GIOStream *connection)
{
  static const char request[] = "GET /api/v1/server HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  char answer[4096];

  return g_output_stream_write_all (g_io_stream_get_output_stream (connection), request,
                                    sizeof request - 1, NULL, NULL, NULL) &&
         g_input_stream_read (g_io_stream_get_input_stream (connection), answer, sizeof answer,
                              NULL, NULL) > 0;
}

/* Somebody who never stops asking keeps it neither from ending nor from ending well. */
static void
test_ends_while_asked (void)
{
  Place *place = place_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  place_spawn (place);
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_uri (client, place->uri, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ask_again (G_IO_STREAM (connection)));
  g_subprocess_send_signal (place->child, SIGTERM);
  while (ask_again (G_IO_STREAM (connection)))
    ;
  g_assert_cmpint (place_end_child (place, SIGTERM), ==, 0);
  place_free (place);
}

static void
test_folder (void)
{
  Place *place = place_new ();
  g_autofree char *inner = g_build_filename (place->folder, "made", NULL);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  GStatBuf status;

  int exit_status = place_run_command (place, "secret password\n", &output, &errors, "user", "add",
                                       "anna", "--data-dir", inner, "--password-stdin", NULL);
  g_assert_cmpint (exit_status, ==, 0);
  g_assert_cmpint (g_stat (inner, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_autofree char *file = g_build_filename (inner, "parlour.db", NULL);
  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_unlink (file);
  g_autofree char *lock = g_build_filename (inner, "lock", NULL);
  g_unlink (lock);
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  place_free (place);
}

static void
test_second_server (void)
{
  Place *place = place_new ();
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  place_spawn (place);
  int status = place_run_command (place, NULL, &output, &errors, "serve", "--data-dir",
                                  place->folder, "--listen", "127.0.0.1:0", "--tls", "off", NULL);
  g_assert_cmpint (status, ==, PARLOUR_EXIT_BUSY);
  g_assert_cmpstr (output, ==, "");
  check_one_line (errors);
  g_assert_nonnull (strstr (errors, g_subprocess_get_identifier (place->child)));
  place_free (place);
}

static void
test_taken_port (void)
{
  Place *place = place_new ();
  Place *other = place_new ();
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  place_spawn (place);
  int status =
      place_run_command (other, NULL, &output, &errors, "serve", "--data-dir", other->folder,
                         "--listen", place->uri + strlen ("http://"), "--tls", "off", NULL);
  g_assert_cmpint (status, ==, PARLOUR_EXIT_ADDRESS);
  g_assert_cmpstr (output, ==, "");
  check_one_line (errors);
  place_free (other);
  place_free (place);
}

static void
check_refused (
    Place *place, int expected, const char *a, const char *b, const char *c, const char *d)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  int status = place_run_command (place, NULL, &output, &errors, a, b, c, d, NULL);

  g_assert_cmpint (status, ==, expected);
  g_assert_cmpstr (output, ==, "");
  check_one_line (errors);
}

static void
test_command_line (void)
{
  Place *place = place_new ();
  const char *folder = place->folder;
  g_autofree char *errors = NULL;
  g_autofree char *output = NULL;

  check_refused (place, 2, NULL, NULL, NULL, NULL);
  check_refused (place, 2, "dance", NULL, NULL, NULL);
  check_refused (place, 2, "serve", NULL, NULL, NULL);
  check_refused (place, 2, "serve", "--colour", NULL, NULL);
  check_refused (place, 2, "serve", "--data-dir", folder, "--tls=files");
  check_refused (place, 2, "serve", "--data-dir", folder, "--tls=on");
  check_refused (place, 2, "serve", "--data-dir", folder, "surplus");
  check_refused (place, 2, "serve", "--tls=off", "--data-dir=x", "--listen=0.0.0.0:0");
  check_refused (place, 2, "serve", "--tls=off", "--data-dir=x", "--listen=nonsense");
  check_refused (place, 2, "serve", "--tls=off", "--data-dir=x", "--registration=maybe");
  check_refused (place, PARLOUR_EXIT_MISSING, "serve", "--tls=off", "--listen=127.0.0.1:0",
                 "--data-dir=/dev/null");
  check_refused (place, PARLOUR_EXIT_MISSING, "serve", "--tls=off", "--listen=127.0.0.1:0",
                 "--data-dir=/proc/x");
  check_refused (place, 2, "user", "add", "anna", NULL);
  check_refused (place, 2, "user", "list", NULL, NULL);
  g_assert_cmpint (place_run_command (place, NULL, &output, &errors, "--version", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (output, "parlour-server "));
  g_clear_pointer (&output, g_free);
  g_clear_pointer (&errors, g_free);
  g_assert_cmpint (place_run_command (place, NULL, &output, &errors, "serve", "--help", NULL), ==,
                   0);
  g_assert_nonnull (strstr (output, "--data-dir"));
  place_free (place);
}

/* What is no database of ours is left alone. */
static void
test_damaged_database (void)
{
  Place *place = place_new ();
  g_autofree char *path = database (place);
  g_autofree char *folder = g_strconcat ("--data-dir=", place->folder, NULL);

  g_assert_true (g_file_set_contents (path, "this is a diary, not a database at all", -1, NULL));
  check_refused (place, PARLOUR_EXIT_DAMAGED, "serve", "--tls=off", "--listen=127.0.0.1:0", folder);
  place_free (place);
}

static void
add_user (Place *place, int expected, const char *name, const char *option)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  int status = place_run_command (place, PASSWORD "\n", &output, &errors, "user", "add", name,
                                  "--data-dir", place->folder, "--password-stdin", option, NULL);

  g_assert_cmpint (status, ==, expected);
  if (expected == 0)
    g_assert_cmpstr (errors, ==, "");
  else
    check_one_line (errors);
}

static char *
list_users (Place *place)
{
  char *output = NULL;
  g_autofree char *errors = NULL;
  int status = place_run_command (place, NULL, &output, &errors, "user", "list", "--data-dir",
                                  place->folder, NULL);

  g_assert_cmpint (status, ==, 0);
  return output;
}

static void
test_users (void)
{
  Place *place = place_new ();
  g_autofree char *socket_path = g_build_filename (place->folder, "control.sock", NULL);
  GStatBuf status;

  add_user (place, 0, "anna", "--admin");
  add_user (place, 11, "Anna", NULL);
  place_spawn (place);
  g_assert_cmpint (g_stat (socket_path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  add_user (place, 0, "bert", "--display-name=Bert Brecht");
  add_user (place, 11, "bert", NULL);
  add_user (place, 1, "no good", NULL);
  g_autofree char *running = list_users (place);
  g_autoptr (Person) anna = person_login (place, "anna");
  g_autoptr (Reply) me = expect (place, 200, "GET", "/api/v1/me", anna->token, NULL);
  g_assert_cmpstr (member_string (me->json, "role"), ==, "admin");
  g_assert_cmpint (place_end_child (place, SIGTERM), ==, 0);
  g_assert_false (g_file_test (socket_path, G_FILE_TEST_EXISTS));
  g_autofree char *stopped = list_users (place);
  g_assert_cmpstr (running, ==, "anna\tadmin\tanna\nbert\tmember\tBert Brecht\n");
  g_assert_cmpstr (stopped, ==, running);
  place_free (place);
}

/* A folder whose name is longer than a socket's may be. */
static void
test_long_folder (void)
{
  Place *place = place_new ();
  g_autofree char *name = g_strnfill (120, 'x');
  g_autofree char *top = g_steal_pointer (&place->folder);
  const char *files[] = {"parlour.db", "lock"};

  place->folder = g_build_filename (top, name, NULL);
  place_spawn (place);
  add_user (place, 0, "anna", NULL);
  g_assert_cmpint (place_end_child (place, SIGTERM), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *file = g_build_filename (place->folder, files[i], NULL);
    g_unlink (file);
  }
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->folder);
  place->folder = g_steal_pointer (&top);
  place_free (place);
}

/* ── kill -9 ── */

#define WRITERS 4

typedef struct {
  Place place; /* only its uri and session */
  const char *path;
  const char *token;
  GPtrArray *client_ids;
  GArray *seqs; /* beside client_ids; 0: no answer came */
  gint *n_acknowledged;
} Writer;

static gint64
send_once (Writer *writer, const char *client_id)
{
  g_autofree char *uri = g_strconcat (writer->place.uri, writer->path, NULL);
  g_autofree char *token = g_strconcat ("Bearer ", writer->token, NULL);
  g_autofree char *body =
      g_strdup_printf ("{\"client_id\":\"%s\",\"body\":\"%s\"}", client_id, client_id);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", token);
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  g_autoptr (GBytes) answer =
      soup_session_send_and_read (writer->place.session, message, NULL, NULL);
  if (answer == NULL || soup_message_get_status (message) / 100 != 2)
    return 0;
  g_autofree char *text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  return node != NULL ? json_object_get_int_member (json_node_get_object (node), "seq") : 0;
}

/* Writes until the server is gone. */
static gpointer
writer_thread (gpointer data)
{
  Writer *writer = data;
  gint64 seq = 0;

  do {
    char *client_id = parlour_id_new ();
    seq = send_once (writer, client_id);
    g_ptr_array_add (writer->client_ids, client_id);
    g_array_append_val (writer->seqs, seq);
    if (seq != 0)
      g_atomic_int_inc (writer->n_acknowledged);
  } while (seq != 0);
  return NULL;
}

static void
writer_start (Writer *writer, Place *place, const char *path, Person *person, gint *n)
{
  *writer = (Writer){.path = path, .token = person->token, .n_acknowledged = n};
  writer->place.uri = g_strdup (place->uri);
  writer->place.session = soup_session_new ();
  writer->client_ids = g_ptr_array_new_with_free_func (g_free);
  writer->seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* What was acknowledged is there under its number; what was not is taken now; each is there once.
 */
static guint
writer_check (Writer *writer, Place *place)
{
  guint n = writer->client_ids->len;

  for (guint i = 0; i < n; i++) {
    const char *client_id = writer->client_ids->pdata[i];
    gint64 seq = g_array_index (writer->seqs, gint64, i);
    g_autofree char *body =
        g_strdup_printf ("{\"client_id\":\"%s\",\"body\":\"%s\"}", client_id, client_id);
    g_autoptr (Reply) reply = ask (place, "POST", writer->path, writer->token, body);
    g_assert_true (reply->status == 200 || (seq == 0 && reply->status == 201));
    if (seq != 0)
      g_assert_cmpint (member_int (reply->json, "seq"), ==, seq);
  }
  g_free (writer->place.uri);
  g_object_unref (writer->place.session);
  g_ptr_array_unref (writer->client_ids);
  g_array_unref (writer->seqs);
  return n;
}

static gint64
count_history (Place *place, const char *path, Person *person)
{
  gint64 expected = 1;

  for (;;) {
    g_autofree char *page =
        g_strdup_printf ("%s?limit=200&after=%" G_GINT64_FORMAT, path, expected - 1);
    g_autoptr (Reply) reply = expect (place, 200, "GET", page, person->token, NULL);
    for (guint i = 0; i < n_items (reply); i++)
      g_assert_cmpint (member_int (item (reply, i), "seq"), ==, expected++);
    if (member_string (reply->json, "next") == NULL)
      return expected - 1;
  }
}

static void
test_kill (void)
{
  Place *place = place_new ();
  Writer writers[WRITERS];
  GThread *threads[WRITERS];
  gint n_acknowledged = 0;
  guint n = 1;

  place_spawn (place);
  g_autoptr (Person) anna = person_register (place, "anna");
  g_autoptr (Person) bert = person_register (place, "bert");
  g_autoptr (Reply) first = compose (place, anna, "bert", "first");
  g_autofree char *path = g_strdup_printf ("/api/v1/conversations/%s/messages",
                                           member_string (first->json, "conversation"));
  for (guint i = 0; i < WRITERS; i++) {
    writer_start (&writers[i], place, path, i % 2 == 0 ? anna : bert, &n_acknowledged);
    threads[i] = g_thread_new ("writer", writer_thread, &writers[i]);
  }
  await (g_atomic_int_get (&n_acknowledged) >= 200);
  g_assert_cmpint (place_end_child (place, SIGKILL), ==, -1);
  for (guint i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  place_spawn (place);
  for (guint i = 0; i < WRITERS; i++)
    n += writer_check (&writers[i], place);
  g_assert_cmpint (count_history (place, path, anna), ==, n);
  g_assert_cmpint (count_history (place, path, bert), ==, n);
  place_free (place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/server/process/sigterm", GINT_TO_POINTER (SIGTERM), test_ends);
  g_test_add_data_func ("/server/process/sigint", GINT_TO_POINTER (SIGINT), test_ends);
  g_test_add_data_func ("/server/process/parent-ends", NULL, test_ends);
  g_test_add_func ("/server/process/ends-with-socket", test_ends_with_socket);
  g_test_add_func ("/server/process/ends-while-asked", test_ends_while_asked);
  g_test_add_func ("/server/process/folder", test_folder);
  g_test_add_func ("/server/process/second-server", test_second_server);
  g_test_add_func ("/server/process/taken-port", test_taken_port);
  g_test_add_func ("/server/process/command-line", test_command_line);
  g_test_add_func ("/server/process/damaged-database", test_damaged_database);
  g_test_add_func ("/server/process/users", test_users);
  g_test_add_func ("/server/process/long-folder", test_long_folder);
  g_test_add_func ("/server/process/kill", test_kill);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-server-serve"

#include "support.h"

#include "server/identity.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The program as it is started: its TLS, where its settings come from, and its service manager. */

typedef struct {
  char *folder; /* for files; the data folder lies in it */
  char *data;
  char *uri;
  SoupSession *session;
  GSubprocessLauncher *launcher;
  GSubprocess *child;
} Serve;

static void
set_up (Serve *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("parlour-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->data = g_build_filename (self->folder, "data", NULL);
  self->session = soup_session_new ();
  self->launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
}

static void
stop (Serve *self)
{
  g_autoptr (GSubprocess) child = g_steal_pointer (&self->child);

  soup_session_abort (self->session);
  g_clear_pointer (&self->uri, g_free);
  if (child == NULL)
    return;
  g_subprocess_send_signal (child, SIGTERM);
  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
}

static void
tear_down (Serve *self, gconstpointer data)
{
  stop (self);
  g_object_unref (self->session);
  g_object_unref (self->launcher);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->data);
}

static GSubprocess *
spawn (Serve *self, const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (gpointer)g_getenv ("PARLOUR_SERVER"));
  g_ptr_array_add (argv, (gpointer) "serve");
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)arguments[i]);
  g_ptr_array_add (argv, NULL);
  GSubprocess *child =
      g_subprocess_launcher_spawnv (self->launcher, (const char *const *)argv->pdata, &error);
  g_assert_no_error (error);
  return child;
}

#define ARGUMENTS(...)                                                                             \
  (const char *const[])                                                                            \
  {                                                                                                \
    __VA_ARGS__, NULL                                                                              \
  }

/* Until it is ready; standard input ends it. */
static void
start (Serve *self, const char *const *arguments)
{
  self->child = spawn (self, arguments);
  g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->child));
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "ready "));
  self->uri = g_strdup (line + strlen ("ready "));
}

/* A command line that fails, or says something and ends. */
static int
run (Serve *self, char **output, char **errors, const char *const *arguments)
{
  g_subprocess_launcher_set_flags (self->launcher,
                                   G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) child = spawn (self, arguments);
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (child, NULL, NULL, output, errors, &error);
  g_assert_no_error (error);
  return g_subprocess_get_exit_status (child);
}

typedef struct {
  GTlsCertificate *certificate;
} Shown;

static gboolean
accept_cb (SoupMessage *message,
           GTlsCertificate *certificate,
           GTlsCertificateFlags flags,
           Shown *shown)
{
  g_set_object (&shown->certificate, certificate);
  return TRUE;
}

/* The answer to GET /server, and the certificate that came with it. */
static JsonObject *
ask_server (Serve *self, const char *host, char **certificate)
{
  g_autoptr (GUri) uri = g_uri_parse (self->uri, G_URI_FLAGS_NONE, NULL);
  g_autofree char *target = g_strdup_printf ("%s://%s:%d/api/v1/server", g_uri_get_scheme (uri),
                                             host, g_uri_get_port (uri));
  g_autoptr (SoupMessage) message = soup_message_new ("GET", target);
  g_autoptr (GError) error = NULL;
  Shown shown = {0};

  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), &shown);
  g_autoptr (GBytes) body = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  if (certificate != NULL)
    g_object_get (shown.certificate, "certificate-pem", certificate, NULL);
  g_clear_object (&shown.certificate);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (body, NULL),
                                             (gssize)g_bytes_get_size (body), NULL));
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static void
test_own_key (Serve *self, gconstpointer data)
{
  const char *const *arguments = ARGUMENTS ("--data-dir", self->data, "--listen", "[::]:0");
  g_autofree char *certificate = NULL;
  g_autoptr (GError) error = NULL;

  start (self, arguments);
  g_assert_true (g_str_has_prefix (self->uri, "https://"));
  g_autoptr (JsonObject) first = ask_server (self, "127.0.0.1", &certificate);
  stop (self);
  g_autoptr (ParlourIdentity) identity = parlour_identity_open (self->data, &error);
  g_assert_no_error (error);
  g_autofree char *fingerprint = parlour_fingerprint_to_text (&identity->fingerprint);
  g_assert_cmpstr (member_string (first, "fingerprint"), ==, fingerprint);
  g_autofree char *stored = g_strndup (g_bytes_get_data (identity->certificate, NULL),
                                       g_bytes_get_size (identity->certificate));
  g_assert_cmpstr (certificate, ==, stored);

  start (self, arguments);
  g_autoptr (JsonObject) second = ask_server (self, "127.0.0.1", NULL);
  g_assert_cmpstr (member_string (second, "fingerprint"), ==, fingerprint);
}

/* Another server's key and certificate, as files. */
static void
make_files (Serve *self, const char *name, char **certificate, char **key)
{
  g_autofree char *folder = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_autoptr (ParlourIdentity) identity = parlour_identity_open (folder, &error);
  g_assert_no_error (error);
  *certificate = g_build_filename (folder, PARLOUR_CERTIFICATE_FILE, NULL);
  *key = g_build_filename (folder, PARLOUR_KEY_FILE, NULL);
}

/* Files are read again at SIGHUP; where they can't be used, the old ones stay. */
static void
test_files_and_hangup (Serve *self, gconstpointer data)
{
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *new_certificate = NULL;
  g_autofree char *new_key = NULL;
  g_autofree char *first = NULL;
  g_autofree char *now = NULL;
  g_autofree char *path = g_build_filename (self->data, PARLOUR_KEY_FILE, NULL);

  make_files (self, "a", &certificate, &key);
  make_files (self, "b", &new_certificate, &new_key);
  start (self, ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls", "files",
                          "--tls-cert", certificate, "--tls-key", key));
  g_autoptr (JsonObject) server = ask_server (self, "127.0.0.1", &first);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_rename (new_certificate, certificate), ==, 0);
  g_assert_cmpint (g_rename (new_key, key), ==, 0);
  g_subprocess_send_signal (self->child, SIGHUP);
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  do {
    g_clear_pointer (&now, g_free);
    soup_session_abort (self->session);
    g_autoptr (JsonObject) again = ask_server (self, "127.0.0.1", &now);
  } while (g_str_equal (now, first) && g_get_monotonic_time () < end);
  g_assert_cmpstr (now, !=, first);
}

static void
check_refused (Serve *self, int expected, const char *words, const char *const *arguments)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (self, &output, &errors, arguments), ==, expected);
  g_test_message ("%s", errors);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (errors, words));
  g_assert_false (g_file_test (self->data, G_FILE_TEST_EXISTS));
}

static void
test_refused_settings (Serve *self, gconstpointer data)
{
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *other_certificate = NULL;
  g_autofree char *other_key = NULL;

  make_files (self, "a", &certificate, &key);
  make_files (self, "b", &other_certificate, &other_key);
#define CHECK "--check-config", "--data-dir", self->data
  check_refused (self, 2, "--data-dir", ARGUMENTS ("--check-config"));
  check_refused (self, 2, "own, files or off", ARGUMENTS (CHECK, "--tls", "on"));
  check_refused (self, 2, "--tls-cert", ARGUMENTS (CHECK, "--tls", "files"));
  check_refused (self, 2, "--tls files", ARGUMENTS (CHECK, "--tls-cert", certificate));
  check_refused (self, 2, "loopback", ARGUMENTS (CHECK, "--tls", "off"));
  check_refused (self, 2, "loopback", ARGUMENTS (CHECK, "--tls", "off", "--listen", "0.0.0.0:0"));
  check_refused (self, 2, "proxy", ARGUMENTS (CHECK, "--behind-proxy", "proxy.example"));
  check_refused (self, 2, "neither on nor off", ARGUMENTS (CHECK, "--announce", "maybe"));
  check_refused (self, 2, "no number", ARGUMENTS (CHECK, "--sockets", "0"));
  check_refused (
      self, 4, "does not belong to",
      ARGUMENTS (CHECK, "--tls", "files", "--tls-cert", certificate, "--tls-key", other_key));
  check_refused (self, 1, "/nowhere",
                 ARGUMENTS (CHECK, "--tls", "files", "--tls-cert", "/nowhere", "--tls-key", key));
  check_refused (self, 2, "/nowhere", ARGUMENTS (CHECK, "--config", "/nowhere"));
}

static void
write_config (Serve *self, const char *text, char **path)
{
  *path = g_build_filename (self->folder, "server.conf", NULL);
  g_assert_true (g_file_set_contents (*path, text, -1, NULL));
}

static void
test_mistakes_in_the_file_are_named (Serve *self, gconstpointer data)
{
  static const char *const wrong[][2] = {
      {"[server]\nlissten=127.0.0.1:0\n", "lissten"},
      {"[server]\n[limits]\n", "limits"},
      {"[server]\nlisten=nowhere\n", "listen= in the configuration file"},
      {"listen=127.0.0.1:0\n", "server.conf"},
      {"[server]\nhost=\n", "host="},
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *path = NULL;

    write_config (self, wrong[i][0], &path);
    check_refused (self, 2, wrong[i][1],
                   ARGUMENTS ("--check-config", "--data-dir", self->data, "--config", path));
  }
}

static char *
describe_place (Serve *self)
{
  g_autoptr (JsonObject) server = ask_server (self, "127.0.0.1", NULL);
  char *words = g_strdup_printf ("%s, %s", member_string (server, "name"),
                                 member_string (server, "registration"));

  stop (self);
  return words;
}

/* An option goes before the environment, that before the file, and each before what the folder has
 * kept; what nobody says stays as it is there. */
static void
test_one_precedence (Serve *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *text = g_strdup_printf (
      "# a comment\n[server]\ndata-dir=%s\nlisten=127.0.0.1:0\ntls=off\nname=From the file\n",
      self->data);

  write_config (self, text, &path);
  start (self, ARGUMENTS ("--config", path));
  g_assert_true (g_str_has_prefix (self->uri, "http://127.0.0.1:"));
  g_autofree char *of_file = describe_place (self);
  g_assert_cmpstr (of_file, ==, "From the file, invite");

  g_subprocess_launcher_setenv (self->launcher, "PARLOUR_NAME", "From outside", TRUE);
  g_subprocess_launcher_setenv (self->launcher, "PARLOUR_CONFIG", path, TRUE);
  start (self, ARGUMENTS ("--registration", "closed"));
  g_autofree char *of_environment = describe_place (self);
  g_assert_cmpstr (of_environment, ==, "From outside, closed");

  start (self, ARGUMENTS ("--name", "By option"));
  g_autofree char *of_option = describe_place (self);
  g_assert_cmpstr (of_option, ==, "By option, closed");
}

static guint
status_for_host (Serve *self, const char *host)
{
  g_autofree char *target = g_strconcat (self->uri, "/api/v1/server", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", target);
  g_autoptr (GBytes) body = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Host", host);
  body = soup_session_send_and_read (self->session, message, NULL, NULL);
  return soup_message_get_status (message);
}

static void
test_names_change_at_hangup (Serve *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  const char *const *arguments;

  write_config (self, "[server]\nhost=old.example other.example\n", &path);
  arguments = ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls", "off",
                         "--config", path);
  start (self, arguments);
  g_assert_cmpuint (status_for_host (self, "old.example"), ==, 200);
  g_assert_cmpuint (status_for_host (self, "other.example"), ==, 200);
  g_assert_cmpuint (status_for_host (self, "new.example"), ==, 421);
  g_clear_pointer (&path, g_free);
  write_config (self, "[server]\nhost=new.example\n", &path);
  g_subprocess_send_signal (self->child, SIGHUP);
  await (status_for_host (self, "new.example") == 200);
  g_assert_cmpuint (status_for_host (self, "old.example"), ==, 421);
}

/* --- the service manager ---------------------------------------------------------------------- */

static int
open_notify_socket (Serve *self, char **path)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct timeval limit = {.tv_sec = 10};
  int fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  *path = g_build_filename (self->folder, "notify", NULL);
  g_strlcpy (address.sun_path, *path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return fd;
}

static void
expect_notice (int fd, const char *text)
{
  char buffer[256];
  gssize count = recv (fd, buffer, sizeof buffer - 1, 0);

  g_assert_cmpint (count, >, 0);
  buffer[count] = '\0';
  g_test_message ("%s", buffer);
  g_assert_true (g_str_has_prefix (buffer, text));
}

static void
test_service_manager_is_told (Serve *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  int fd = open_notify_socket (self, &path);

  g_subprocess_launcher_setenv (self->launcher, "NOTIFY_SOCKET", path, TRUE);
  start (self, ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls", "off"));
  expect_notice (fd, "READY=1");
  g_subprocess_send_signal (self->child, SIGHUP);
  expect_notice (fd, "RELOADING=1\nMONOTONIC_USEC=");
  expect_notice (fd, "READY=1");
  stop (self);
  expect_notice (fd, "STOPPING=1");
  close (fd);
}

static int
open_listening_socket (guint32 host, guint16 *port)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (host)};
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, length), ==, 0);
  g_assert_cmpint (listen (fd, 8), ==, 0);
  getsockname (fd, (struct sockaddr *)&address, &length);
  *port = ntohs (address.sin_port);
  return fd;
}

/* What systemd does with a .socket unit: the shell is there for the process's own number. */
static void
start_with_socket (Serve *self, int fd, const char *tls)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_take_fd (self->launcher, fd, 3);
  g_subprocess_launcher_setenv (self->launcher, "LISTEN_FDS", "1", TRUE);
  self->child = g_subprocess_launcher_spawn (
      self->launcher, &error, "/bin/sh", "-c", "LISTEN_PID=$$ exec \"$@\"", "sh",
      g_getenv ("PARLOUR_SERVER"), "serve", "--data-dir", self->data, "--tls", tls, "--listen",
      "127.0.0.1:1", NULL);
  g_assert_no_error (error);
}

static void
test_inherited_socket (Serve *self, gconstpointer data)
{
  guint16 port;
  int fd = open_listening_socket (INADDR_LOOPBACK, &port);

  start_with_socket (self, fd, "off");
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (JsonObject) server = ask_server (self, "127.0.0.1", NULL);
  g_assert_nonnull (member_string (server, "id"));
}

/* The option says loopback, but the socket is everybody's. */
static void
test_inherited_socket_without_tls_is_refused (Serve *self, gconstpointer data)
{
  guint16 port;
  int fd = open_listening_socket (INADDR_ANY, &port);

  start_with_socket (self, fd, "off");
  g_autoptr (GSubprocess) child = g_steal_pointer (&self->child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 1);
}

static void
lower_limit (gpointer data)
{
  struct rlimit limit = {.rlim_cur = 256, .rlim_max = 4096};

  setrlimit (RLIMIT_NOFILE, &limit);
}

static void
test_descriptor_limit_is_raised (Serve *self, gconstpointer data)
{
  g_autofree char *limits = NULL;

  g_subprocess_launcher_set_child_setup (self->launcher, lower_limit, NULL, NULL);
  start (self, ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls", "off"));
  g_autofree char *path =
      g_strdup_printf ("/proc/%s/limits", g_subprocess_get_identifier (self->child));
  g_assert_true (g_file_get_contents (path, &limits, NULL, NULL));
  const char *line = strstr (limits, "Max open files");
  g_assert_nonnull (line);
  g_assert_cmpint (g_ascii_strtoll (line + strlen ("Max open files"), NULL, 10), ==, 4096);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add (name, Serve, NULL, set_up, function, tear_down)
  ADD ("/serve/own-key", test_own_key);
  ADD ("/serve/files-and-hangup", test_files_and_hangup);
  ADD ("/serve/refused-settings", test_refused_settings);
  ADD ("/serve/mistakes-in-the-file-are-named", test_mistakes_in_the_file_are_named);
  ADD ("/serve/one-precedence", test_one_precedence);
  ADD ("/serve/names-change-at-hangup", test_names_change_at_hangup);
  ADD ("/serve/service-manager-is-told", test_service_manager_is_told);
  ADD ("/serve/inherited-socket", test_inherited_socket);
  ADD ("/serve/inherited-socket-without-tls-is-refused",
       test_inherited_socket_without_tls_is_refused);
  ADD ("/serve/descriptor-limit-is-raised", test_descriptor_limit_is_raised);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-server-serve"

#include "support-serve.h"

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

static void
test_own_key (Serve *self, gconstpointer data)
{
  const char *const *arguments = ARGUMENTS ("--data-dir", self->data, "--listen", "[::]:0");
  g_autofree char *certificate = NULL;
  g_autoptr (GError) error = NULL;

  serve_start (self, arguments);
  g_assert_true (g_str_has_prefix (self->uri, "https://"));
  g_autoptr (JsonObject) first = serve_ask (self, "127.0.0.1", &certificate);
  serve_stop (self);
  g_autoptr (ParlourIdentity) identity = parlour_identity_open (self->data, &error);
  g_assert_no_error (error);
  g_autofree char *fingerprint = parlour_fingerprint_to_text (&identity->fingerprint);
  g_assert_cmpstr (member_string (first, "fingerprint"), ==, fingerprint);
  g_autofree char *stored = g_strndup (g_bytes_get_data (identity->certificate, NULL),
                                       g_bytes_get_size (identity->certificate));
  g_assert_cmpstr (certificate, ==, stored);

  serve_start (self, arguments);
  g_autoptr (JsonObject) second = serve_ask (self, "127.0.0.1", NULL);
  g_assert_cmpstr (member_string (second, "fingerprint"), ==, fingerprint);
}

static void
check_refused (Serve *self, int expected, const char *words, const char *const *arguments)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (serve_run (self, &output, &errors, arguments), ==, expected);
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

  serve_make_files (self, "a", &certificate, &key);
  serve_make_files (self, "b", &other_certificate, &other_key);
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
  check_refused (self, 10, "/nowhere",
                 ARGUMENTS (CHECK, "--tls", "files", "--tls-cert", "/nowhere", "--tls-key", key));
  check_refused (self, 10, "/nowhere", ARGUMENTS (CHECK, "--config", "/nowhere"));
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

    serve_write_config (self, wrong[i][0], &path);
    check_refused (self, 2, wrong[i][1],
                   ARGUMENTS ("--check-config", "--data-dir", self->data, "--config", path));
  }
}

static char *
describe_place (Serve *self)
{
  g_autoptr (JsonObject) server = serve_ask (self, "127.0.0.1", NULL);
  char *words = g_strdup_printf ("%s, %s", member_string (server, "name"),
                                 member_string (server, "registration"));

  serve_stop (self);
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

  serve_write_config (self, text, &path);
  serve_start (self, ARGUMENTS ("--config", path));
  g_assert_true (g_str_has_prefix (self->uri, "http://127.0.0.1:"));
  g_autofree char *of_file = describe_place (self);
  g_assert_cmpstr (of_file, ==, "From the file, invite");

  g_subprocess_launcher_setenv (self->launcher, "PARLOUR_NAME", "From outside", TRUE);
  g_subprocess_launcher_setenv (self->launcher, "PARLOUR_CONFIG", path, TRUE);
  serve_start (self, ARGUMENTS ("--registration", "closed"));
  g_autofree char *of_environment = describe_place (self);
  g_assert_cmpstr (of_environment, ==, "From outside, closed");

  serve_start (self, ARGUMENTS ("--name", "By option"));
  g_autofree char *of_option = describe_place (self);
  g_assert_cmpstr (of_option, ==, "By option, closed");
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
  serve_start (self,
               ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls", "off"));
  expect_notice (fd, "READY=1");
  g_subprocess_send_signal (self->child, SIGHUP);
  expect_notice (fd, "RELOADING=1\nMONOTONIC_USEC=");
  expect_notice (fd, "READY=1");
  serve_stop (self);
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
  g_autoptr (JsonObject) server = serve_ask (self, "127.0.0.1", NULL);
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
  serve_start (self,
               ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls", "off"));
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

#define ADD(name, function) g_test_add (name, Serve, NULL, serve_set_up, function, serve_tear_down)
  ADD ("/serve/own-key", test_own_key);
  ADD ("/serve/refused-settings", test_refused_settings);
  ADD ("/serve/mistakes-in-the-file-are-named", test_mistakes_in_the_file_are_named);
  ADD ("/serve/one-precedence", test_one_precedence);
  ADD ("/serve/service-manager-is-told", test_service_manager_is_told);
  ADD ("/serve/inherited-socket", test_inherited_socket);
  ADD ("/serve/inherited-socket-without-tls-is-refused",
       test_inherited_socket_without_tls_is_refused);
  ADD ("/serve/descriptor-limit-is-raised", test_descriptor_limit_is_raised);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-server-reload"

#include "support-serve.h"

#include "server/identity.h"

#include <glib/gstdio.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>

/* What a running server takes over at SIGHUP, and what it must not. */

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

  serve_make_files (self, "a", &certificate, &key);
  serve_make_files (self, "b", &new_certificate, &new_key);
  serve_start (self, ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls",
                                "files", "--tls-cert", certificate, "--tls-key", key));
  g_autoptr (JsonObject) server = serve_ask (self, "127.0.0.1", &first);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_rename (new_certificate, certificate), ==, 0);
  g_assert_cmpint (g_rename (new_key, key), ==, 0);
  g_subprocess_send_signal (self->child, SIGHUP);
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  do {
    g_clear_pointer (&now, g_free);
    soup_session_abort (self->session);
    g_autoptr (JsonObject) again = serve_ask (self, "127.0.0.1", &now);
  } while (g_str_equal (now, first) && g_get_monotonic_time () < end);
  g_assert_cmpstr (now, !=, first);
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

  serve_write_config (self, "[server]\nhost=old.example other.example\n", &path);
  arguments = ARGUMENTS ("--data-dir", self->data, "--listen", "127.0.0.1:0", "--tls", "off",
                         "--config", path);
  serve_start (self, arguments);
  g_assert_cmpuint (status_for_host (self, "old.example"), ==, 200);
  g_assert_cmpuint (status_for_host (self, "other.example"), ==, 200);
  g_assert_cmpuint (status_for_host (self, "new.example"), ==, 421);
  g_clear_pointer (&path, g_free);
  serve_write_config (self, "[server]\nhost=new.example\n", &path);
  g_subprocess_send_signal (self->child, SIGHUP);
  await (status_for_host (self, "new.example") == 200);
  g_assert_cmpuint (status_for_host (self, "old.example"), ==, 421);
}

/* --- the log ---------------------------------------------------------------------------------- */

static void
keep_log (Serve *self, char **log)
{
  *log = g_build_filename (self->folder, "log", NULL);
  g_subprocess_launcher_set_stderr_file_path (self->launcher, *log);
}

static gboolean
is_logged (const char *log, const char *words)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (log, &text, NULL, NULL) && strstr (text, words) != NULL;
}

static void
reload (Serve *self, const char *text)
{
  g_autofree char *path = NULL;

  serve_write_config (self, text, &path);
  g_subprocess_send_signal (self->child, SIGHUP);
}

static void
start_with (Serve *self, const char *text)
{
  g_autofree char *path = NULL;

  serve_write_config (self, text, &path);
  serve_start (self, ARGUMENTS ("--data-dir", self->data, "--config", path));
}

static gboolean
is_called (Serve *self, const char *name, const char *registration)
{
  g_autoptr (JsonObject) server = serve_ask (self, "127.0.0.1", NULL);

  return strcmp (member_string (server, "name"), name) == 0 &&
         strcmp (member_string (server, "registration"), registration) == 0;
}

/* Who may join, above all: a door that its keeper believes to be closed. */
static void
test_what_the_folder_keeps (Serve *self, gconstpointer data)
{
  g_autofree char *log = NULL;

  keep_log (self, &log);
  start_with (self, "[server]\nlisten=127.0.0.1:0\ntls=off\nregistration=open\nname=Mill\n");
  reload (self, "[server]\nlisten=127.0.0.1:0\ntls=off\nregistration=closed\nname=Farm\n");
  await (is_called (self, "Farm", "closed"));
  g_assert_false (is_logged (log, "next start"));
  reload (self, "[server]\nlisten=127.0.0.1:1\ntls=off\n");
  await (is_logged (log, "counts from the next start on"));
}

/* The proxy was the reason why there is no TLS. */
static void
test_no_way_out_of_the_proxy (Serve *self, gconstpointer data)
{
  g_autofree char *log = NULL;

  keep_log (self, &log);
  start_with (self, "[server]\nlisten=0.0.0.0:0\ntls=off\nbehind-proxy=127.0.0.1\n");
  reload (self, "[server]\nlisten=0.0.0.0:0\ntls=off\nhost=new.example\n");
  await (is_logged (log, "All stays as it was: --tls off is only possible"));
  g_assert_cmpuint (status_for_host (self, "new.example"), ==, 421);
}

/* NULL where this computer is in no network. */
static char *
find_outer_address (void)
{
  struct ifaddrs *interfaces = NULL;
  char *found = NULL;

  g_assert_cmpint (getifaddrs (&interfaces), ==, 0);
  for (struct ifaddrs *one = interfaces; one != NULL && found == NULL; one = one->ifa_next) {
    struct sockaddr_in v4;
    if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET ||
        (one->ifa_flags & (IFF_UP | IFF_LOOPBACK)) != IFF_UP)
      continue;
    memcpy (&v4, one->ifa_addr, sizeof v4);
    g_autoptr (GInetAddress) address =
        g_inet_address_new_from_bytes ((const guint8 *)&v4.sin_addr, G_SOCKET_FAMILY_IPV4);
    found = g_inet_address_to_string (address);
  }
  freeifaddrs (interfaces);
  return found;
}

static guint
status_at (Serve *self, const char *host)
{
  g_autoptr (GUri) uri = g_uri_parse (self->uri, G_URI_FLAGS_NONE, NULL);
  g_autofree char *target =
      g_strdup_printf ("http://%s:%d/api/v1/server", host, g_uri_get_port (uri));
  g_autoptr (SoupMessage) message = soup_message_new ("GET", target);
  g_autoptr (GBytes) body = soup_session_send_and_read (self->session, message, NULL, NULL);

  soup_session_abort (self->session);
  return soup_message_get_status (message);
}

static void
test_nobody_past_the_proxy (Serve *self, gconstpointer data)
{
  g_autofree char *outer = find_outer_address ();
  g_autofree char *log = NULL;

  if (outer == NULL) {
    g_test_skip ("no network");
    return;
  }
  keep_log (self, &log);
  start_with (self, "[server]\nlisten=0.0.0.0:0\ntls=off\nbehind-proxy=192.0.2.77\n");
  g_assert_cmpuint (status_at (self, "127.0.0.1"), ==, 200);
  g_assert_cmpuint (status_at (self, outer), ==, 0);
  await (is_logged (log, "only this computer and the proxies are let in"));
  g_autofree char *named =
      g_strdup_printf ("[server]\nlisten=0.0.0.0:0\ntls=off\nbehind-proxy=%s\n", outer);
  reload (self, named);
  await (status_at (self, outer) == 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add (name, Serve, NULL, serve_set_up, function, serve_tear_down)
  ADD ("/reload/files", test_files_and_hangup);
  ADD ("/reload/names", test_names_change_at_hangup);
  ADD ("/reload/what-the-folder-keeps", test_what_the_folder_keeps);
  ADD ("/reload/no-way-out-of-the-proxy", test_no_way_out_of_the_proxy);
  ADD ("/reload/nobody-past-the-proxy", test_nobody_past_the_proxy);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support-serve.h"

#include "server/identity.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* This file owns `parlour-server serve` as somebody starts it. */

void
serve_set_up (Serve *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("parlour-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->data = g_build_filename (self->folder, "data", NULL);
  self->session = soup_session_new ();
  self->launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
}

void
serve_stop (Serve *self)
{
  g_autoptr (GSubprocess) child = g_steal_pointer (&self->child);

  soup_session_abort (self->session);
  g_clear_pointer (&self->uri, g_free);
  if (child == NULL)
    return;
  g_subprocess_send_signal (child, SIGTERM);
  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
}

void
serve_tear_down (Serve *self, gconstpointer data)
{
  serve_stop (self);
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

/* Until it is ready; standard input ends it. */
void
serve_start (Serve *self, const char *const *arguments)
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
int
serve_run (Serve *self, char **output, char **errors, const char *const *arguments)
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
JsonObject *
serve_ask (Serve *self, const char *host, char **certificate)
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

/* Another server's key and certificate, as files. */
void
serve_make_files (Serve *self, const char *name, char **certificate, char **key)
{
  g_autofree char *folder = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_autoptr (ParlourIdentity) identity = parlour_identity_open (folder, &error);
  g_assert_no_error (error);
  *certificate = g_build_filename (folder, PARLOUR_CERTIFICATE_FILE, NULL);
  *key = g_build_filename (folder, PARLOUR_KEY_FILE, NULL);
}

void
serve_write_config (Serve *self, const char *text, char **path)
{
  *path = g_build_filename (self->folder, "server.conf", NULL);
  g_assert_true (g_file_set_contents (*path, text, -1, NULL));
}

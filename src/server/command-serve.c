/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-serve"

#include "server/command-private.h"

#include "server/identity.h"
#include "server/serve-settings.h"
#include "server/server.h"
#include "server/service-manager.h"

#include "build-config.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* This file owns `parlour-server serve`. Main thread. */

typedef struct {
  ParlourServeSettings *settings;
  int parent_pipe;
  gboolean stop_with_stdin;
  gboolean verbose;
  gboolean version;
  gboolean check;
} Options;

static void
options_clear (Options *options)
{
  parlour_serve_settings_free (options->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, char ***arguments)
{
  const GOptionEntry own[] = {
      {"check-config", 0, 0, G_OPTION_ARG_NONE, &options->check,
       "Say whether all of this can be used, and start nothing", NULL},
      {"parent-pipe", 0, 0, G_OPTION_ARG_INT, &options->parent_pipe,
       "End when this inherited pipe closes", "FD"},
      {"stop-with-stdin", 0, 0, G_OPTION_ARG_NONE, &options->stop_with_stdin,
       "End when standard input closes", NULL},
      {"verbose", 'v', 0, G_OPTION_ARG_NONE, &options->verbose, "Log every request", NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Show the version", NULL},
      G_OPTION_ENTRY_NULL,
  };
  guint n = parlour_serve_settings_get_count ();
  g_autofree GOptionEntry *entries = g_new0 (GOptionEntry, n + G_N_ELEMENTS (own));

  parlour_serve_settings_add_entries (options->settings, entries);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    entries[n + i] = own[i];
  return parlour_command_parse (
      "serve", "Runs the server until SIGTERM, SIGINT or its parent ends.", entries, arguments);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

/* The parent writes nothing; whatever it does write is thrown away. */
static gboolean
parent_cb (int fd, GIOCondition condition, gpointer data)
{
  char buffer[512];

  if ((condition & G_IO_IN) != 0 && read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;
  g_message ("The parent has ended");
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
watch_parent (int fd, GMainLoop *loop)
{
  g_unix_fd_add (fd, G_IO_IN | G_IO_HUP | G_IO_ERR | G_IO_NVAL, parent_cb, loop);
}

typedef struct {
  const Options *options;
  ParlourServer *server;
} Running;

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (parlour_server_reload_finish (PARLOUR_SERVER (source), result, &error))
    g_message ("The configuration is read again");
  else
    g_warning ("All stays as it was: %s", error->message);
  parlour_service_manager_notify ("READY=1");
}

static gboolean
hangup_cb (gpointer data)
{
  const Running *running = data;
  g_autoptr (GError) error = NULL;

  parlour_service_manager_notify_reloading ();
  g_autoptr (ParlourConfig) config =
      parlour_serve_settings_make_config (running->options->settings, &error);
  if (config != NULL) {
    parlour_server_reload_async (running->server, config, reloaded_cb, NULL);
  } else {
    g_warning ("All stays as it was: %s", error->message);
    parlour_service_manager_notify ("READY=1");
  }
  return G_SOURCE_CONTINUE;
}

/* Each connection is a descriptor, and the usual soft limit is for programs that use select(). */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
    return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_warning ("The limit of open files can't be raised");
}

static void
say_ready (ParlourServer *server, const ParlourConfig *config)
{
  printf ("ready %s\n", parlour_server_get_uri (server));
  if (fflush (stdout) != 0)
    clearerr (stdout); /* nobody listens: the log says it too */
  g_message ("Serving %s at %s", config->data_dir, parlour_server_get_uri (server));
  parlour_service_manager_notify ("READY=1");
}

/* Where to listen, and that no password passes over a network for everybody to read. The server
 * looks at inherited sockets itself. */
static const char *
find_fault (const ParlourConfig *config, const GArray *sockets)
{
  if (config->tls != PARLOUR_TLS_OFF || config->proxies != NULL || sockets->len > 0 ||
      parlour_config_is_loopback (config))
    return NULL;
  return "--tls off is only possible on a loopback address such as 127.0.0.1, or with "
         "--behind-proxy ADDRESS";
}

static int
serve (const Options *options, const ParlourConfig *config, GArray *sockets)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ParlourServer) server = parlour_server_new (config);
  Running running = {.options = options, .server = server};

  if (sockets->len > 0)
    parlour_server_adopt_sockets (server, g_array_ref (sockets));
  if (!parlour_server_start (server, &error))
    return parlour_command_fail (parlour_command_exit_of (error), "%s", error->message);
  /* They stay: whoever asks twice must not turn a good ending into a bad one. */
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_unix_signal_add (SIGHUP, hangup_cb, &running);
  if (options->parent_pipe >= 0)
    watch_parent (options->parent_pipe, loop);
  if (options->stop_with_stdin)
    watch_parent (STDIN_FILENO, loop);
  say_ready (server, config);
  g_main_loop_run (loop);
  g_message ("Ending");
  parlour_service_manager_notify ("STOPPING=1");
  parlour_server_stop (server);
  return 0;
}

/* What can be seen without touching the data folder, or making it. */
static int
check (const ParlourConfig *config)
{
  g_autoptr (GError) error = NULL;

  if (g_file_test (config->data_dir, G_FILE_TEST_EXISTS) &&
      !g_file_test (config->data_dir, G_FILE_TEST_IS_DIR))
    return parlour_command_fail (PARLOUR_EXIT_MISSING, "%s is no folder", config->data_dir);
  g_autoptr (ParlourIdentity) identity =
      config->tls == PARLOUR_TLS_FILES
          ? parlour_identity_load (config->certificate_file, config->key_file, &error)
          : NULL;

  if (error != NULL)
    return parlour_command_fail (parlour_command_exit_of (error), "%s", error->message);
  puts ("The configuration can be used.");
  return 0;
}

int
parlour_command_serve (char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (Options) options = {.settings = parlour_serve_settings_new (), .parent_pipe = -1};
  g_autoptr (GError) error = NULL;

  if (!parse (&options, &rest))
    return PARLOUR_EXIT_USAGE;
  if (options.version) {
    puts ("parlour-server " PARLOUR_VERSION);
    return 0;
  }
  if (g_strv_length (rest) > 1)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "“%s” is no option of serve", rest[1]);
  g_autoptr (ParlourConfig) config = parlour_serve_settings_make_config (options.settings, &error);
  if (config == NULL)
    return parlour_command_fail (error->domain == G_FILE_ERROR ? parlour_command_exit_of (error)
                                                               : PARLOUR_EXIT_USAGE,
                                 "%s", error->message);
  g_autoptr (GArray) sockets = parlour_service_manager_take_sockets ();
  const char *fault = find_fault (config, sockets);
  if (fault != NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "%s", fault);
  if (options.check)
    return check (config);
  parlour_command_log_to_stderr (options.verbose);
  signal (SIGPIPE, SIG_IGN);
  raise_descriptor_limit ();
  return serve (&options, config, sockets);
}

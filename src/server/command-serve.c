/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-serve"

#include "server/command-private.h"

#include "server/config.h"
#include "server/server.h"

#include <config.h>
#include "core/address.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* This file owns `parlour-server serve`. Main thread. */

typedef struct {
  char *data_dir;
  char *listen;
  char *tls;
  char *registration;
  char *name;
  char **hosts;
  char **origins;
  int parent_pipe;
  gboolean stop_with_stdin;
  gboolean verbose;
  gboolean version;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data_dir);
  g_free (options->listen);
  g_free (options->tls);
  g_free (options->registration);
  g_free (options->name);
  g_strfreev (options->hosts);
  g_strfreev (options->origins);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, char ***arguments)
{
  const GOptionEntry entries[] = {
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &options->data_dir,
       "The folder that holds everything; made where it is missing", "DIR"},
      {"listen", 'l', 0, G_OPTION_ARG_STRING, &options->listen,
       "Where to accept connections (127.0.0.1:7447); port 0 takes a free one", "ADDRESS:PORT"},
      {"tls", 0, 0, G_OPTION_ARG_STRING, &options->tls,
       "“off” is the only way yet, and only on loopback addresses", "off"},
      {"registration", 'r', 0, G_OPTION_ARG_STRING, &options->registration,
       "Who may make an account over the network; kept in the folder", "open|invite|closed"},
      {"name", 'n', 0, G_OPTION_ARG_STRING, &options->name,
       "What the place is called; kept in the folder", "PLACE"},
      {"host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->hosts,
       "A name that the server goes by, besides IP addresses and localhost", "NAME"},
      {"origin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->origins,
       "A web page's origin that may call the server", "ORIGIN"},
      {"parent-pipe", 0, 0, G_OPTION_ARG_INT, &options->parent_pipe,
       "End when this inherited pipe closes", "FD"},
      {"stop-with-stdin", 0, 0, G_OPTION_ARG_NONE, &options->stop_with_stdin,
       "End when standard input closes", NULL},
      {"verbose", 'v', 0, G_OPTION_ARG_NONE, &options->verbose, "Log every request", NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Show the version", NULL},
      G_OPTION_ENTRY_NULL,
  };

  return parlour_command_parse (
      "serve", "Runs the server until SIGTERM, SIGINT or its parent ends.", entries, arguments);
}

static gboolean
make_config (const Options *options, ParlourConfig *config, GError **error)
{
  if (options->listen != NULL && !parlour_config_set_listen (config, options->listen, error))
    return FALSE;
  if (options->registration != NULL &&
      !parlour_config_set_registration (config, options->registration, error))
    return FALSE;
  config->name = g_strdup (options->name);
  config->hosts = g_strdupv (options->hosts);
  config->origins = g_strdupv (options->origins);
  config->tls = g_strcmp0 (options->tls, "off") != 0;
  return TRUE;
}

/* One line of what is wrong with the options; NULL where they are good. */
static const char *
find_fault (const Options *options, const ParlourConfig *config)
{
  if (options->data_dir == NULL)
    return "--data-dir DIR is missing";
  if (options->tls != NULL && strcmp (options->tls, "off") != 0)
    return "--tls knows only “off” in this version";
  if (config->tls)
    return "TLS is not there yet; give --tls off, which serves this computer alone";
  if (!parlour_host_is_loopback (config->address))
    return "--tls off is only possible on a loopback address such as 127.0.0.1";
  return NULL;
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

static int
serve (const Options *options, const ParlourConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ParlourServer) server = parlour_server_new (config);

  if (!parlour_server_start (server, &error))
    return parlour_command_fail (PARLOUR_EXIT_FAILED, "%s", error->message);
  guint term = g_unix_signal_add (SIGTERM, quit_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, quit_cb, loop);
  if (options->parent_pipe >= 0)
    watch_parent (options->parent_pipe, loop);
  if (options->stop_with_stdin)
    watch_parent (STDIN_FILENO, loop);
  printf ("ready %s\n", parlour_server_get_uri (server));
  fflush (stdout);
  g_message ("Serving %s at %s", config->data_dir, parlour_server_get_uri (server));
  g_main_loop_run (loop);
  g_message ("Ending");
  parlour_server_stop (server);
  g_source_remove (term);
  g_source_remove (interrupt);
  return 0;
}

int
parlour_command_serve (char **arguments)
{
  g_auto (GStrv) rest = arguments;
  g_auto (Options) options = {.parent_pipe = -1};
  g_autoptr (GError) error = NULL;

  if (!parse (&options, &rest))
    return PARLOUR_EXIT_USAGE;
  if (options.version) {
    puts ("parlour-server " PARLOUR_VERSION);
    return 0;
  }
  if (g_strv_length (rest) > 1)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "“%s” is no option of serve", rest[1]);
  g_autoptr (ParlourConfig) config = parlour_config_new (options.data_dir);
  if (!make_config (&options, config, &error))
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "%s", error->message);
  const char *fault = find_fault (&options, config);
  if (fault != NULL)
    return parlour_command_fail (PARLOUR_EXIT_USAGE, "%s", fault);
  parlour_command_log_to_stderr (options.verbose);
  signal (SIGPIPE, SIG_IGN);
  return serve (&options, config);
}

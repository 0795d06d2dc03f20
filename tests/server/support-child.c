/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "support.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>

/* This file owns parlour-server as a child process. The test's environment names the program. */

static const char *
program (void)
{
  const char *path = g_getenv ("PARLOUR_SERVER");

  g_assert_nonnull (path);
  return path;
}

static char *
read_line (GSubprocess *child)
{
  g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  return g_data_input_stream_read_line (output, NULL, NULL, NULL);
}

void
place_spawn (Place *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (self->child);
  self->child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                  &error, program (), "serve", "--common", "off", "--data-dir",
                                  self->folder, "--listen", "127.0.0.1:0", "--tls", "off",
                                  "--registration", "open", "--stop-with-stdin", NULL);
  g_assert_no_error (error);
  g_autofree char *line = read_line (self->child);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "ready http://127.0.0.1:"));
  self->uri = g_strdup (line + strlen ("ready "));
}

int
place_end_child (Place *self, int signal)
{
  g_autoptr (GSubprocess) child = g_steal_pointer (&self->child);

  soup_session_abort (self->session);
  g_clear_pointer (&self->uri, g_free);
  if (signal != 0)
    g_subprocess_send_signal (child, signal);
  else
    g_output_stream_close (g_subprocess_get_stdin_pipe (child), NULL, NULL);
  g_subprocess_wait (child, NULL, NULL);
  return g_subprocess_get_if_exited (child) ? g_subprocess_get_exit_status (child) : -1;
}

int
place_run_command (Place *self, const char *input, char **output, char **errors, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list args;

  g_ptr_array_add (argv, (gpointer)program ());
  va_start (args, errors);
  for (char *argument = va_arg (args, char *); argument != NULL; argument = va_arg (args, char *))
    g_ptr_array_add (argv, argument);
  va_end (args);
  g_ptr_array_add (argv, NULL);
  g_autoptr (GSubprocess) child =
      g_subprocess_newv ((const char *const *)argv->pdata,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                             G_SUBPROCESS_FLAGS_STDERR_PIPE,
                         &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, input, NULL, output, errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  return g_subprocess_get_exit_status (child);
}

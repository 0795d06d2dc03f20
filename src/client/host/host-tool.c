/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-tool"

#include "client/host/host-tool.h"

#include "client/host/host-exit.h"

/* This file owns how a subcommand of the server is run beside it. Main thread. */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GSubprocess *process = G_SUBPROCESS (source);
  GError *error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *log = NULL;

  if (!g_subprocess_communicate_utf8_finish (process, result, &output, &log, &error)) {
    g_subprocess_force_exit (process);
    g_task_return_error (task, error);
    return;
  }
  if (g_subprocess_get_successful (process)) {
    g_task_return_pointer (task, g_steal_pointer (&output), g_free);
    return;
  }
  int status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  g_task_return_error (task, parlour_host_exit_error (status, log));
}

static char **
make_arguments (const ParlourHostPlan *plan, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();

  g_strv_builder_add (argv, plan->program);
  g_strv_builder_addv (argv, (const char **)arguments);
  g_strv_builder_add_many (argv, "--data-dir", plan->data_dir, NULL);
  return g_strv_builder_end (argv);
}

void
parlour_host_tool_run_async (const ParlourHostPlan *plan,
                             const char *const *arguments,
                             const char *secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (plan != NULL && arguments != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  g_auto (GStrv) argv = make_arguments (plan, arguments);
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv ((const char *const *)argv,
                         secret != NULL ? flags | G_SUBPROCESS_FLAGS_STDIN_PIPE : flags, &error);

  g_task_set_source_tag (task, parlour_host_tool_run_async);
  if (process == NULL) {
    g_task_return_error (task, error);
    return;
  }

  g_autofree char *input = secret != NULL ? g_strconcat (secret, "\n", NULL) : NULL;
  g_subprocess_communicate_utf8_async (process, input, cancellable, done_cb,
                                       g_steal_pointer (&task));
  if (input != NULL)
    memset (input, 0, strlen (input));
}

char *
parlour_host_tool_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

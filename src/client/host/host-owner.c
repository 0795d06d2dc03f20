/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-owner"

#include "client/host/host-child.h"

#include <glib/gi18n.h>

/* This file owns how the owner's account is made before anyone can connect. Main thread. */

/* What `parlour-server user add` says about a name that is there. */
#define TAKEN_CODE "username_taken"

/* The last line that says something. */
static char *
last_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  const char *last = NULL;

  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      last = *line;
  return g_strdup (last != NULL ? last : _ ("The server ended without saying why."));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GSubprocess *process = G_SUBPROCESS (source);
  GError *error = NULL;
  g_autofree char *log = NULL;

  if (!g_subprocess_communicate_utf8_finish (process, result, NULL, &log, &error)) {
    g_subprocess_force_exit (process);
    g_task_return_error (task, error);
    return;
  }
  if (g_subprocess_get_successful (process) || strstr (log, TAKEN_CODE) != NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  g_autofree char *text = last_line (log);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", text);
}

void
parlour_host_add_owner_async (const ParlourHostPlan *plan,
                              const char *owner,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (plan != NULL && owner != NULL && password != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                           G_SUBPROCESS_FLAGS_STDERR_PIPE;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (flags, &error, plan->program, "user", "add", owner, "--admin",
                        "--password-stdin", "--data-dir", plan->data_dir, NULL);

  g_task_set_source_tag (task, parlour_host_add_owner_async);
  if (process == NULL) {
    g_task_return_error (task, error);
    return;
  }

  g_autofree char *input = g_strconcat (password, "\n", NULL);
  g_subprocess_communicate_utf8_async (process, input, cancellable, added_cb,
                                       g_steal_pointer (&task));
}

gboolean
parlour_host_add_owner_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-owner"

#include "client/host/host-child.h"
#include "client/host/host-plan.h"

/* This file owns how the owner's account is made before anyone can connect. Main thread. */

typedef struct {
  ParlourHostPlan *plan;
  char *owner;
  char *refusal; /* why the account could not be made */
} Adding;

static void
adding_free (Adding *adding)
{
  parlour_host_plan_free (adding->plan);
  g_free (adding->owner);
  g_free (adding->refusal);
  g_free (adding);
}

/* Whether a line of `user list` is "OWNER<tab>admin…". */
static gboolean
lists_owner (const char *list, const char *owner)
{
  g_autofree char *start = g_strconcat (owner, "\tadmin", NULL);
  g_auto (GStrv) lines = g_strsplit (list != NULL ? list : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, start))
      return TRUE;
  return FALSE;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Adding *adding = g_task_get_task_data (task);
  g_autofree char *list = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &list, NULL, NULL);
  if (lists_owner (list, adding->owner))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", adding->refusal);
}

/* An earlier start may have made the account and then failed: that is no reason to fail again. */
static void
look_for_owner (GTask *task)
{
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
      adding->plan->program, "user", "list", "--data-dir", adding->plan->data_dir, NULL);

  if (process == NULL)
    g_task_return_error (task, error);
  else
    g_subprocess_communicate_utf8_async (process, NULL, g_task_get_cancellable (task), listed_cb,
                                         g_object_ref (task));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Adding *adding = g_task_get_task_data (task);
  GSubprocess *process = G_SUBPROCESS (source);
  GError *error = NULL;
  g_autofree char *log = NULL;

  if (!g_subprocess_communicate_utf8_finish (process, result, NULL, &log, &error)) {
    g_subprocess_force_exit (process);
    g_task_return_error (task, error);
    return;
  }
  if (g_subprocess_get_successful (process)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  adding->refusal = parlour_host_last_words (log);
  look_for_owner (task);
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

  Adding *adding = g_new0 (Adding, 1);

  adding->plan = parlour_host_plan_copy (plan);
  adding->owner = g_strdup (owner);
  g_task_set_source_tag (task, parlour_host_add_owner_async);
  g_task_set_task_data (task, adding, (GDestroyNotify)adding_free);
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

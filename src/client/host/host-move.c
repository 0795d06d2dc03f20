/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-move"

#include "client/host/host-move.h"

#include "client/host/host-private.h"
#include "client/host/host-tool.h"

#include <glib/gi18n.h>

/* This file owns the order of restoring and moving a hosted place: end the server, run the
 * subcommand, start the server. Main thread. */

typedef struct {
  char **arguments; /* of the subcommand */
  char *passphrase; /* nullable */
  gboolean leaves;  /* where it went well there is nothing to start afterwards */
  gulong ending;    /* while the server is being ended, or 0 */
  GError *failure;  /* of the subcommand, told once the server runs again */
} Work;

static void
work_free (Work *work)
{
  g_strfreev (work->arguments);
  if (work->passphrase != NULL)
    memset (work->passphrase, 0, strlen (work->passphrase));
  g_free (work->passphrase);
  g_clear_error (&work->failure);
  g_free (work);
}

/* The end without a server. */
static void
rest (GTask *task)
{
  ParlourHost *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);

  self->working = FALSE;
  parlour_host_set_state (self, PARLOUR_HOST_STOPPED);
  parlour_host_notify_child (self);
  if (work->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&work->failure));
  else
    g_task_return_boolean (task, TRUE);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *address = parlour_host_start_finish (PARLOUR_HOST (source), result, &error);

  if (work->failure != NULL) {
    g_clear_error (&error); /* the host's "problem" tells it */
    g_task_return_error (task, g_steal_pointer (&work->failure));
  } else if (address == NULL) {
    g_task_return_error (task, error);
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourHost *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);
  g_autofree char *output = parlour_host_tool_run_finish (result, &work->failure);

  if ((output != NULL && work->leaves) || !parlour_host_exists (self)) {
    rest (task);
    return;
  }
  self->working = FALSE;
  parlour_host_start_async (self, NULL, NULL, NULL, started_cb, g_steal_pointer (&task));
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (ParlourHostPlan) plan = parlour_host_plan_make_finish (result, &work->failure);

  if (plan == NULL)
    rest (task);
  else
    parlour_host_tool_run_async (plan, (const char *const *)work->arguments, work->passphrase, NULL,
                                 worked_cb, g_steal_pointer (&task));
}

/* Takes @task. */
static void
work_now (GTask *task)
{
  ParlourHost *self = g_task_get_source_object (task);

  parlour_host_plan_make_async (self->profile, self->program, FALSE, NULL, planned_cb, task);
}

static void
ending_cb (ParlourHost *self, GParamSpec *pspec, GTask *task)
{
  Work *work = g_task_get_task_data (task);

  if (self->child != NULL)
    return;
  g_signal_handler_disconnect (self, work->ending);
  work_now (task);
}

/* Takes @task. */
static void
begin (GTask *task)
{
  ParlourHost *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);

  self->working = TRUE;
  parlour_host_stop (self);
  if (self->child != NULL) {
    work->ending = g_signal_connect (self, "notify::running", G_CALLBACK (ending_cb), task);
    return;
  }
  parlour_host_set_state (self, PARLOUR_HOST_SHUT);
  work_now (task);
}

/* (transfer full) (nullable): with an error it is over already. Takes @arguments. */
static GTask *
make_task (ParlourHost *self,
           char **arguments,
           const char *passphrase,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->arguments = arguments;
  work->passphrase = g_strdup (passphrase);
  g_task_set_source_tag (task, make_task);
  g_task_set_task_data (task, work, (GDestroyNotify)work_free);
  if (!self->starting && !self->working)
    return g_steal_pointer (&task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "%s",
                           _ ("The server is just being started or changed. Wait a moment and try "
                              "again."));
  return NULL;
}

static char **
make_arguments (const char *first, ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  va_list more;

  va_start (more, first);
  for (const char *one = first; one != NULL; one = va_arg (more, const char *))
    g_strv_builder_add (builder, one);
  va_end (more);
  return g_strv_builder_end (builder);
}

void
parlour_host_restore_async (ParlourHost *self,
                            const char *file,
                            gboolean keep_sessions,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST (self) && file != NULL);

  g_autofree char *path = g_canonicalize_filename (file, NULL);
  char **arguments =
      make_arguments ("restore", path, keep_sessions ? "--keep-sessions" : NULL, NULL);
  GTask *task = make_task (self, arguments, NULL, callback, user_data);

  if (task != NULL)
    begin (task);
}

void
parlour_host_move_out_async (ParlourHost *self,
                             const char *file,
                             const char *passphrase,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST (self) && file != NULL && passphrase != NULL);

  g_autofree char *path = g_canonicalize_filename (file, NULL);
  char **arguments = make_arguments ("move-out", path, "--passphrase-stdin", NULL);
  GTask *task = make_task (self, arguments, passphrase, callback, user_data);

  if (task == NULL)
    return;
  Work *work = g_task_get_task_data (task);
  work->leaves = TRUE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    begin (task);
    return;
  }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s",
                           _ ("There is a file by this name already. Choose another name."));
  g_object_unref (task);
}

void
parlour_host_move_in_async (ParlourHost *self,
                            const char *file,
                            const char *passphrase,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST (self) && file != NULL && passphrase != NULL);

  g_autofree char *path = g_canonicalize_filename (file, NULL);
  char **arguments = make_arguments ("move-in", path, "--passphrase-stdin", NULL);
  GTask *task = make_task (self, arguments, passphrase, callback, user_data);

  if (task == NULL)
    return;
  if (!parlour_host_exists (self)) {
    begin (task);
    return;
  }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s",
                           _ ("This computer hosts a place already."));
  g_object_unref (task);
}

gboolean
parlour_host_move_finish (ParlourHost *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

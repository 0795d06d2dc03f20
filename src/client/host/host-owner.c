/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-owner"

#include "client/host/host-child.h"
#include "client/host/host-plan.h"
#include "client/host/host-tool.h"

#include <glib/gi18n.h>

/* This file owns how the owner's account is made before anyone can connect. With it the place gets
 * its common conversation, which begins with a welcome in the owner's language. Main thread. */

typedef struct {
  ParlourHostPlan *plan;
  char *owner;
  char *display_name;
  char *password;
  GError *refusal; /* why the account could not be made */
} Adding;

static void
adding_free (Adding *adding)
{
  parlour_host_plan_free (adding->plan);
  g_free (adding->owner);
  g_free (adding->display_name);
  memset (adding->password, 0, strlen (adding->password));
  g_free (adding->password);
  g_clear_error (&adding->refusal);
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
  g_autofree char *list = parlour_host_tool_run_finish (result, NULL);

  if (lists_owner (list, adding->owner))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&adding->refusal));
}

/* An earlier start may have made the account and then failed: that is no reason to fail again. */
static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  static const char *const list[] = {"user", "list", NULL};
  g_autoptr (GTask) task = data;
  Adding *adding = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *output = parlour_host_tool_run_finish (result, &adding->refusal);

  if (output != NULL)
    g_task_return_boolean (task, TRUE);
  else if (!g_task_return_error_if_cancelled (task))
    parlour_host_tool_run_async (adding->plan, list, NULL, cancellable, listed_cb,
                                 g_steal_pointer (&task));
}

/* Without its own words the welcome is the server's, and the name comes when it is served. */
static void
settings_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Adding *adding = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *const add[] = {"user",
                             "add",
                             adding->owner,
                             "--admin",
                             "--password-stdin",
                             "--display-name",
                             adding->display_name,
                             NULL};
  g_autoptr (GError) error = NULL;
  g_autofree char *output = parlour_host_tool_run_finish (result, &error);

  if (output == NULL)
    g_debug ("The welcome stays as it was: %s", error->message);
  parlour_host_tool_run_async (adding->plan, add, adding->password, cancellable, added_cb,
                               g_steal_pointer (&task));
}

void
parlour_host_add_owner_async (const ParlourHostPlan *plan,
                              const char *owner,
                              const char *display_name,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (plan != NULL && owner != NULL && password != NULL);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  /* The name as well: the common conversation is made with the account, and not renamed then. */
  const char *const settings[] = {"settings",
                                  "set",
                                  "--welcome-text",
                                  _ ("Welcome! Everybody of this place is in this conversation."),
                                  plan->place_name != NULL ? "--name" : NULL,
                                  plan->place_name,
                                  NULL};
  Adding *adding = g_new0 (Adding, 1);

  adding->plan = parlour_host_plan_copy (plan);
  adding->owner = g_strdup (owner);
  adding->display_name = g_strdup (display_name != NULL ? display_name : owner);
  adding->password = g_strdup (password);
  g_task_set_source_tag (task, parlour_host_add_owner_async);
  g_task_set_task_data (task, adding, (GDestroyNotify)adding_free);
  parlour_host_tool_run_async (plan, settings, NULL, cancellable, settings_set_cb, task);
}

gboolean
parlour_host_add_owner_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

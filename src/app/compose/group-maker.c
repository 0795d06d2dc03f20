/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-group-maker"

#include "app/compose/group-maker.h"

#include "client/account-calls.h"
#include "core/problem.h"

#include <glib/gi18n.h>

/* One step after another; the state of a making lies in its task. Main thread. */

typedef struct {
  ParlourAccount *account;
  char **usernames;
  GPtrArray *ids; /* of those that were found so far, in order; NULL at the end */
  char *title;
  char *subject; /* nullable */
  char *body;
  char *conversation; /* once it is made */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;
  g_object_unref (making->account);
  g_strfreev (making->usernames);
  g_ptr_array_unref (making->ids);
  g_free (making->title);
  g_free (making->subject);
  g_free (making->body);
  g_free (making->conversation);
  g_free (making);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  if (parlour_account_send_finish (PARLOUR_ACCOUNT (source), result, NULL, &error))
    g_task_return_pointer (task, g_steal_pointer (&making->conversation), g_free);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  making->conversation =
      parlour_account_make_group_finish (PARLOUR_ACCOUNT (source), result, &error);
  if (!making->conversation) {
    g_task_return_error (task, error);
    return;
  }
  parlour_account_send_async (making->account, making->conversation, making->subject, making->body,
                              0, NULL, sent_cb, g_steal_pointer (&task));
}

static void find_next (GTask *task);

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  const char *wanted = making->usernames[making->ids->len];
  GError *error = NULL;
  g_autoptr (GPtrArray) people =
      parlour_account_find_people_finish (PARLOUR_ACCOUNT (source), result, &error);
  for (guint i = 0; people && i < people->len; i++) {
    const ParlourUser *user = g_ptr_array_index (people, i);
    if (g_ascii_strcasecmp (user->username, wanted) == 0) {
      g_ptr_array_add (making->ids, g_strdup (user->id));
      find_next (g_steal_pointer (&task));
      return;
    }
  }
  if (people)
    parlour_problem_set_field (&error, PARLOUR_PROBLEM_RECIPIENT_UNKNOWN, "to",
                               /* Translators: %s is a username */
                               _ ("There is nobody called “%s” here."), wanted);
  g_task_return_error (task, error);
}

/* Takes @task. */
static void
find_next (GTask *task)
{
  Making *making = g_task_get_task_data (task);
  const char *wanted = making->usernames[making->ids->len];
  GCancellable *cancellable = g_task_get_cancellable (task);
  if (wanted) {
    parlour_account_find_people_async (making->account, wanted, cancellable, found_cb, task);
    return;
  }
  g_ptr_array_add (making->ids, NULL);
  parlour_account_make_group_async (making->account, making->title,
                                    (const char *const *)making->ids->pdata, cancellable, made_cb,
                                    task);
}

void
parlour_group_maker_make_async (ParlourAccount *account,
                                const char *const *usernames,
                                const char *title,
                                const char *subject,
                                const char *body,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_ACCOUNT (account) && usernames != NULL && title != NULL);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Making *making = g_new0 (Making, 1);
  making->account = g_object_ref (account);
  making->usernames = g_strdupv ((char **)usernames);
  making->ids = g_ptr_array_new_with_free_func (g_free);
  making->title = g_strdup (title);
  making->subject = g_strdup (subject);
  making->body = g_strdup (body);
  g_task_set_source_tag (task, parlour_group_maker_make_async);
  g_task_set_task_data (task, making, making_free);
  find_next (task);
}

char *
parlour_group_maker_make_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-run"

#include "client/host/host-private.h"

#include <glib/gi18n.h>

/* This file owns the hosted server over all its runs: start, stop, and starting it again when it
 * died unasked. Main thread; files are touched by host-plan.c on a thread. */

#define RESTART_FIRST_MS 1000
#define RESTART_MOST_MS  60000
#define GOOD_RUN_MICROSECONDS                                                                      \
  (60 * G_USEC_PER_SEC) /* after it, a death counts as the first again                             \
                         */

/* Somebody may take the chosen port before the server does; so often another one is chosen. */
#define STARTS_MOST 4

/* What a start was asked for. */
typedef struct {
  char *place_name;
  char *owner;
  char *display_name;
  char *password;
  guint n_starts;
  GError *failure; /* of the last one */
} Wish;

static void
wish_free (Wish *wish)
{
  g_free (wish->place_name);
  g_free (wish->owner);
  g_free (wish->display_name);
  if (wish->password != NULL)
    memset (wish->password, 0, strlen (wish->password));
  g_free (wish->password);
  g_clear_error (&wish->failure);
  g_free (wish);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourHost) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourHostStatus) status =
      parlour_host_admin_get_status_finish (PARLOUR_HOST_ADMIN (source), result, &error);

  if (status == NULL)
    g_debug ("the hosted server does not say where it can be reached: %s", error->message);
  else if (self->child != NULL)
    parlour_host_set_addresses (self, status->addresses);
}

void
parlour_host_refresh_addresses (ParlourHost *self)
{
  g_return_if_fail (PARLOUR_IS_HOST (self));

  if (self->child != NULL)
    parlour_host_admin_get_status_async (self->admin, NULL, status_cb, g_object_ref (self));
}

static void plan_restart (ParlourHost *self);

static void
ended_cb (ParlourHost *self, const GError *error)
{
  gboolean asked = self->stopping;

  if (g_get_monotonic_time () - self->ready_at > GOOD_RUN_MICROSECONDS)
    self->n_restarts = 0;
  self->stopping = FALSE;
  parlour_host_drop_child (self);
  parlour_host_set_addresses (self, NULL);
  if (!asked) {
    g_message ("the hosted server ended: %s", error->message);
    parlour_host_set_problem (self, error);
    plan_restart (self);
  } else {
    parlour_host_set_state (self, self->working ? PARLOUR_HOST_SHUT : PARLOUR_HOST_STOPPED);
  }
  parlour_host_notify_child (self);
}

static void
take_child (ParlourHost *self, ParlourHostChild *child)
{
  self->child = child;
  self->ready_at = g_get_monotonic_time ();
  self->starting = FALSE;
  g_signal_connect_object (child, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  if (self->stopping)
    parlour_host_child_stop (child);
  parlour_host_set_problem (self, NULL);
  parlour_host_set_fingerprint (self, parlour_host_child_get_fingerprint (child));
  parlour_host_set_state (self, PARLOUR_HOST_RUNNING);
  parlour_host_notify_child (self);
  parlour_host_refresh_addresses (self);
  parlour_host_plan_keep_address (self->profile, parlour_host_child_get_address (child));
}

static void
restarted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourHost) self = data;
  g_autoptr (GError) error = NULL;
  ParlourHostChild *child = parlour_host_child_start_finish (result, &error);

  if (child != NULL) {
    take_child (self, child);
    return;
  }
  self->starting = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  parlour_host_set_problem (self, error);
  plan_restart (self);
}

/* The port may be taken by now, so the plan is made anew. */
static void
replanned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourHost) self = data;
  g_autoptr (GError) error = NULL;
  ParlourHostPlan *plan = parlour_host_plan_make_finish (result, &error);

  if (plan == NULL) {
    self->starting = FALSE;
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    parlour_host_set_problem (self, error);
    plan_restart (self);
    return;
  }
  parlour_host_plan_free (self->plan);
  self->plan = plan;
  parlour_host_child_start_async (plan, self->cancellable, restarted_cb, g_object_ref (self));
}

static void
restart_cb (gpointer data)
{
  ParlourHost *self = PARLOUR_HOST (data);

  self->restart = 0;
  self->stopping = FALSE;
  self->starting = TRUE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  parlour_host_plan_make_async (self->profile, self->program, FALSE, self->cancellable,
                                replanned_cb, g_object_ref (self));
}

static void
plan_restart (ParlourHost *self)
{
  guint wait = MIN (RESTART_FIRST_MS << MIN (self->n_restarts, 6), RESTART_MOST_MS);

  self->restart = g_timeout_add_once (wait, restart_cb, self);
  self->n_restarts++;
  parlour_host_set_state (self, PARLOUR_HOST_RESTARTING);
}

static void
fail_start (GTask *task, GError *error)
{
  ParlourHost *self = g_task_get_source_object (task);

  self->starting = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    parlour_host_set_state (self, PARLOUR_HOST_STOPPED);
  } else {
    parlour_host_set_problem (self, error);
    parlour_host_set_state (self, PARLOUR_HOST_FAILED);
  }
  g_task_return_error (task, error);
}

static void start_child (GTask *task);

/* Takes @plan. */
static void
take_plan (GTask *task, ParlourHostPlan *plan)
{
  ParlourHost *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);

  parlour_host_plan_free (self->plan);
  self->plan = plan;
  plan->place_name = g_strdup (wish->place_name);
}

/* The port being another one now tells why the server did not start. */
static void
planned_again_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourHost *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);
  ParlourHostPlan *plan = parlour_host_plan_make_finish (result, NULL);

  if (plan == NULL || plan->port == self->plan->port) {
    parlour_host_plan_free (plan);
    fail_start (task, g_steal_pointer (&wish->failure));
    return;
  }
  g_clear_error (&wish->failure);
  take_plan (task, plan);
  start_child (g_steal_pointer (&task));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourHost *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  ParlourHostChild *child = parlour_host_child_start_finish (result, &wish->failure);

  if (child != NULL) {
    take_child (self, child);
    g_task_return_pointer (task, g_strdup (parlour_host_child_get_address (child)), g_free);
  } else if (wish->n_starts < STARTS_MOST &&
             !g_error_matches (wish->failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    parlour_host_plan_make_async (self->profile, self->program, FALSE, cancellable,
                                  planned_again_cb, g_steal_pointer (&task));
  } else {
    fail_start (task, g_steal_pointer (&wish->failure));
  }
}

/* Takes @task. */
static void
start_child (GTask *task)
{
  ParlourHost *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);

  wish->n_starts++;
  parlour_host_child_start_async (self->plan, g_task_get_cancellable (task), started_cb, task);
}

static void
owner_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (parlour_host_add_owner_finish (result, &error))
    start_child (g_steal_pointer (&task));
  else
    fail_start (task, error);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Wish *wish = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  ParlourHostPlan *plan = parlour_host_plan_make_finish (result, &error);

  if (plan == NULL) {
    fail_start (task, error);
    return;
  }
  take_plan (task, plan);
  if (wish->owner != NULL)
    parlour_host_add_owner_async (plan, wish->owner, wish->display_name, wish->password,
                                  cancellable, owner_added_cb, g_steal_pointer (&task));
  else
    start_child (g_steal_pointer (&task));
}

void
parlour_host_start_async (ParlourHost *self,
                          const char *place_name,
                          const ParlourHostOwner *owner,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, parlour_host_start_async);
  wish->place_name = g_strdup (place_name);
  if (owner != NULL) {
    wish->owner = g_strdup (owner->username);
    wish->display_name = g_strdup (owner->display_name);
    wish->password = g_strdup (owner->password);
  }
  g_task_set_task_data (task, wish, (GDestroyNotify)wish_free);
  if (self->child != NULL || self->starting || self->working) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "%s",
                             _ ("The hosted server runs already, or is starting."));
    return;
  }
  g_clear_handle_id (&self->restart, g_source_remove);
  self->n_restarts = 0;
  self->stopping = FALSE;
  self->starting = TRUE;
  parlour_host_set_problem (self, NULL);
  parlour_host_set_state (self, PARLOUR_HOST_STARTING);
  parlour_host_plan_make_async (self->profile, self->program, TRUE, cancellable, planned_cb,
                                g_steal_pointer (&task));
}

char *
parlour_host_start_finish (ParlourHost *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parlour_host_stop (ParlourHost *self)
{
  g_return_if_fail (PARLOUR_IS_HOST (self));

  g_clear_handle_id (&self->restart, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  self->stopping = self->child != NULL || self->starting;
  if (self->child != NULL)
    parlour_host_child_stop (self->child);
  else if (!self->starting)
    parlour_host_set_state (self, PARLOUR_HOST_STOPPED);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host"

#include "client/host/host.h"

#include "client/host/host-child.h"
#include "client/host/host-plan.h"

#include <glib/gi18n.h>

/* This file owns the hosted server over all its runs: start, stop, and starting it again when it
 * died unasked. Main thread; files are touched by host-plan.c on a thread. */

#define RESTARTS_MOST    3
#define RESTART_FIRST_MS 1000
#define GOOD_RUN_MICROSECONDS                                                                      \
  (60 * G_USEC_PER_SEC) /* after it, a death counts as the first again                             \
                         */

struct _ParlourHost {
  GObject parent_instance;

  ParlourProfile *profile;
  char *program; /* nullable */

  ParlourHostPlan *plan;   /* of the last start */
  ParlourHostChild *child; /* while it runs */
  gboolean starting;
  gboolean stopping;
  GCancellable *cancellable; /* of starting again */
  guint restart;
  guint n_restarts;
  gint64 ready_at; /* monotonic */
  GError *problem;
};

G_DEFINE_FINAL_TYPE (ParlourHost, parlour_host, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_RUNNING,
  PROP_ADDRESS,
  PROP_PROBLEM,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

/* What a start was asked for. */
typedef struct {
  char *place_name;
  char *owner;
  char *password;
} Wish;

static void
wish_free (Wish *wish)
{
  g_free (wish->place_name);
  g_free (wish->owner);
  if (wish->password != NULL)
    memset (wish->password, 0, strlen (wish->password));
  g_free (wish->password);
  g_free (wish);
}

static void
set_problem (ParlourHost *self, const GError *problem)
{
  if (self->problem == NULL && problem == NULL)
    return;
  g_clear_error (&self->problem);
  self->problem = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
notify_child (ParlourHost *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ADDRESS]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
drop_child (ParlourHost *self)
{
  if (self->child == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->child, self);
  g_clear_object (&self->child);
}

static void plan_restart (ParlourHost *self);

static void
ended_cb (ParlourHost *self, const GError *error)
{
  gboolean asked = self->stopping;

  if (g_get_monotonic_time () - self->ready_at > GOOD_RUN_MICROSECONDS)
    self->n_restarts = 0;
  self->stopping = FALSE;
  drop_child (self);
  if (!asked) {
    g_message ("the hosted server ended: %s", error->message);
    set_problem (self, error);
    plan_restart (self);
  }
  notify_child (self);
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
  set_problem (self, NULL);
  notify_child (self);
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
  set_problem (self, error);
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
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      set_problem (self, error);
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
  parlour_host_plan_make_async (self->profile, self->program, self->cancellable, replanned_cb,
                                g_object_ref (self));
}

static void
plan_restart (ParlourHost *self)
{
  if (self->n_restarts >= RESTARTS_MOST)
    return;
  self->restart = g_timeout_add_once (RESTART_FIRST_MS << self->n_restarts, restart_cb, self);
  self->n_restarts++;
}

static void
fail_start (GTask *task, GError *error)
{
  ParlourHost *self = g_task_get_source_object (task);

  self->starting = FALSE;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_problem (self, error);
  g_task_return_error (task, error);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourHost *self = g_task_get_source_object (task);
  GError *error = NULL;
  ParlourHostChild *child = parlour_host_child_start_finish (result, &error);

  if (child == NULL) {
    fail_start (task, error);
    return;
  }
  take_child (self, child);
  g_task_return_pointer (task, g_strdup (parlour_host_child_get_address (child)), g_free);
}

static void
owner_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourHost *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!parlour_host_add_owner_finish (result, &error)) {
    fail_start (task, error);
    return;
  }
  parlour_host_child_start_async (self->plan, cancellable, started_cb, g_steal_pointer (&task));
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  ParlourHost *self = g_task_get_source_object (task);
  Wish *wish = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  ParlourHostPlan *plan = parlour_host_plan_make_finish (result, &error);

  if (plan == NULL) {
    fail_start (task, error);
    return;
  }
  parlour_host_plan_free (self->plan);
  self->plan = plan;
  plan->place_name = g_strdup (wish->place_name);
  if (wish->owner != NULL)
    parlour_host_add_owner_async (plan, wish->owner, wish->password, cancellable, owner_added_cb,
                                  g_steal_pointer (&task));
  else
    parlour_host_child_start_async (plan, cancellable, started_cb, g_steal_pointer (&task));
}

void
parlour_host_start_async (ParlourHost *self,
                          const char *place_name,
                          const char *owner,
                          const char *password,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (PARLOUR_IS_HOST (self) && (owner == NULL) == (password == NULL));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, parlour_host_start_async);
  wish->place_name = g_strdup (place_name);
  wish->owner = g_strdup (owner);
  wish->password = g_strdup (password);
  g_task_set_task_data (task, wish, (GDestroyNotify)wish_free);
  if (self->child != NULL || self->starting) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "%s",
                             _ ("The hosted server runs already, or is starting."));
    return;
  }
  g_clear_handle_id (&self->restart, g_source_remove);
  self->n_restarts = 0;
  self->stopping = FALSE;
  self->starting = TRUE;
  set_problem (self, NULL);
  parlour_host_plan_make_async (self->profile, self->program, cancellable, planned_cb,
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
}

gboolean
parlour_host_exists (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), FALSE);
  return parlour_host_plan_exists (self->profile);
}

gboolean
parlour_host_get_running (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), FALSE);
  return self->child != NULL;
}

const char *
parlour_host_get_address (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), NULL);
  return self->child != NULL ? parlour_host_child_get_address (self->child) : NULL;
}

const GError *
parlour_host_get_problem (ParlourHost *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST (self), NULL);
  return self->problem;
}

static void
parlour_host_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ParlourHost *self = PARLOUR_HOST (object);

  switch (id) {
  case PROP_RUNNING:
    g_value_set_boolean (value, parlour_host_get_running (self));
    break;
  case PROP_ADDRESS:
    g_value_set_string (value, parlour_host_get_address (self));
    break;
  case PROP_PROBLEM:
    g_value_set_boxed (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
parlour_host_dispose (GObject *object)
{
  ParlourHost *self = PARLOUR_HOST (object);

  parlour_host_stop (self);
  drop_child (self);
  G_OBJECT_CLASS (parlour_host_parent_class)->dispose (object);
}

static void
parlour_host_finalize (GObject *object)
{
  ParlourHost *self = PARLOUR_HOST (object);

  g_clear_object (&self->cancellable);
  g_clear_error (&self->problem);
  parlour_host_plan_free (self->plan);
  parlour_profile_unref (self->profile);
  g_free (self->program);
  G_OBJECT_CLASS (parlour_host_parent_class)->finalize (object);
}

static void
parlour_host_class_init (ParlourHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_host_get_property;
  object_class->dispose = parlour_host_dispose;
  object_class->finalize = parlour_host_finalize;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  props[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
parlour_host_init (ParlourHost *self)
{
}

ParlourHost *
parlour_host_new (ParlourProfile *profile, const char *program)
{
  g_return_val_if_fail (profile != NULL, NULL);

  ParlourHost *self = g_object_new (PARLOUR_TYPE_HOST, NULL);
  self->profile = parlour_profile_ref (profile);
  self->program = g_strdup (program);
  return self;
}

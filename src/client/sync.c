/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-sync"

#include "client/sync.h"

#include "client/sync-private.h"
#include "client/frame.h"
#include "core/problem.h"
#include "core/timestamp.h"

#include <glib/gi18n.h>

/* This file owns when there is a connection: first try, back-off, end, refusal. Main thread. */

#define BACK_OFF_FIRST_MS 500
#define BACK_OFF_MOST_MS  30000
#define STEADY_SECONDS    10 /* a connection that lasted so long makes the back-off start anew */
#define CLOSE_SIGNED_OUT  4001

G_DEFINE_FINAL_TYPE (ParlourSync, parlour_sync, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_PROBLEM,
  N_PROPS,
};
static GParamSpec *props[N_PROPS];

enum {
  EVENT,
  ONLINE,
  OWN_PROFILE,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
set_state (ParlourSync *self, ParlourAccountState state, const GError *problem)
{
  GError *copy = problem != NULL ? g_error_copy (problem) : NULL;

  g_clear_error (&self->problem);
  self->problem = copy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
  if (self->state == state)
    return;
  self->state = state;
  if (self->strangers != NULL)
    parlour_profile_reader_set_online (self->strangers, state == PARLOUR_ACCOUNT_ONLINE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
parlour_sync_emit_event (ParlourSync *self, ParlourEvent *event)
{
  g_signal_emit (self, signals[EVENT], 0, event);
}

void
parlour_sync_set_online (ParlourSync *self)
{
  self->online_at = g_get_monotonic_time ();
  self->n_epochs = 0;
  set_state (self, PARLOUR_ACCOUNT_ONLINE, NULL);
  parlour_sync_name_strangers (self);
  parlour_sync_say_watch (self);
  parlour_sync_refresh_stale (self);
  g_signal_emit (self, signals[ONLINE], 0);
}

/* Drops everything that belongs to one connection. */
static void
disconnect (ParlourSync *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_handle_id (&self->fill_again, g_source_remove);
  if (self->socket != NULL) {
    g_signal_handlers_disconnect_by_data (self->socket, self);
    parlour_socket_close (self->socket);
    g_clear_object (&self->socket);
  }
  self->welcomed = FALSE;
  self->ready = FALSE;
  self->filling = FALSE;
  g_ptr_array_set_size (self->incoming, 0);
  g_ptr_array_set_size (self->held, 0);
  g_hash_table_remove_all (self->fetching);
  g_hash_table_remove_all (self->outdated);
  g_hash_table_remove_all (self->members);
  self->reading_stars = FALSE;
  self->reading_blocks = FALSE;
  g_hash_table_remove_all (self->rereading);
  g_hash_table_remove_all (self->tops);
  g_hash_table_remove_all (self->behind);
  g_hash_table_remove_all (self->following);
  parlour_presence_forget (self->presence);
  g_clear_pointer (&self->typing_in, g_free);
  parlour_sync_end_ops (self);
}

void
parlour_sync_hang_up (ParlourSync *self)
{
  disconnect (self);
  self->cancellable = g_cancellable_new ();
}

static void
retry_cb (gpointer data)
{
  ParlourSync *self = PARLOUR_SYNC (data);

  self->retry = 0;
  parlour_sync_start (self);
}

/* Full jitter on the upper half, so that a server that comes back is not met by all at once. */
static guint
back_off (ParlourSync *self)
{
  guint most = BACK_OFF_FIRST_MS << MIN (self->n_failures, 6);

  most = MIN (most, BACK_OFF_MOST_MS);
  return most / 2 + (guint)g_random_int_range (0, (gint32)most / 2 + 1);
}

static gboolean
is_refusal (const GError *error)
{
  return error->domain == PARLOUR_PROBLEM && (parlour_problem_get_status (error) == 401 ||
                                              error->code == PARLOUR_PROBLEM_ACCOUNT_DISABLED);
}

static gboolean
was_steady (ParlourSync *self)
{
  return self->online_at != 0 &&
         g_get_monotonic_time () - self->online_at > STEADY_SECONDS * G_USEC_PER_SEC;
}

void
parlour_sync_fail (ParlourSync *self, const GError *error)
{
  if (self->stopped || self->state == PARLOUR_ACCOUNT_SIGNED_OUT)
    return;
  if (is_refusal (error)) {
    parlour_sync_refuse (self, error);
    return;
  }
  if (was_steady (self))
    self->n_failures = 0;
  self->online_at = 0;
  disconnect (self);
  g_debug ("no connection: %s", error->message);
  self->retry = g_timeout_add_once (back_off (self), retry_cb, self);
  self->n_failures++;
  set_state (self, PARLOUR_ACCOUNT_OFFLINE, error);
}

void
parlour_sync_fail_for (ParlourSync *self, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, sentence);

  parlour_sync_fail (self, error);
}

void
parlour_sync_refuse (ParlourSync *self, const GError *problem)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self) && problem != NULL);

  if (self->stopped)
    return;
  self->online_at = 0;
  disconnect (self);
  set_state (self, PARLOUR_ACCOUNT_SIGNED_OUT, problem);
}

static void
hear_opened (ParlourSync *self, JsonObject *frame)
{
  parlour_sync_say_hello (self);
}

/* What is not listed is of a later version and means nothing to us. */
static const struct {
  const char *op;
  ParlourHear hear;
} ears[] = {
    {"opened", hear_opened},
    {"welcome", parlour_sync_hear_welcome},
    {"event", parlour_sync_hear_event},
    {"ok", parlour_sync_hear_ok},
    {"error", parlour_sync_hear_error},
    {"marks", parlour_sync_hear_marks},
    {"presence", parlour_sync_hear_presence},
    {"typing", parlour_sync_hear_typing},
    {"profile", parlour_sync_hear_profile},
    {"tops", parlour_sync_hear_tops},
    {"start", parlour_sync_hear_start},
    {"reset", parlour_sync_hear_reset},
};

static void
frame_cb (ParlourSync *self, JsonObject *frame)
{
  g_autoptr (ParlourSync) alive = g_object_ref (self);
  const char *op = parlour_frame_get_string (frame, "op");

  self->heard_at = parlour_timestamp_now ();
  for (gsize i = 0; i < G_N_ELEMENTS (ears); i++)
    if (strcmp (ears[i].op, op) == 0)
      ears[i].hear (self, frame);
}

static void
closed_cb (ParlourSync *self, guint code, const GError *error)
{
  g_autoptr (ParlourSync) alive = g_object_ref (self);
  g_autoptr (GError) local = NULL;

  if (error != NULL)
    local = g_error_copy (error);
  else if (code == CLOSE_SIGNED_OUT)
    parlour_problem_set (&local, PARLOUR_PROBLEM_TOKEN_REFUSED, "%s",
                         _ ("This device was signed out."));
  else
    local = g_error_new (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "%s",
                         _ ("The server closed the connection."));
  parlour_sync_fail (self, local);
}

static void
state_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourSync) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlourCopyState) state =
      parlour_copy_get_state_finish (PARLOUR_COPY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->socket != NULL ||
      self->cancellable == NULL)
    return;
  if (state == NULL) {
    parlour_sync_fail (self, error);
    return;
  }
  g_free (self->epoch);
  self->epoch = g_strdup (state->epoch);
  g_hash_table_unref (self->positions);
  self->positions = g_hash_table_ref (state->positions);
  self->socket = parlour_socket_new (self->http);
  g_signal_connect_object (self->socket, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->socket, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}

void
parlour_sync_start (ParlourSync *self)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self));

  if (self->stopped || (self->state == PARLOUR_ACCOUNT_ONLINE && self->socket != NULL))
    return;
  parlour_sync_hang_up (self);
  if (self->state != PARLOUR_ACCOUNT_OFFLINE)
    set_state (self, PARLOUR_ACCOUNT_CONNECTING, NULL);
  parlour_copy_get_state_async (self->copy, self->cancellable, state_cb, g_object_ref (self));
}

void
parlour_sync_try_again (ParlourSync *self)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self));

  if (self->state != PARLOUR_ACCOUNT_OFFLINE)
    return;
  self->n_failures = 0;
  set_state (self, PARLOUR_ACCOUNT_CONNECTING, NULL);
  parlour_sync_start (self);
}

void
parlour_sync_stop (ParlourSync *self)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self));

  self->stopped = TRUE;
  self->state = PARLOUR_ACCOUNT_OFFLINE; /* nobody is told, but nothing is sent any more */
  disconnect (self);
  parlour_copy_set_fetcher (self->copy, NULL, NULL);
  parlour_copy_set_box_fetcher (self->copy, NULL, NULL);
}

/* The network came back: there is no reason to sit the back-off out. */
static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, ParlourSync *self)
{
  if (!available || self->retry == 0)
    return;
  self->n_failures = 0;
  parlour_sync_start (self);
}

/* A draft comes by no event, and marks are told by person. */
static void
watch_closely (ParlourSync *self, const char *conversation)
{
  parlour_sync_refresh_conversation (self, conversation);
  parlour_sync_need_members (self, conversation);
}

void
parlour_sync_watch (ParlourSync *self, const char *conversation)
{
  g_return_if_fail (PARLOUR_IS_SYNC (self));

  if (g_strcmp0 (self->watched, conversation) == 0)
    return;
  g_free (self->watched);
  self->watched = g_strdup (conversation);
  if (self->state != PARLOUR_ACCOUNT_ONLINE)
    return;
  parlour_sync_say_watch (self);
  if (conversation != NULL)
    watch_closely (self, conversation);
}

/* The server looks each of them up, so that the same ones are not said again. */
void
parlour_sync_glance (ParlourSync *self, const char *const *conversations)
{
  static const char *const none[] = {NULL};
  const char *const *before = self->glanced != NULL ? (const char *const *)self->glanced : none;

  g_return_if_fail (PARLOUR_IS_SYNC (self) && conversations != NULL);
  g_return_if_fail (g_strv_length ((char **)conversations) <= PARLOUR_ACCOUNT_GLANCED_MAX);

  if (g_strv_equal (before, conversations))
    return;
  g_strfreev (self->glanced);
  self->glanced = g_strdupv ((char **)conversations);
  if (self->state == PARLOUR_ACCOUNT_ONLINE)
    parlour_sync_say_watch (self);
}

ParlourAccountState
parlour_sync_get_state (ParlourSync *self)
{
  g_return_val_if_fail (PARLOUR_IS_SYNC (self), PARLOUR_ACCOUNT_OFFLINE);
  return self->state;
}

const GError *
parlour_sync_get_problem (ParlourSync *self)
{
  g_return_val_if_fail (PARLOUR_IS_SYNC (self), NULL);
  return self->problem;
}

gint64
parlour_sync_get_heard_at (ParlourSync *self)
{
  g_return_val_if_fail (PARLOUR_IS_SYNC (self), 0);
  return self->heard_at;
}

static void
parlour_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ParlourSync *self = PARLOUR_SYNC (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int)self->state);
    break;
  case PROP_PROBLEM:
    g_value_set_boxed (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
parlour_sync_dispose (GObject *object)
{
  ParlourSync *self = PARLOUR_SYNC (object);

  disconnect (self);
  g_clear_signal_handler (&self->network_handler, g_network_monitor_get_default ());
  if (self->copy != NULL) {
    parlour_copy_set_fetcher (self->copy, NULL, NULL);
    parlour_copy_set_box_fetcher (self->copy, NULL, NULL);
  }
  g_clear_pointer (&self->strangers, parlour_profile_reader_free);
  g_clear_object (&self->copy);
  g_clear_object (&self->http);
  G_OBJECT_CLASS (parlour_sync_parent_class)->dispose (object);
}

static void
parlour_sync_finalize (GObject *object)
{
  ParlourSync *self = PARLOUR_SYNC (object);

  g_clear_error (&self->problem);
  g_object_unref (self->presence);
  g_free (self->epoch);
  g_free (self->watched);
  g_strfreev (self->glanced);
  g_hash_table_unref (self->positions);
  g_hash_table_unref (self->tops);
  g_hash_table_unref (self->behind);
  g_hash_table_unref (self->following);
  g_hash_table_unref (self->fetching);
  g_hash_table_unref (self->outdated);
  g_hash_table_unref (self->members);
  g_hash_table_unref (self->rereading);
  g_hash_table_unref (self->ops);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->held);
  G_OBJECT_CLASS (parlour_sync_parent_class)->finalize (object);
}

static void
parlour_sync_class_init (ParlourSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = parlour_sync_get_property;
  object_class->dispose = parlour_sync_dispose;
  object_class->finalize = parlour_sync_finalize;

  props[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, PARLOUR_ACCOUNT_STARTING, PARLOUR_ACCOUNT_SIGNED_OUT,
                        PARLOUR_ACCOUNT_STARTING, flags);
  props[PROP_PROBLEM] = g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ONLINE] = g_signal_new ("online", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[OWN_PROFILE] = g_signal_new ("own-profile", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static GHashTable *
positions_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
parlour_sync_init (ParlourSync *self)
{
  self->presence = parlour_presence_new ();
  self->positions = positions_new ();
  self->tops = positions_new ();
  self->behind = positions_new ();
  self->following = positions_new ();
  self->fetching = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->outdated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rereading = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ops = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_heard_free);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify)parlour_heard_free);
  self->network_handler = g_signal_connect (g_network_monitor_get_default (), "network-changed",
                                            G_CALLBACK (network_changed_cb), self);
}

ParlourSync *
parlour_sync_new (ParlourHttp *http, ParlourCopy *copy)
{
  g_return_val_if_fail (PARLOUR_IS_HTTP (http) && PARLOUR_IS_COPY (copy), NULL);

  ParlourSync *self = g_object_new (PARLOUR_TYPE_SYNC, NULL);
  self->http = g_object_ref (http);
  self->copy = g_object_ref (copy);
  self->strangers = parlour_profile_reader_new (http, copy);
  parlour_sync_install_fetcher (self);
  parlour_sync_install_box_fetcher (self);
  return self;
}

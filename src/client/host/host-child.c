/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-child"

#include "client/host/host-child.h"

#include "client/host/host-exit.h"
#include "client/trust.h"

#include <gio/gunixoutputstream.h>
#include <glib-unix.h>
#include <glib/gi18n.h>

#include <signal.h>
#include <unistd.h>

/* This file owns one run of `parlour-server serve`: how it is started, what it says, its end. Main
 * thread. */

#define READY_SECONDS  30
#define PARENT_PIPE_FD 3 /* in the child */
#define READY_WORD     "ready "
#define CERTIFICATE    "cert.pem"

struct _ParlourHostChild {
  GObject parent_instance;

  GSubprocess *process; /* NULL once it has ended */
  GOutputStream *life;  /* the writing end of the pipe: it closes when we die */
  GTask *starting;      /* until the `ready` line, or the failure */
  guint deadline;
  gulong cancelled;

  char *data_dir;
  char *address; /* NULL until it is ready */
  ParlourFingerprint fingerprint;
  char *last_words; /* the last line of its log */
  GError *failure;  /* why we ended it; else it ended by itself */
  guint n_open;     /* its exit and its two streams: when all are done, so is it */
};

G_DEFINE_FINAL_TYPE (ParlourHostChild, parlour_host_child, G_TYPE_OBJECT)

enum {
  ENDED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static GTask *
steal_starting (ParlourHostChild *self)
{
  g_clear_handle_id (&self->deadline, g_source_remove);
  if (self->cancelled != 0) {
    g_cancellable_disconnect (g_task_get_cancellable (self->starting), self->cancelled);
    self->cancelled = 0;
  }
  return g_steal_pointer (&self->starting);
}

/* What a person is told: why we ended it, else why it says that it failed. */
static GError *
make_error (ParlourHostChild *self)
{
  if (self->failure != NULL)
    return g_steal_pointer (&self->failure);
  if (g_subprocess_get_if_signaled (self->process))
    return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                        /* Translators: the system's name of a signal, like “Killed” */
                        _ ("The server was ended from outside: %s."),
                        g_strsignal (g_subprocess_get_term_sig (self->process)));

  return parlour_host_exit_error (g_subprocess_get_exit_status (self->process), self->last_words);
}

/* One of the three is done. When all are, nothing more can be learnt. */
static void
close_one (ParlourHostChild *self)
{
  g_autoptr (GError) error = NULL;

  if (--self->n_open > 0)
    return;
  error = make_error (self);
  g_clear_object (&self->process);
  g_clear_object (&self->life);
  if (self->starting != NULL) {
    g_autoptr (GTask) task = steal_starting (self);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_signal_emit (self, signals[ENDED], 0, error);
}

static void
exited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourHostChild) self = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  close_one (self);
}

typedef void (*TakeLine) (ParlourHostChild *self, char *line);

typedef struct {
  ParlourHostChild *self;
  TakeLine take;
} Reading;

static void read_on (GDataInputStream *stream, Reading *reading);

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result,
                                                          NULL, &error);

  if (line != NULL || g_error_matches (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE)) {
    if (line != NULL)
      reading->take (reading->self, line);
    read_on (G_DATA_INPUT_STREAM (source), reading);
    return;
  }
  close_one (reading->self);
  g_object_unref (reading->self);
  g_free (reading);
}

static void
read_on (GDataInputStream *stream, Reading *reading)
{
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, line_cb, reading);
}

static void
read_lines (ParlourHostChild *self, GInputStream *pipe, TakeLine take)
{
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (pipe);
  Reading *reading = g_new0 (Reading, 1);

  reading->self = g_object_ref (self);
  reading->take = take;
  self->n_open++;
  read_on (stream, reading);
}

static void give_up (ParlourHostChild *self, GError *failure);

/* What is bound to all addresses is reached here by the loopback one. */
static char *
make_address (const char *ready)
{
  g_autoptr (GUri) uri = g_uri_parse (ready, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) bound =
      uri != NULL ? g_inet_address_new_from_string (g_uri_get_host (uri)) : NULL;

  if (bound == NULL || !g_inet_address_get_is_any (bound))
    return g_strdup (ready);
  return g_strdup_printf ("%s://127.0.0.1:%d", g_uri_get_scheme (uri), g_uri_get_port (uri));
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = g_build_filename (data, CERTIFICATE, NULL);
  g_autofree ParlourFingerprint *fingerprint = g_new0 (ParlourFingerprint, 1);
  GError *error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);

  if (certificate == NULL)
    g_task_return_error (task, error);
  else if (!parlour_trust_read (certificate, fingerprint))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                             /* Translators: %s is a file */
                             _ ("“%s” is no certificate."), path);
  else
    g_task_return_pointer (task, g_steal_pointer (&fingerprint), g_free);
}

static void
key_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlourHostChild) self = data;
  GError *error = NULL;
  g_autofree ParlourFingerprint *fingerprint = g_task_propagate_pointer (G_TASK (result), &error);

  if (fingerprint == NULL) {
    give_up (self, error);
    return;
  }
  self->fingerprint = *fingerprint;
  if (self->starting == NULL)
    return;
  g_autoptr (GTask) task = steal_starting (self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
take_output (ParlourHostChild *self, char *line)
{
  g_autofree char *text = line;

  if (self->starting == NULL || self->address != NULL || !g_str_has_prefix (text, READY_WORD))
    return;
  self->address = make_address (text + strlen (READY_WORD));

  /* without @self as its source, which its thread must not be the one to end */
  g_autoptr (GTask) reading = g_task_new (NULL, NULL, key_read_cb, g_object_ref (self));
  g_task_set_task_data (reading, g_strdup (self->data_dir), g_free);
  g_task_run_in_thread (reading, read_in_thread);
}

static void
take_log (ParlourHostChild *self, char *line)
{
  g_debug ("server: %s", line);
  if (*g_strstrip (line) == '\0') {
    g_free (line);
    return;
  }
  g_free (self->last_words);
  self->last_words = line;
}

static void
give_up (ParlourHostChild *self, GError *failure)
{
  if (self->failure == NULL)
    self->failure = failure;
  else
    g_error_free (failure);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
}

static void
too_late_cb (gpointer data)
{
  ParlourHostChild *self = PARLOUR_HOST_CHILD (data);

  self->deadline = 0;
  give_up (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                      _ ("The server did not get ready in time.")));
}

static void
cancelled_cb (GCancellable *cancellable, ParlourHostChild *self)
{
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  give_up (self, error);
}

/* The pipe: the child watches its end, and ours is in no other child, for it closes on exec. */
static gboolean
make_life_line (ParlourHostChild *self, GSubprocessLauncher *launcher, GError **error)
{
  int ends[2];

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return FALSE;
  self->life = g_unix_output_stream_new (ends[1], TRUE);
  g_subprocess_launcher_take_fd (launcher, ends[0], PARENT_PIPE_FD);
  return TRUE;
}

static char **
make_arguments (const ParlourHostPlan *plan)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *listen = g_strdup_printf ("%s:%u", plan->listen_host, plan->port);
  g_autofree char *life = g_strdup_printf ("%d", PARENT_PIPE_FD);

  g_strv_builder_add_many (argv, plan->program, "serve", "--data-dir", plan->data_dir, "--listen",
                           listen, "--tls", "own", "--parent-pipe", life, NULL);
  if (plan->place_name != NULL)
    g_strv_builder_add_many (argv, "--name", plan->place_name, NULL);
  return g_strv_builder_end (argv);
}

static gboolean
spawn (ParlourHostChild *self, const ParlourHostPlan *plan, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_auto (GStrv) argv = make_arguments (plan);

  if (!make_life_line (self, launcher, error))
    return FALSE;
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv, error);
  return self->process != NULL;
}

void
parlour_host_child_start_async (const ParlourHostPlan *plan,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (plan != NULL && plan->program != NULL && plan->data_dir != NULL);

  g_autoptr (ParlourHostChild) self = g_object_new (PARLOUR_TYPE_HOST_CHILD, NULL);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, parlour_host_child_start_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!spawn (self, plan, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->data_dir = g_strdup (plan->data_dir);
  self->starting = g_steal_pointer (&task);
  self->deadline = g_timeout_add_once (READY_SECONDS * 1000, too_late_cb, self);
  if (cancellable != NULL)
    self->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  self->n_open = 1;
  g_subprocess_wait_async (self->process, NULL, exited_cb, g_object_ref (self));
  read_lines (self, g_subprocess_get_stdout_pipe (self->process), take_output);
  read_lines (self, g_subprocess_get_stderr_pipe (self->process), take_log);
}

ParlourHostChild *
parlour_host_child_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
parlour_host_child_get_address (ParlourHostChild *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST_CHILD (self), NULL);
  return self->address;
}

const ParlourFingerprint *
parlour_host_child_get_fingerprint (ParlourHostChild *self)
{
  g_return_val_if_fail (PARLOUR_IS_HOST_CHILD (self), NULL);
  return &self->fingerprint;
}

void
parlour_host_child_stop (ParlourHostChild *self)
{
  g_return_if_fail (PARLOUR_IS_HOST_CHILD (self));

  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
}

static void
parlour_host_child_finalize (GObject *object)
{
  ParlourHostChild *self = PARLOUR_HOST_CHILD (object);

  g_clear_handle_id (&self->deadline, g_source_remove);
  g_clear_object (&self->process);
  g_clear_object (&self->life);
  g_clear_error (&self->failure);
  g_free (self->data_dir);
  g_free (self->address);
  g_free (self->last_words);
  G_OBJECT_CLASS (parlour_host_child_parent_class)->finalize (object);
}

static void
parlour_host_child_class_init (ParlourHostChildClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parlour_host_child_finalize;

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
parlour_host_child_init (ParlourHostChild *self)
{
}

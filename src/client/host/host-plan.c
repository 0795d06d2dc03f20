/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-host-plan"

#include "client/host/host-plan.h"

#include "core/limits.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <unistd.h>

/* This file owns where a hosted server is found, where it keeps its things and which port it takes.
 * Files are touched on GTask's threads. */

#define PROGRAM       "parlour-server"
#define PORT_FILE     "host-port"
#define FOLDER        "server"
#define DATABASE_FILE "parlour.db"
#define MOVED_FILE    "moved" /* there where the place was moved to another computer */
#define LOCK_FILE     "lock"  /* there, locked by whatever serves it */
#define PORTS_TRIED   32

#define PREDECESSOR_MS 10000
#define LOOK_AGAIN_MS  50

typedef struct {
  ParlourProfile *profile;
  char *program;
  gboolean patient;
} Question;

static void
question_free (Question *question)
{
  parlour_profile_unref (question->profile);
  g_free (question->program);
  g_free (question);
}

ParlourHostPlan *
parlour_host_plan_copy (const ParlourHostPlan *self)
{
  ParlourHostPlan *copy = g_memdup2 (self, sizeof *self);

  copy->program = g_strdup (self->program);
  copy->data_dir = g_strdup (self->data_dir);
  copy->place_name = g_strdup (self->place_name);
  copy->listen_host = g_strdup (self->listen_host);
  return copy;
}

void
parlour_host_plan_free (ParlourHostPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->data_dir);
  g_free (self->place_name);
  g_free (self->listen_host);
  g_free (self);
}

static char *
port_file (ParlourProfile *profile)
{
  return g_build_filename (parlour_profile_get_config_dir (profile), PORT_FILE, NULL);
}

/* Installed, the programs lie side by side; in the build folder, in one folder each. */
static char *
find_program (void)
{
  static const char *const places[] = {PROGRAM, "../server/" PROGRAM};
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  for (gsize i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_build_filename (folder, places[i], NULL);
    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  return g_find_program_in_path (PROGRAM);
}

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;

  int code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: a folder, then the system's reason */
               _ ("The folder “%s” can’t be made: %s"), path, g_strerror (code));
  return FALSE;
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Whoever hosted here before may have died a moment ago, with a server that is still ending: it
 * holds the folder, and the port that its invites name. One that somebody runs there by themselves
 * stays, and ours will say so. */
static void
wait_for_predecessor (const char *folder, GCancellable *cancellable)
{
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);
  gint64 end = g_get_monotonic_time () + PREDECESSOR_MS * G_TIME_SPAN_MILLISECOND;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return; /* nobody has ever served it */
  while (flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK &&
         g_get_monotonic_time () < end && !g_cancellable_is_cancelled (cancellable))
    g_usleep (LOOK_AGAIN_MS * G_TIME_SPAN_MILLISECOND);
  close (fd);
}

/* What was moved away leaves room for another place. It is kept: only the person knows whether the
 * move arrived. */
static gboolean
put_aside (const char *folder, GError **error)
{
  g_autofree char *aside = g_strconcat (folder, "-moved", NULL);

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++) {
    g_free (aside);
    aside = g_strdup_printf ("%s-moved-%u", folder, i);
  }
  if (g_rename (folder, aside) == 0)
    return TRUE;

  int code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: a folder, then the system's reason */
               _ ("The folder “%s” can’t be put aside: %s"), folder, g_strerror (code));
  return FALSE;
}

static guint16
last_port (ParlourProfile *profile)
{
  g_autofree char *path = port_file (profile);
  g_autofree char *text = NULL;
  guint64 port = 0;

  if (g_file_get_contents (path, &text, NULL, NULL) &&
      g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, G_MAXUINT16, &port, NULL))
    return (guint16)port;
  return PARLOUR_DEFAULT_PORT;
}

/* One socket for both kinds of addresses, where this computer has the newer one. */
static GSocketFamily
choose_family (void)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV6, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, 0);

  return socket != NULL && g_socket_bind (socket, address, TRUE, NULL) ? G_SOCKET_FAMILY_IPV6
                                                                       : G_SOCKET_FAMILY_IPV4;
}

/* Whether it could be listened on just now. Somebody may still be quicker than the server. */
static gboolean
is_free (GSocketFamily family, guint16 port)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (family);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, port);
  g_autoptr (GSocket) socket =
      g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  if (socket != NULL && family == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 0, NULL);
  return socket != NULL && g_socket_bind (socket, address, TRUE, NULL);
}

/* A port near the known one is more likely to be let through by what somebody set up for it. */
static guint16
choose_port (GSocketFamily family, guint16 last)
{
  for (guint port = last; port < (guint)last + PORTS_TRIED && port <= G_MAXUINT16; port++)
    if (is_free (family, (guint16)port))
      return (guint16)port;
  return 0;
}

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  const char *config_dir = parlour_profile_get_config_dir (question->profile);
  g_autoptr (ParlourHostPlan) plan = g_new0 (ParlourHostPlan, 1);
  GError *error = NULL;

  plan->data_dir =
      g_build_filename (parlour_profile_get_data_dir (question->profile), FOLDER, NULL);
  plan->program = question->program != NULL ? g_strdup (question->program) : find_program ();
  if (plan->program == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             /* Translators: %s is a program's name */
                             _ ("The program “%s” is missing."), PROGRAM);
    return;
  }
  if (question->patient)
    wait_for_predecessor (plan->data_dir, cancellable);
  if ((has_file (plan->data_dir, MOVED_FILE) && !put_aside (plan->data_dir, &error)) ||
      !make_folder (plan->data_dir, &error) || !make_folder (config_dir, &error)) {
    g_task_return_error (task, error);
    return;
  }
  GSocketFamily family = choose_family ();
  plan->listen_host = g_strdup (family == G_SOCKET_FAMILY_IPV6 ? "[::]" : "0.0.0.0");
  plan->port = choose_port (family, last_port (question->profile));
  g_task_return_pointer (task, g_steal_pointer (&plan), (GDestroyNotify)parlour_host_plan_free);
}

void
parlour_host_plan_make_async (ParlourProfile *profile,
                              const char *program,
                              gboolean patient,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->profile = parlour_profile_ref (profile);
  question->program = g_strdup (program);
  question->patient = patient;
  g_task_set_source_tag (task, parlour_host_plan_make_async);
  g_task_set_task_data (task, question, (GDestroyNotify)question_free);
  g_task_run_in_thread (task, make_in_thread);
}

ParlourHostPlan *
parlour_host_plan_make_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_warning ("the server's port can't be kept: %s", error->message);
}

void
parlour_host_plan_keep_address (ParlourProfile *profile, const char *address)
{
  const char *colon = strrchr (address, ':');
  g_autofree char *path = port_file (profile);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (colon == NULL)
    return;
  g_autoptr (GBytes) text = g_bytes_new (colon + 1, strlen (colon + 1));
  g_file_replace_contents_bytes_async (file, text, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       kept_cb, NULL);
}

gboolean
parlour_host_plan_exists (ParlourProfile *profile)
{
  g_autofree char *folder = g_build_filename (parlour_profile_get_data_dir (profile), FOLDER, NULL);

  return has_file (folder, DATABASE_FILE) && !has_file (folder, MOVED_FILE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-pictures"

#include "server/pictures.h"

#include "server/routes.h"

#include <config.h>

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* This file owns how the server has pictures made small. What goes in and what comes out are files
 * in memory: nothing that the other process writes can hold us up or take more room than it may
 * have. On threads of its own. */

#define PROGRAM   "parlour-picture"
#define THREADS   2
#define QUEUE_MAX 16
#define PNG_MAX   (512 * 1024)

enum { /* what the program says by its end: see picture/main.c */
       EXIT_NO_PICTURE = 3,
       EXIT_TOO_LARGE = 4,
};

struct _ParlourPictures {
  char *program;
  GThreadPool *pool;
  GCancellable *cancellable;
  ParlourStageDone done;
  gpointer data;
};

static char *
find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self != NULL ? self : "/");
  /* in the folder where it was built */
  g_autofree char *beside = g_build_filename (folder, "..", "picture", PROGRAM, NULL);

  return g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE)
             ? g_steal_pointer (&beside)
             : g_build_filename (PARLOUR_LIBEXEC_DIR, PROGRAM, NULL);
}

static gboolean
fail_errno (const char *what, GError **error)
{
  g_warning ("%s: %s", what, g_strerror (errno));
  parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE, "The server can't do this now.");
  parlour_problem_set_retry_after (*error, 10);
  return FALSE;
}

/* -1 where there is no room. */
static int
make_file (GBytes *content)
{
  gsize length = 0;
  const char *data = content != NULL ? g_bytes_get_data (content, &length) : NULL;
  int fd = memfd_create (PROGRAM, MFD_CLOEXEC);

  for (gsize done = 0; fd >= 0 && done < length;) {
    gssize written = write (fd, data + done, length - done);
    if (written > 0) {
      done += (gsize)written;
    } else if (errno != EINTR) {
      close (fd);
      return -1;
    }
  }
  if (fd >= 0)
    lseek (fd, 0, SEEK_SET);
  return fd;
}

static GBytes *
read_file (int fd)
{
  g_autofree char *data = g_malloc (PNG_MAX);
  gssize length = pread (fd, data, PNG_MAX, 0);

  return length > 0 && length < PNG_MAX ? g_bytes_new_take (g_steal_pointer (&data), (gsize)length)
                                        : NULL;
}

/* Takes @input. It starts with an empty environment: nothing of ours is its business. */
static GSubprocess *
start (ParlourPictures *self, guint side, int input, int output, GError **error)
{
  static const char *const environment[] = {"LC_ALL=C", NULL};
  g_autofree char *text = g_strdup_printf ("%u", side);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  g_subprocess_launcher_set_environ (launcher, (char **)environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_take_stdin_fd (launcher, input);
  g_subprocess_launcher_take_stdout_fd (launcher, dup (output));
  return g_subprocess_launcher_spawn (launcher, error, self->program, text, NULL);
}

static gboolean
refuse (GSubprocess *child, GError **error)
{
  int status = g_subprocess_get_if_exited (child) ? g_subprocess_get_exit_status (child) : -1;

  if (status == EXIT_TOO_LARGE)
    parlour_problem_set (error, PARLOUR_PROBLEM_INVALID_PICTURE,
                         "This picture has too many pixels.");
  else
    parlour_problem_set (error, PARLOUR_PROBLEM_INVALID_PICTURE,
                         "This is no picture that the server can read.");
  if (status != EXIT_TOO_LARGE && status != EXIT_NO_PICTURE)
    g_message ("A picture ended %s with %d", PROGRAM, status);
  return FALSE;
}

static gboolean
run (ParlourPictures *self, ParlourCall *call, int output, GError **error)
{
  g_autoptr (GError) inner = NULL;
  int input = make_file (call->raw);

  if (input < 0)
    return fail_errno ("A picture finds no room", error);
  g_autoptr (GSubprocess) child = start (self, call->route->picture, input, output, &inner);
  if (child == NULL || !g_subprocess_wait (child, self->cancellable, &inner)) {
    if (child != NULL)
      g_subprocess_force_exit (child);
    g_warning ("%s: %s", self->program, inner->message);
    parlour_problem_set (error, PARLOUR_PROBLEM_UNAVAILABLE, "The server can't do this now.");
    return FALSE;
  }
  if (!g_subprocess_get_successful (child))
    return refuse (child, error);
  g_clear_pointer (&call->picture, g_bytes_unref);
  call->picture = read_file (output);
  return call->picture != NULL || refuse (child, error);
}

static void
picture_cb (gpointer data, gpointer user_data)
{
  ParlourCall *call = data;
  ParlourPictures *self = user_data;
  GError *error = NULL;
  int output = make_file (NULL);

  if (output < 0)
    fail_errno ("A picture finds no room", &error);
  else
    run (self, call, output, &error);
  if (output >= 0)
    close (output);
  self->done (call, error, self->data);
}

ParlourPictures *
parlour_pictures_new (const char *program, ParlourStageDone done, gpointer data)
{
  ParlourPictures *self = g_new0 (ParlourPictures, 1);

  self->program = program != NULL ? g_strdup (program) : find_program ();
  self->cancellable = g_cancellable_new ();
  self->done = done;
  self->data = data;
  self->pool = g_thread_pool_new (picture_cb, self, THREADS, FALSE, NULL);
  return self;
}

void
parlour_pictures_push (ParlourPictures *self, ParlourCall *call)
{
  GError *error = NULL;

  if (g_thread_pool_unprocessed (self->pool) < QUEUE_MAX) {
    g_thread_pool_push (self->pool, call, NULL);
    return;
  }
  parlour_problem_set (&error, PARLOUR_PROBLEM_UNAVAILABLE,
                       "Too many pictures come at this moment.");
  parlour_problem_set_retry_after (error, 5);
  self->done (call, error, self->data);
}

void
parlour_pictures_stop (ParlourPictures *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_object_unref (self->cancellable);
  g_free (self->program);
  g_free (self);
}

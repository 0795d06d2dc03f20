/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture-maker"

#include "picture/maker.h"

#include "picture/exit-status.h"

#include "build-config.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* This file owns how a picture is made small. What goes in and what comes out are files in memory:
 * nothing that the other process writes can hold us up or take more room than it may have. On any
 * thread that may wait. */

#define PROGRAM "parlour-picture"

char *
parlour_picture_find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self != NULL ? self : "/");
  g_autofree char *beside = g_build_filename (folder, "..", "picture", PROGRAM, NULL);

  return g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE)
             ? g_steal_pointer (&beside)
             : g_build_filename (PARLOUR_LIBEXEC_DIR, PROGRAM, NULL);
}

static int
fail_errno (GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, (gint)g_file_error_from_errno (code),
               "A picture finds no room: %s", g_strerror (code));
  return -1;
}

/* -1 with @error where there is no room. */
static int
make_file (GBytes *content, GError **error)
{
  gsize length = 0;
  const char *data = content != NULL ? g_bytes_get_data (content, &length) : NULL;
  int fd = memfd_create (PROGRAM, MFD_CLOEXEC);

  if (fd < 0)
    return fail_errno (error);
  for (gsize done = 0; done < length;) {
    gssize written = write (fd, data + done, length - done);
    if (written > 0) {
      done += (gsize)written;
    } else if (errno != EINTR) {
      fail_errno (error);
      close (fd);
      return -1;
    }
  }
  lseek (fd, 0, SEEK_SET);
  return fd;
}

static GBytes *
read_file (int fd)
{
  g_autofree char *data = g_malloc (PARLOUR_PICTURE_BYTES_MAX);
  gssize length = pread (fd, data, PARLOUR_PICTURE_BYTES_MAX, 0);

  return length > 0 && length < PARLOUR_PICTURE_BYTES_MAX
             ? g_bytes_new_take (g_steal_pointer (&data), (gsize)length)
             : NULL;
}

/* Takes @input. It starts with an empty environment: nothing of ours is its business. */
static GSubprocess *
start (const char *program, guint side, int input, int output, GError **error)
{
  static const char *const environment[] = {"LC_ALL=C", NULL};
  g_autofree char *text = g_strdup_printf ("%u", side);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  g_subprocess_launcher_set_environ (launcher, (char **)environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_take_stdin_fd (launcher, input);
  g_subprocess_launcher_take_stdout_fd (launcher, dup (output));
  return g_subprocess_launcher_spawn (launcher, error, program, text, NULL);
}

/* A signal is what a picture did to the decoder; any other end is no fault of the picture. */
static GBytes *
refuse (GSubprocess *child, GError **error)
{
  gboolean exited = g_subprocess_get_if_exited (child);
  int status = exited ? g_subprocess_get_exit_status (child) : PARLOUR_PICTURE_NONE;

  if (!exited)
    g_message ("A picture ended %s by signal %d", PROGRAM, g_subprocess_get_term_sig (child));
  if (status == PARLOUR_PICTURE_TOO_LARGE)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The picture has too many pixels");
  else if (status == PARLOUR_PICTURE_NONE)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "This is no picture that is read");
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s ended with %d", PROGRAM, status);
  return NULL;
}

static GBytes *
run (const char *program,
     GBytes *picture,
     guint side,
     int output,
     GCancellable *cancellable,
     GError **error)
{
  int input = make_file (picture, error);

  if (input < 0)
    return NULL;
  g_autoptr (GSubprocess) child = start (program, side, input, output, error);
  if (child == NULL)
    return NULL;
  if (!g_subprocess_wait (child, cancellable, error)) {
    g_subprocess_force_exit (child);
    return NULL;
  }
  GBytes *png = g_subprocess_get_successful (child) ? read_file (output) : NULL;
  return png != NULL ? png : refuse (child, error);
}

GBytes *
parlour_picture_make (
    const char *program, GBytes *picture, guint side, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (program != NULL && side > 0, NULL);

  int output = make_file (NULL, error);
  if (output < 0)
    return NULL;
  GBytes *png = run (program, picture, side, output, cancellable, error);
  close (output);
  return png;
}

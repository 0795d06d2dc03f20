/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-picture"

#include "picture/exit-status.h"
#include "picture/sandbox.h"
#include "picture/thumbnail.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Reads a picture from standard input, and writes a small square PNG of it to standard output. It
 * is a program of its own, so that what decoders do wrong with a stranger's file is done where
 * nothing else is. */

#define INPUT_MAX (64 * 1024 * 1024)
#define SIDE_MAX  1024

static GByteArray *
read_all (void)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 buffer[64 * 1024];
  gssize length;

  while ((length = read (STDIN_FILENO, buffer, sizeof buffer)) != 0) {
    if (length < 0 && errno == EINTR)
      continue;
    if (length < 0 || all->len + (gsize)length > INPUT_MAX)
      return NULL;
    g_byte_array_append (all, buffer, (guint)length);
  }
  return g_steal_pointer (&all);
}

static gboolean
write_all (GBytes *bytes)
{
  gsize left = 0;
  const guint8 *data = g_bytes_get_data (bytes, &left);

  while (left > 0) {
    gssize length = write (STDOUT_FILENO, data, left);
    if (length < 0 && errno == EINTR)
      continue;
    if (length <= 0)
      return FALSE;
    data += length;
    left -= (gsize)length;
  }
  return TRUE;
}

static int
run (guint side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) input = read_all ();

  if (input == NULL)
    return PARLOUR_PICTURE_TOO_LARGE;
  g_autoptr (GBytes) png = parlour_thumbnail_make (input->data, input->len, side, &error);
  if (png == NULL)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? PARLOUR_PICTURE_TOO_LARGE
                                                                    : PARLOUR_PICTURE_NONE;
  return write_all (png) ? EXIT_SUCCESS : PARLOUR_PICTURE_BROKEN;
}

int
main (int argc, char **argv)
{
  gint64 side = 0;

  if (argc != 2 || !g_ascii_string_to_signed (argv[1], 10, 1, SIDE_MAX, &side, NULL))
    return PARLOUR_PICTURE_USAGE;
  parlour_thumbnail_prepare ();
  if (!parlour_sandbox_enter ())
    return PARLOUR_PICTURE_BROKEN;
  /* what libraries do at the end may want what is forbidden by now */
  _exit (run ((guint)side));
}

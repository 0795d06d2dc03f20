/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-test"

#include "picture/sandbox.h"
#include "picture/thumbnail.h"

#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A picture becomes a small square; what is no picture, or too large a one, is refused; and the
 * program that decodes can do nothing else. */

/* Left half red, right half blue. */
static GBytes *
make_picture (const char *type, int width, int height, const char *key, const char *value)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GdkPixbuf) right =
      gdk_pixbuf_new_subpixbuf (picture, width / 2, 0, width - width / 2, height);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  gdk_pixbuf_fill (picture, 0xff0000ff);
  gdk_pixbuf_fill (right, 0x0000ffff);
  gdk_pixbuf_save_to_buffer (picture, &data, &length, type, &error, key, value, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* Runs the program; returns its status. */
static int
run (GBytes *input, const char *side, GBytes **output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        g_getenv ("PARLOUR_PICTURE"), side, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate (child, input, NULL, output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  return g_subprocess_get_exit_status (child);
}

static GdkPixbuf *
decode (GBytes *png)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (png);
  g_autoptr (GError) error = NULL;
  GdkPixbuf *picture = gdk_pixbuf_new_from_stream (stream, NULL, &error);

  g_assert_no_error (error);
  return picture;
}

static void
expect_side (GBytes *input, const char *side, int expected)
{
  g_autoptr (GBytes) output = NULL;

  g_assert_cmpint (run (input, side, &output), ==, 0);
  g_autoptr (GdkPixbuf) picture = decode (output);
  g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, expected);
  g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, expected);
}

static void
test_square (void)
{
  static const struct {
    const char *type;
    int width;
    int height;
    int side;
  } rows[] = {
      {"png", 600, 400, 256},  {"png", 400, 600, 256},   {"jpeg", 3000, 2000, 256},
      {"jpeg", 64, 640, 64},   {"png", 1, 1, 1},         {"png", 3, 2000, 3},
      {"jpeg", 257, 257, 256}, {"png", 5000, 1000, 256},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) input =
        make_picture (rows[i].type, rows[i].width, rows[i].height, NULL, NULL);
    expect_side (input, "256", rows[i].side);
  }
}

/* What a file tells besides its picture stays behind. */
static void
test_nothing_else_is_told (void)
{
  g_autoptr (GBytes) input = make_picture ("png", 300, 300, "tEXt::Comment", "at home, 52.5 N");
  g_autoptr (GBytes) output = NULL;

  g_assert_nonnull (memmem (g_bytes_get_data (input, NULL), g_bytes_get_size (input), "52.5 N", 6));
  g_assert_cmpint (run (input, "256", &output), ==, 0);
  g_assert_null (memmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), "52.5 N", 6));
}

static void
test_no_picture (void)
{
  static const char *const texts[] = {"",
                                      "x",
                                      "\x89PNG\r\n\x1a\n",
                                      "\xff\xd8\xff\xe0",
                                      "GIF89a\1\0\1\0",
                                      "<svg xmlns='http://www.w3.org/2000/svg'/>"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) input = g_bytes_new_static (texts[i], strlen (texts[i]));
    g_autoptr (GBytes) output = NULL;
    g_assert_cmpint (run (input, "256", &output), ==, 3);
    g_assert_cmpuint (g_bytes_get_size (output), ==, 0);
  }
}

/* Cut off, or with a byte changed, at each of many places: it ends by itself, and in order. */
static void
test_damaged (void)
{
  static const char *const types[] = {"png", "jpeg"};

  for (guint t = 0; t < G_N_ELEMENTS (types); t++) {
    g_autoptr (GBytes) whole = make_picture (types[t], 40, 30, NULL, NULL);
    gsize length = g_bytes_get_size (whole);
    for (gsize at = 0; at < length; at += MAX (1, length / 40)) {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, at);
      g_autofree guint8 *changed = g_memdup2 (g_bytes_get_data (whole, NULL), length);
      changed[at] ^= 0xff;
      g_autoptr (GBytes) other = g_bytes_new_static (changed, length);
      g_autoptr (GBytes) output = NULL;
      g_autoptr (GBytes) output_too = NULL;
      g_assert_cmpint (run (cut, "16", &output), <=, 4);
      g_assert_cmpint (run (other, "16", &output_too), <=, 4);
    }
  }
}

static void
set_size (guint8 *png, guint width, guint height)
{
  for (guint i = 0; i < 4; i++) {
    png[16 + i] = (guint8)(width >> (24 - 8 * i));
    png[20 + i] = (guint8)(height >> (24 - 8 * i));
  }
}

static void
test_too_large (void)
{
  static const guint sizes[][2] = {{30000, 10}, {10, 30000}, {10000, 10000}, {0x7fffffff, 2}};

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) small = make_picture ("png", 4, 4, NULL, NULL);
    gsize length = g_bytes_get_size (small);
    g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (small, NULL), length);
    set_size (data, sizes[i][0], sizes[i][1]);
    g_autoptr (GBytes) input = g_bytes_new_static (data, length);
    g_autoptr (GBytes) output = NULL;
    g_assert_cmpint (run (input, "256", &output), ==, 4);
  }
}

static void
test_usage (void)
{
  static const char *const sides[] = {"0", "-1", "1025", "x", ""};
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++) {
    g_autoptr (GBytes) output = NULL;
    g_assert_cmpint (run (nothing, sides[i], &output), ==, 2);
  }
}

/* In the sandbox: 0 where each of these is forbidden, else which of them was not. */
static int
try_to_leave (void)
{
  char *const argv[] = {(char *)"/bin/true", NULL};

  if (!parlour_sandbox_enter ())
    return 1;
  if (open ("/etc/passwd", O_RDONLY) >= 0 || errno != EPERM)
    return 2;
  if (socket (AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM)
    return 3;
  if (fork () >= 0)
    return 4;
  if (execv (argv[0], argv) == 0 || errno != EPERM)
    return 5;
  if (unlink ("/tmp/parlour-sandbox-test") == 0 || errno != EPERM)
    return 6;
  if (kill (1, 0) == 0 || errno != EPERM)
    return 7;
  return 0;
}

static void
test_sandbox (void)
{
  int status = 0;
  pid_t child = fork ();

  if (child == 0)
    _exit (try_to_leave ());
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/square", test_square);
  g_test_add_func ("/picture/nothing-else-is-told", test_nothing_else_is_told);
  g_test_add_func ("/picture/no-picture", test_no_picture);
  g_test_add_func ("/picture/damaged", test_damaged);
  g_test_add_func ("/picture/too-large", test_too_large);
  g_test_add_func ("/picture/usage", test_usage);
  g_test_add_func ("/picture/sandbox", test_sandbox);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-thumbnail"

#include "picture/thumbnail.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* This file owns how a picture becomes a small square one. Any thread. */

static const guint8 png_begin[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                   0,    0,   0,   13,  'I',  'H',  'D',  'R'};
static const guint8 jpeg_begin[] = {0xff, 0xd8, 0xff};

#define PNG_WIDTH_AT  16
#define PNG_HEIGHT_AT 20

static gboolean
begins_with (const guint8 *data, gsize length, const guint8 *begin, gsize begin_length)
{
  return length >= begin_length && memcmp (data, begin, begin_length) == 0;
}

static guint
read_16 (const guint8 *data)
{
  return (guint)data[0] << 8 | data[1];
}

static guint
read_32 (const guint8 *data)
{
  return read_16 (data) << 16 | read_16 (data + 2);
}

/* Markers of the frame's header, which has the size: SOF0 to SOF15 without DHT, JPG and DAC
 * (ITU T.81, table B.1). */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
measure_jpeg (const guint8 *data, gsize length, guint *width, guint *height)
{
  gsize at = 2;

  while (at + 9 <= length && data[at] == 0xff) {
    guint8 marker = data[at + 1];
    if (marker == 0xff) { /* it may be filled up */
      at++;
      continue;
    }
    if (is_frame (marker)) {
      *height = read_16 (data + at + 5);
      *width = read_16 (data + at + 7);
      return TRUE;
    }
    at += 2 + read_16 (data + at + 2);
  }
  return FALSE;
}

static gboolean
read_size (const guint8 *data, gsize length, guint *width, guint *height)
{
  if (begins_with (data, length, jpeg_begin, sizeof jpeg_begin))
    return measure_jpeg (data, length, width, height);
  if (!begins_with (data, length, png_begin, sizeof png_begin) || length < PNG_HEIGHT_AT + 4)
    return FALSE;
  *width = read_32 (data + PNG_WIDTH_AT);
  *height = read_32 (data + PNG_HEIGHT_AT);
  return TRUE;
}

/* What size the picture says it has, by its first bytes: before any decoder runs. */
static gboolean
measure (const guint8 *data, gsize length, guint *width, guint *height, GError **error)
{
  if (!read_size (data, length, width, height) || *width == 0 || *height == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "This is no PNG and no JPEG");
    return FALSE;
  }
  if (*width <= PARLOUR_PICTURE_SIDE_MAX && *height <= PARLOUR_PICTURE_SIDE_MAX &&
      (guint64)*width * *height <= PARLOUR_PICTURE_PIXELS_MAX)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%u × %u pixels are too many", *width,
               *height);
  return FALSE;
}

void
parlour_thumbnail_prepare (void)
{
  g_slist_free (gdk_pixbuf_get_formats ());
}

/* A decoder that can make it smaller while it reads takes less memory. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  int side = GPOINTER_TO_INT (data), shorter = MIN (width, height);

  if (shorter > side)
    gdk_pixbuf_loader_set_size (loader, MAX (side, (int)((gint64)width * side / shorter)),
                                MAX (side, (int)((gint64)height * side / shorter)));
}

static GdkPixbuf *
decode (const guint8 *data, gsize length, guint side, GError **error)
{
  const char *type = data[0] == jpeg_begin[0] ? "jpeg" : "png";
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (type, error);

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), GINT_TO_POINTER (side));
  if (!gdk_pixbuf_loader_write (loader, data, length, error)) {
    gdk_pixbuf_loader_close (loader, NULL);
    return NULL;
  }
  if (!gdk_pixbuf_loader_close (loader, error))
    return NULL;
  GdkPixbuf *decoded = gdk_pixbuf_loader_get_pixbuf (loader);
  if (decoded == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "There is nothing in it");
    return NULL;
  }
  return gdk_pixbuf_apply_embedded_orientation (decoded);
}

static GdkPixbuf *
cut_square (GdkPixbuf *whole, guint side)
{
  int width = gdk_pixbuf_get_width (whole), height = gdk_pixbuf_get_height (whole);
  int shorter = MIN (width, height), wanted = MIN (shorter, (int)side);
  g_autoptr (GdkPixbuf) square = gdk_pixbuf_new_subpixbuf (
      whole, (width - shorter) / 2, (height - shorter) / 2, shorter, shorter);

  return gdk_pixbuf_scale_simple (square, wanted, wanted, GDK_INTERP_BILINEAR);
}

GBytes *
parlour_thumbnail_make (const guint8 *data, gsize length, guint side, GError **error)
{
  guint width = 0, height = 0;
  char *png = NULL;
  gsize png_length = 0;

  if (!measure (data, length, &width, &height, error))
    return NULL;
  g_autoptr (GdkPixbuf) whole = decode (data, length, side, error);
  if (whole == NULL)
    return NULL;
  g_autoptr (GdkPixbuf) square = cut_square (whole, side);
  if (square == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "It takes too much memory");
    return NULL;
  }
  if (!gdk_pixbuf_save_to_buffer (square, &png, &png_length, "png", error, NULL))
    return NULL;
  return g_bytes_new_take (png, png_length);
}

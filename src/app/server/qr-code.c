/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-qr-code"

#include "app/server/qr-code.h"

#include <qrencode.h>

#include <math.h>

/* A square of modules. The widget draws itself and has no template. Main thread. */

struct _ParlourQrCode {
  GtkWidget parent_instance;
  QRcode *code; /* or NULL */
};

G_DEFINE_FINAL_TYPE (ParlourQrCode, parlour_qr_code, GTK_TYPE_WIDGET)

enum { QUIET = 4 /* modules, as the standard asks for */, MINIMUM = 180, NATURAL = 260 };

static QRcode *
encode (const char *text)
{
  return text ? QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M) : NULL;
}

static gboolean
is_dark (const QRcode *code, int x, int y)
{
  return code->data[y * code->width + x] & 1;
}

/* Adds each run of dark modules of a row as one rectangle, so that no hairline shows in it. */
static void
trace (cairo_t *cairo, const QRcode *code, double module)
{
  for (int y = 0; y < code->width; y++) {
    for (int x = 0; x < code->width; x++) {
      int start = x;
      while (x < code->width && is_dark (code, x, y))
        x++;
      if (x > start)
        cairo_rectangle (cairo, (QUIET + start) * module, (QUIET + y) * module,
                         (x - start) * module, module);
    }
  }
}

static void
draw (cairo_t *cairo, const QRcode *code, double module)
{
  double side = (code->width + 2 * QUIET) * module;
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_rectangle (cairo, 0, 0, side, side);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  trace (cairo, code, module);
  cairo_fill (cairo);
}

static void
parlour_qr_code_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = MINIMUM;
  *natural = NATURAL;
}

/* Modules are whole pixels, so that their edges are sharp. */
static void
parlour_qr_code_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlourQrCode *self = PARLOUR_QR_CODE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  if (!self->code)
    return;
  int modules = self->code->width + 2 * QUIET;
  double module = MAX (floor (MIN (width, height) / (double)modules), 1);
  double side = modules * module;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cairo, floor ((width - side) / 2), floor ((height - side) / 2));
  draw (cairo, self->code, module);
  cairo_destroy (cairo);
}

static void
parlour_qr_code_finalize (GObject *object)
{
  g_clear_pointer (&PARLOUR_QR_CODE (object)->code, QRcode_free);
  G_OBJECT_CLASS (parlour_qr_code_parent_class)->finalize (object);
}

static void
parlour_qr_code_class_init (ParlourQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = parlour_qr_code_finalize;
  widget_class->measure = parlour_qr_code_measure;
  widget_class->snapshot = parlour_qr_code_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
parlour_qr_code_init (ParlourQrCode *self)
{
}

gboolean
parlour_qr_code_set_text (ParlourQrCode *self, const char *text)
{
  g_return_val_if_fail (PARLOUR_IS_QR_CODE (self), FALSE);
  g_clear_pointer (&self->code, QRcode_free);
  self->code = encode (text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return self->code != NULL;
}

gboolean
parlour_qr_draw (cairo_t *cairo, const char *text, double size)
{
  g_return_val_if_fail (cairo != NULL && text != NULL, FALSE);
  QRcode *code = encode (text);
  if (!code)
    return FALSE;
  draw (cairo, code, size / (code->width + 2 * QUIET));
  QRcode_free (code);
  return TRUE;
}

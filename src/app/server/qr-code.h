/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourQrCode:
 *
 * Draws a text as a QR code (ISO/IEC 18004), always dark on light, with the quiet zone that readers
 * need, whatever the theme. Main thread.
 */
#define PARLOUR_TYPE_QR_CODE (parlour_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (ParlourQrCode, parlour_qr_code, PARLOUR, QR_CODE, GtkWidget)

/** parlour_qr_code_set_text: FALSE where @text (nullable) is too long, or NULL: nothing is drawn.
 */
gboolean parlour_qr_code_set_text (ParlourQrCode *self, const char *text);

/**
 * parlour_qr_draw:
 * @cairo: where to draw, in any unit
 * @size: the side of the square from the current origin, quiet zone included
 *
 * Draws @text for a printer. Any thread.
 *
 * Returns: %FALSE where @text is too long
 */
gboolean parlour_qr_draw (cairo_t *cairo, const char *text, double size);

G_END_DECLS

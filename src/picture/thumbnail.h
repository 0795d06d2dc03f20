/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More pixels than these would only be a way to take memory: cameras have fewer. */
#define PARLOUR_PICTURE_PIXELS_MAX (G_GUINT64_CONSTANT (50) * 1000 * 1000)
#define PARLOUR_PICTURE_SIDE_MAX   20000

/** parlour_thumbnail_prepare: loads what is needed, while files may still be opened. */
void parlour_thumbnail_prepare (void);

/**
 * parlour_thumbnail_make:
 * @side: pixels
 *
 * The middle of the picture as a square, turned as its camera was held, and nothing of what else
 * the file told.
 *
 * Returns: (transfer full) (nullable): a PNG of at most @side pixels a side
 */
GBytes *parlour_thumbnail_make (const guint8 *data, gsize length, guint side, GError **error);

G_END_DECLS

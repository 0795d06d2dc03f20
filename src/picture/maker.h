/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOUR_PICTURE_BYTES_MAX (512 * 1024) /* of what is made */

/** parlour_picture_find_program: (transfer full): `parlour-picture`, in the folder where this
 * program was built, else where it was installed. */
char *parlour_picture_find_program (void);

/**
 * parlour_picture_make:
 * @program: `parlour-picture`
 * @picture: what a stranger sent
 * @side: pixels
 *
 * Has that program make a small square PNG of @picture. Blocks: never on a main thread.
 *
 * Returns: (transfer full) (nullable): %NULL with G_IO_ERROR_INVALID_DATA where @picture is none,
 *   G_IO_ERROR_NO_SPACE where it has too many pixels; else @picture is not to blame
 */
GBytes *parlour_picture_make (
    const char *program, GBytes *picture, guint side, GCancellable *cancellable, GError **error);

G_END_DECLS

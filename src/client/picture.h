/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PARLOUR_PICTURE_SIDE 128 /* pixels, at most */

/**
 * ParlourPicture:
 *
 * The picture of a person or a group, as it comes and changes. One object for each, held by whoever
 * shows it. Main thread.
 *
 * Properties (read-only, notify): "png" (boxed GBytes, nullable: a small square, made by a program
 * that can do no harm; NULL where there is none, or none yet).
 */
#define PARLOUR_TYPE_PICTURE (parlour_picture_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPicture, parlour_picture, PARLOUR, PICTURE, GObject)

/** parlour_picture_get_png: (transfer none) (nullable) */
GBytes *parlour_picture_get_png (ParlourPicture *self);

G_END_DECLS

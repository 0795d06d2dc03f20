/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/picture.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourPortrait:
 *
 * A #ParlourPicture as a widget can paint it: decoded once, whoever shows it, and on another
 * thread. Main thread.
 *
 * Properties (read-only, notify): "paintable" (GdkPaintable, nullable: there is none, or it has not
 * come; the one before stays until another has come).
 */
#define PARLOUR_TYPE_PORTRAIT (parlour_portrait_get_type ())
G_DECLARE_FINAL_TYPE (ParlourPortrait, parlour_portrait, PARLOUR, PORTRAIT, GObject)

/** parlour_portrait_of: (transfer none): the one of @picture, which holds it. */
ParlourPortrait *parlour_portrait_of (ParlourPicture *picture);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/profile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourBackground:
 *
 * Staying when the window is closed, and starting with the session: asks the desktop through its
 * background portal; where there is none, Parlour stays, and does not start by itself. Main thread.
 *
 * Properties: "wanted" (gboolean, read, write, notify: turns back to FALSE where the desktop
 * refuses), "problem" (nullable text, notify).
 */
#define PARLOUR_TYPE_BACKGROUND (parlour_background_get_type ())
G_DECLARE_FINAL_TYPE (ParlourBackground, parlour_background, PARLOUR, BACKGROUND, GObject)

ParlourBackground *parlour_background_new (ParlourProfile *profile, gboolean wanted);
gboolean parlour_background_get_wanted (ParlourBackground *self);

/** parlour_background_set_status: the line that the desktop shows for it, such as *Hosting: 4
 * online*; (nullable). Nothing where the desktop shows none. */
void parlour_background_set_status (ParlourBackground *self, const char *status);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * parlour_window_keys_install:
 *
 * Gives every window over another one (preferences, dialogs, the server's) the keys that make sense
 * there, those of @application: to close it and to quit always, to the preferences and a new
 * message where the window below can be used meanwhile. Once, at the start; after
 * parlour_keys_install(). Main thread.
 */
void parlour_window_keys_install (GtkApplication *application);

G_END_DECLS

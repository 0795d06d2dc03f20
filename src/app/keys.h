/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** parlour_keys_install: tells @application the keys of every action. */
void parlour_keys_install (GtkApplication *application);

/** parlour_keys_new_overlay: (transfer full): the window that shows the keys, from the same table.
 */
GtkShortcutsWindow *parlour_keys_new_overlay (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * parlour_list_stay_at_top:
 * @list: a list of which something newer than all has just changed
 *
 * GtkListView keeps what is shown in its place, which hides what comes in above it: who looks at
 * the top of a list wants to see that. Does nothing where @list is scrolled. Main thread.
 */
void parlour_list_stay_at_top (GtkListView *list);

G_END_DECLS

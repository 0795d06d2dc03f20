/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** ParlourToEnd: the round button that leads to the newest message, with how many are new. Main
 * thread. */
#define PARLOUR_TYPE_TO_END (parlour_to_end_get_type ())
G_DECLARE_FINAL_TYPE (ParlourToEnd, parlour_to_end, PARLOUR, TO_END, GtkWidget)

void parlour_to_end_show (ParlourToEnd *self, gboolean show, guint unread);

G_END_DECLS

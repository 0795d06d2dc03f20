/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * parlour_row_set_name:
 * @row: what a factory made for a row of a list view
 * @words: what it is to a screen reader
 *
 * Names the row and what the list view wraps it in, which is what has the keyboard. Call it again
 * for each item that it is bound to. Main thread.
 */
void parlour_row_set_name (GtkWidget *row, const char *words);

G_END_DECLS

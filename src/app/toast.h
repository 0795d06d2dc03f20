/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is said for a moment at the foot of a window of pages (AdwPreferencesWindow). Main thread.
 */

/** parlour_toast: shows @text in the window that @widget is in, where there still is one. */
void parlour_toast (GtkWidget *widget, const char *text);

/** parlour_toast_error: the same with the sentence for @error; nothing where it is a cancellation.
 */
void parlour_toast_error (GtkWidget *widget, const GError *error);

G_END_DECLS

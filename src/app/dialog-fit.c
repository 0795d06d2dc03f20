/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-dialog-fit"

#include "app/dialog-fit.h"

/* How large a window over another one is. Stateless. Main thread. */

/* Heading, margins and buttons of a message dialog, with large text. */
#define AROUND_CONTENT 220
#define CONTENT_MIN    100

void
parlour_dialog_fit (GtkWindow *dialog, GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));
  int room_x = parent ? gtk_widget_get_width (GTK_WIDGET (parent)) : 0;
  int room_y = parent ? gtk_widget_get_height (GTK_WIDGET (parent)) : 0;
  int width = 0;
  int height = 0;
  gtk_window_get_default_size (dialog, &width, &height);
  gtk_window_set_default_size (dialog, room_x > 0 ? MIN (width, room_x) : width,
                               room_y > 0 ? MIN (height, room_y) : height);
}

void
parlour_dialog_fit_content (GtkScrolledWindow *content, GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (content));
  int room = parent ? gtk_widget_get_height (GTK_WIDGET (parent)) : 0;
  int height = gtk_scrolled_window_get_max_content_height (content);
  if (room > 0 && height > room - AROUND_CONTENT)
    gtk_scrolled_window_set_max_content_height (content, MAX (room - AROUND_CONTENT, CONTENT_MIN));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-dialog-fit"

#include "app/dialog-fit.h"

/* How wide a window over another one is. Stateless. Main thread. */

void
parlour_dialog_fit (GtkWindow *dialog, GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));
  int room = parent ? gtk_widget_get_width (GTK_WIDGET (parent)) : 0;
  int width = 0;
  int height = 0;
  gtk_window_get_default_size (dialog, &width, &height);
  if (room > 0 && width > room)
    gtk_window_set_default_size (dialog, room, height);
}

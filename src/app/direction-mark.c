/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-direction-mark"

#include "app/direction-mark.h"

/* Pango takes a paragraph's direction from its first strong letter, and sees it in isolates too
 * (pango_find_base_dir()), so those do not help. Stateless. */

#define LEFT_TO_RIGHT "\u200e"
#define RIGHT_TO_LEFT "\u200f"

const char *
parlour_direction_mark (GtkWidget *widget)
{
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
}

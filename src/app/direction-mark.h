/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** parlour_direction_mark: (transfer none): what goes before a line that begins with a name, so
 * that it runs as @widget does: else its first letter decides, which may be of another script. Main
 * thread. */
const char *parlour_direction_mark (GtkWidget *widget);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/discovery.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourFoundRow:
 *
 * A server found nearby: its name, where it is, and what is known of it. Main thread.
 */
#define PARLOUR_TYPE_FOUND_ROW (parlour_found_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourFoundRow, parlour_found_row, PARLOUR, FOUND_ROW, AdwActionRow)

GtkWidget *parlour_found_row_new (ParlourFoundServer *server);

/** parlour_found_row_get_server: (transfer none) */
ParlourFoundServer *parlour_found_row_get_server (ParlourFoundRow *self);

G_END_DECLS

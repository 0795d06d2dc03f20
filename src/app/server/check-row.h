/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/connection-check.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourCheckRow:
 *
 * One step of a connection check: how it went, what was found, what to do. Main thread.
 */
#define PARLOUR_TYPE_CHECK_ROW (parlour_check_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourCheckRow, parlour_check_row, PARLOUR, CHECK_ROW, AdwActionRow)

GtkWidget *parlour_check_row_new (ParlourCheckStep *step);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourBoxFilters:
 *
 * The switches over Received and Sent: Titled, and for Received Answers owed, with their number.
 * Main thread.
 */
#define PARLOUR_TYPE_BOX_FILTERS (parlour_box_filters_get_type ())
G_DECLARE_FINAL_TYPE (ParlourBoxFilters, parlour_box_filters, PARLOUR, BOX_FILTERS, GtkWidget)

void
parlour_box_filters_set (ParlourBoxFilters *self, ParlourBoxList *box, ParlourAccount *account);

G_END_DECLS

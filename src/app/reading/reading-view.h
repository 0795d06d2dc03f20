/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourReadingView:
 *
 * One message as a letter: title, from whom, to whom, when, what it answers, its text, reactions
 * and how far it came. Main thread.
 */
#define PARLOUR_TYPE_READING_VIEW (parlour_reading_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlourReadingView, parlour_reading_view, PARLOUR, READING_VIEW, GtkWidget)

void parlour_reading_view_set_account (ParlourReadingView *self, ParlourAccount *account);
/** parlour_reading_view_set_item: (nullable) @item: followed as it changes. */
void parlour_reading_view_set_item (ParlourReadingView *self, ParlourMessageItem *item);

G_END_DECLS

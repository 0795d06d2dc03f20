/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/history/message-ref.h"
#include "app/notice-bar.h"
#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourReadingPage:
 *
 * The right pane beside Received and Sent: the message that was chosen there, and what can be done
 * with it; or that none is. A message counts as read once it was shown in a window that is active.
 * Main thread.
 */
#define PARLOUR_TYPE_READING_PAGE (parlour_reading_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlourReadingPage, parlour_reading_page, PARLOUR, READING_PAGE, GtkWidget)

void parlour_reading_page_set_account (ParlourReadingPage *self, ParlourAccount *account);
/** parlour_reading_page_set_folded: whether it is the only pane: shows Back and the banner. */
void parlour_reading_page_set_folded (ParlourReadingPage *self, gboolean folded);

/** parlour_reading_page_show: (nullable) @item: of a box; NULL for none. */
void parlour_reading_page_show (ParlourReadingPage *self, ParlourMessageItem *item);

/** parlour_reading_page_find: (transfer none) (nullable): what is shown, where it is @ref. */
ParlourMessageItem *parlour_reading_page_find (ParlourReadingPage *self,
                                               const ParlourMessageRef *ref);
/** parlour_reading_page_focus: FALSE where nothing is shown. */
gboolean parlour_reading_page_focus (ParlourReadingPage *self);
/** parlour_reading_page_get_notice: (transfer none): what is said under the message. */
ParlourNoticeBar *parlour_reading_page_get_notice (ParlourReadingPage *self);

G_END_DECLS

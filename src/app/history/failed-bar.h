/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/models/message-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourFailedBar:
 *
 * Why a message was refused, with *Retry* and *Delete*; not to be seen while the message has not
 * failed. Main thread.
 */
#define PARLOUR_TYPE_FAILED_BAR (parlour_failed_bar_get_type ())
G_DECLARE_FINAL_TYPE (ParlourFailedBar, parlour_failed_bar, PARLOUR, FAILED_BAR, GtkWidget)

/** parlour_failed_bar_show: what stands at @item now. */
void parlour_failed_bar_show (ParlourFailedBar *self, ParlourMessageItem *item);

G_END_DECLS

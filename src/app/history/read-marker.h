/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourReadMarker:
 *
 * Marks as read what stood whole on the screen, in an active window, for a moment. Owned by the
 * view that shows the messages. Main thread.
 */
typedef struct _ParlourReadMarker ParlourReadMarker;

/** parlour_read_marker_new: @view: (transfer none): the widget that must be on the screen. */
ParlourReadMarker *parlour_read_marker_new (GtkWidget *view);
void parlour_read_marker_free (ParlourReadMarker *self);

/** parlour_read_marker_set_conversation: @account and @conversation nullable. */
void parlour_read_marker_set_conversation (ParlourReadMarker *self,
                                           ParlourAccount *account,
                                           const char *conversation);

/** parlour_read_marker_is_on_screen: whether a person may be looking: an active window shows it. */
gboolean parlour_read_marker_is_on_screen (ParlourReadMarker *self);

/** parlour_read_marker_saw: @seq: the highest whose message is whole on the screen. */
void parlour_read_marker_saw (ParlourReadMarker *self, gint64 seq);

/** parlour_read_marker_check: the window became active, or the view came onto the screen. */
void parlour_read_marker_check (ParlourReadMarker *self);

G_END_DECLS

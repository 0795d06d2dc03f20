/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Texts in rows of the message list, which are measured often. Main thread. */

/** parlour_message_text_set: @links: whether addresses in @text can be followed. */
void parlour_message_text_set (GtkLabel *label, const char *text, gboolean links);

#define PARLOUR_MESSAGE_UNFOLD "parlour-unfold:"

/** parlour_message_text_fold: @text in place of one that is kept back, and a link to
 * #PARLOUR_MESSAGE_UNFOLD that shows it after all. */
void parlour_message_text_fold (GtkLabel *label, const char *text);

G_END_DECLS

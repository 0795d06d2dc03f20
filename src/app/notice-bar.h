/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourNoticeBar:
 *
 * A line that says something for a while, with a way to dismiss it and, where something is offered,
 * a button. Unlike a toast it takes room of its own, so that it covers nothing; and it stays as
 * long as the pointer or the keyboard is in it. Main thread.
 *
 * Signal "closing" (): it is about to go; the keyboard may still be in it.
 */
#define PARLOUR_TYPE_NOTICE_BAR (parlour_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (ParlourNoticeBar, parlour_notice_bar, PARLOUR, NOTICE_BAR, GtkWidget)

/** ParlourNoticeBarEnd: @taken: whether the button was pressed; else the offer is over. */
typedef void (*ParlourNoticeBarEnd) (gboolean taken, gpointer data);

/** parlour_notice_bar_tell: says @text for some seconds; an offer that stands here comes back then.
 */
void parlour_notice_bar_tell (ParlourNoticeBar *self, const char *text);

/**
 * parlour_notice_bar_offer:
 * @button: what the button says, with a mnemonic
 * @end: (scope notified): called once, when the button is pressed, or the offer goes by time, by
 *   hand or for another one
 *
 * One offer stands at a time. With the same @end and @data it goes on, with another text and its
 * whole time again.
 */
void parlour_notice_bar_offer (ParlourNoticeBar *self,
                               const char *text,
                               const char *button,
                               ParlourNoticeBarEnd end,
                               gpointer data);

/** parlour_notice_bar_close: whatever stands here is over, as if it had been dismissed. */
void parlour_notice_bar_close (ParlourNoticeBar *self);

G_END_DECLS

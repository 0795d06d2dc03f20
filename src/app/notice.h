/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourNotice:
 *
 * A line that says something for a while, with a way to dismiss it and, where something is offered,
 * a button. Unlike a toast it takes room of its own, so that it covers nothing; and it stays as
 * long as the pointer or the keyboard is in it. Main thread.
 *
 * Signal "closing" (): it is about to go; the keyboard may still be in it.
 */
#define PARLOUR_TYPE_NOTICE (parlour_notice_get_type ())
G_DECLARE_FINAL_TYPE (ParlourNotice, parlour_notice, PARLOUR, NOTICE, GtkWidget)

/** ParlourNoticeEnd: @taken: whether the button was pressed; else the offer is over. */
typedef void (*ParlourNoticeEnd) (gboolean taken, gpointer data);

/** parlour_notice_tell: says @text for some seconds; an offer that stands here comes back then. */
void parlour_notice_tell (ParlourNotice *self, const char *text);

/**
 * parlour_notice_offer:
 * @button: what the button says, with a mnemonic
 * @end: (scope notified): called once, when the button is pressed, or the offer goes by time, by
 *   hand or for another one
 *
 * One offer stands at a time. With the same @end and @data it goes on, with another text and its
 * whole time again.
 */
void parlour_notice_offer (
    ParlourNotice *self, const char *text, const char *button, ParlourNoticeEnd end, gpointer data);

/** parlour_notice_close: whatever stands here is over, as if it had been dismissed. */
void parlour_notice_close (ParlourNotice *self);

G_END_DECLS

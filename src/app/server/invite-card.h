/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/invite-link.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * parlour_invite_card_draw:
 * @cairo: where to draw, in points from the upper left corner
 * @width, @height: what the page holds, in points
 *
 * Draws the card for a noticeboard: the place's name, the QR code, three steps, the link and the
 * words to compare. Main thread.
 */
void parlour_invite_card_draw (cairo_t *cairo,
                               const ParlourInviteLink *link,
                               double width,
                               double height);

/** parlour_invite_card_print: asks for a printer and prints the card, one page. Main thread. */
void parlour_invite_card_print (GtkWindow *parent, ParlourInviteLink *link);

G_END_DECLS

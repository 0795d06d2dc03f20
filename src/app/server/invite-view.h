/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/invite-link.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourInviteView:
 *
 * An invite to hand on: QR code, link to copy, card to print, the words to compare. Main thread.
 */
#define PARLOUR_TYPE_INVITE_VIEW (parlour_invite_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlourInviteView, parlour_invite_view, PARLOUR, INVITE_VIEW, GtkWidget)

/** parlour_invite_view_show: @uses: for how many, 0 without end; @expires_at: ms, 0 never. */
void parlour_invite_view_show (ParlourInviteView *self,
                               ParlourInviteLink *link,
                               guint uses,
                               gint64 expires_at);

G_END_DECLS

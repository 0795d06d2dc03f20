/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/host/host-admin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourInviteRow:
 *
 * An invite in a list: what is left of it, until when, and *Revoke* while it is good. Signal
 * "revoke" (char *id). Main thread.
 */
#define PARLOUR_TYPE_INVITE_ROW (parlour_invite_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlourInviteRow, parlour_invite_row, PARLOUR, INVITE_ROW, AdwActionRow)

GtkWidget *parlour_invite_row_new (const ParlourHostInvite *invite);

G_END_DECLS

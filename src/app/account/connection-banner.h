/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ParlourConnectionBanner:
 *
 * Tells that an account is offline, since when and why, with Try Again; or that it is signed out.
 * Takes no room while all is well. Main thread.
 */
#define PARLOUR_TYPE_CONNECTION_BANNER (parlour_connection_banner_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourConnectionBanner, parlour_connection_banner, PARLOUR, CONNECTION_BANNER, GtkWidget)

void parlour_connection_banner_set_account (ParlourConnectionBanner *self, ParlourAccount *account);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * parlour_sign_out_ask:
 *
 * Asks, says how many messages are not sent yet, and then signs @account out. Main thread.
 */
void parlour_sign_out_ask (GtkWindow *parent, ParlourAccounts *accounts, ParlourAccount *account);

G_END_DECLS

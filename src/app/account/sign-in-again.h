/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourSignInAgain:
 *
 * Asks for the password of an account whose session has ended. Main thread.
 */
#define PARLOUR_TYPE_SIGN_IN_AGAIN (parlour_sign_in_again_get_type ())
G_DECLARE_FINAL_TYPE (ParlourSignInAgain, parlour_sign_in_again, PARLOUR, SIGN_IN_AGAIN, AdwWindow)

ParlourSignInAgain *parlour_sign_in_again_new (GtkWindow *parent, ParlourAccount *account);

G_END_DECLS

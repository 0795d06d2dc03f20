/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parlour-main-view-account"

#include "app/account/account-window.h"
#include "app/main-view-private.h"

/* What can be done with one's own account. Main thread. */

void
parlour_main_view_look_after_account (ParlourMainView *self)
{
  g_return_if_fail (PARLOUR_IS_MAIN_VIEW (self));
  gtk_window_present (parlour_account_window_new (parlour_main_view_get_window (self),
                                                  self->accounts, self->account));
}

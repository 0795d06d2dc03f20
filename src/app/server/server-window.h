/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/background.h"
#include "client/account.h"
#include "client/discovery.h"
#include "client/host/host-admin.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourServerWindow:
 *
 * *Server* for the owner of the place hosted here. Main thread.
 */
#define PARLOUR_TYPE_SERVER_WINDOW (parlour_server_window_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourServerWindow, parlour_server_window, PARLOUR, SERVER_WINDOW, AdwPreferencesWindow)

/** parlour_server_window_new: @account: (nullable): one of the place hosted here; its id goes with
 * the parent's action win.show-account, and messages with win.show-message. */
GtkWindow *parlour_server_window_new (GtkWindow *parent,
                                      ParlourAccount *account,
                                      ParlourHost *host,
                                      ParlourHostAdmin *admin,
                                      ParlourDiscovery *discovery,
                                      ParlourBackground *background);

G_END_DECLS

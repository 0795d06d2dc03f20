/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/accounts.h"
#include "client/discovery.h"
#include "client/host/host-admin.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourWelcome:
 *
 * The way to an account: join a place, host one, or sign in. It ends by the account standing in the
 * list of accounts; the window sees that. Main thread.
 */
#define PARLOUR_TYPE_WELCOME (parlour_welcome_get_type ())
G_DECLARE_FINAL_TYPE (ParlourWelcome, parlour_welcome, PARLOUR, WELCOME, GtkWidget)

/** parlour_welcome_set_up: @discovery: (nullable); @admin: of the server that @host runs. */
void parlour_welcome_set_up (ParlourWelcome *self,
                             ParlourAccounts *accounts,
                             ParlourDiscovery *discovery,
                             ParlourHost *host,
                             ParlourHostAdmin *admin);

/** parlour_welcome_open_link: shows what a link leads to, and asks. Connects to nothing. */
void parlour_welcome_open_link (ParlourWelcome *self, ParlourDestination *destination);

/** parlour_welcome_set_offers: on the first page: @leave: back to an account that there is; @host:
 * to host a place. */
void parlour_welcome_set_offers (ParlourWelcome *self, gboolean leave, gboolean host);

/** parlour_welcome_reset: back to the first page; what was typed is forgotten. */
void parlour_welcome_reset (ParlourWelcome *self);

/** parlour_welcome_show_problem: why there is no account, on the first page. */
void parlour_welcome_show_problem (ParlourWelcome *self, const char *text);

G_END_DECLS

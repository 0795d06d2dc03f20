/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* What the control socket asks, and the command line of a server that is not running. */

/** parlour_users_add_route: `user add`: {username, password, display_name?, admin?} */
extern const ParlourRoute parlour_users_add_route;

/** parlour_users_list_route: `user list`: {cursor?} */
extern const ParlourRoute parlour_users_list_route;

G_END_DECLS

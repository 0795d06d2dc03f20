/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/background.h"
#include "client/host/host-admin.h"
#include "client/host/host.h"

G_BEGIN_DECLS

/**
 * ParlourHosting:
 *
 * What the desktop is told while this computer hosts: not to suspend by itself, because others rely
 * on it, and how many are online, where Parlour stays in the background. Main thread.
 */
#define PARLOUR_TYPE_HOSTING (parlour_hosting_get_type ())
G_DECLARE_FINAL_TYPE (ParlourHosting, parlour_hosting, PARLOUR, HOSTING, GObject)

/** parlour_hosting_new: @application: borrowed: lives longer. */
ParlourHosting *parlour_hosting_new (GtkApplication *application,
                                     ParlourHost *host,
                                     ParlourHostAdmin *admin,
                                     ParlourBackground *background);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/background.h"
#include "client/discovery.h"
#include "client/host/host-admin.h"
#include "client/host/host.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourOverviewPage:
 *
 * The hosted server at a glance: whether it runs, how others reach it, what it is called, who may
 * join, who is online. Main thread.
 */
#define PARLOUR_TYPE_OVERVIEW_PAGE (parlour_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (
    ParlourOverviewPage, parlour_overview_page, PARLOUR, OVERVIEW_PAGE, AdwPreferencesPage)

void parlour_overview_page_set_up (ParlourOverviewPage *self,
                                   ParlourHost *host,
                                   ParlourHostAdmin *admin,
                                   ParlourDiscovery *discovery,
                                   ParlourBackground *background);

G_END_DECLS

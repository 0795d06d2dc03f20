/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/destination.h"
#include "client/discovery.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * ParlourNearby:
 *
 * The places that were found on the network, each a row to click. Signal "found"
 * (ParlourDestination *): one was chosen; it has not been connected to. Main thread.
 */
#define PARLOUR_TYPE_NEARBY (parlour_nearby_get_type ())
G_DECLARE_FINAL_TYPE (ParlourNearby, parlour_nearby, PARLOUR, NEARBY, GtkWidget)

/**
 * parlour_nearby_set_up:
 * @discovery: (nullable)
 * @brief: show the first few alone, and nothing at all where there is none
 */
void parlour_nearby_set_up (ParlourNearby *self, ParlourDiscovery *discovery, gboolean brief);

G_END_DECLS
